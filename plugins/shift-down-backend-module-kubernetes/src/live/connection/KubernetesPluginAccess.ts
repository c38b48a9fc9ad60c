/** By way of the installed Kubernetes plugin, with the credentials that it has. */
import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { request } from 'undici';
import { z } from 'zod';
import { DEFAULT_TRUST, type Access, type AccessProvider } from './access';
import { ConnectionError } from './ConnectionError';

/** @internal */
export interface KubernetesPluginServices {
  auth: AuthService;
  discovery: DiscoveryService;
}

const PLUGIN_ID = 'kubernetes';

/** They take the credential out of the request of a signed-in user. */
const USER_AUTH_PROVIDERS = ['aks', 'google', 'oidc'];

/** How long an answer about the plugin's clusters holds. */
const CLUSTERS_MILLISECONDS = 5 * 60_000;
const CLUSTERS_TIMEOUT_MILLISECONDS = 20_000;

const clustersSchema = z.object({
  items: z.array(
    z.object({ name: z.string(), authProvider: z.string().optional() }),
  ),
});

/** @internal */
export class KubernetesPluginAccess implements AccessProvider {
  #checkedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly options: {
      /** Its name in the Kubernetes plugin. */
      cluster: string;
      services: KubernetesPluginServices;
    },
  ) {}

  async access(signal: AbortSignal): Promise<Access> {
    const { cluster, services } = this.options;
    const { url, token } = await this.#plugin(services);
    if (Date.now() - this.#checkedAt > CLUSTERS_MILLISECONDS) {
      await this.#check(url, token, signal);
      this.#checkedAt = Date.now();
    }
    return {
      server: `${url}/proxy`,
      headers: {
        authorization: `Bearer ${token}`,
        'backstage-kubernetes-cluster': cluster,
        // Compressed, a watch is held back until it ends.
        'accept-encoding': 'identity',
      },
      tls: { trust: DEFAULT_TRUST },
    };
  }

  invalidate(): void {
    this.#checkedAt = Number.NEGATIVE_INFINITY;
  }

  close(): void {}

  async #plugin({ auth, discovery }: KubernetesPluginServices) {
    try {
      const url = await discovery.getBaseUrl(PLUGIN_ID);
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await auth.getOwnServiceCredentials(),
        targetPluginId: PLUGIN_ID,
      });
      return { url, token };
    } catch {
      throw new ConnectionError(
        'credentials',
        'The backend gave no address of the Kubernetes plugin or no token for it; look into its log.',
      );
    }
  }

  /** Whether the plugin has the cluster, and credentials that need no user. */
  async #check(url: string, token: string, signal: AbortSignal): Promise<void> {
    const { cluster } = this.options;
    const clusters = await fetchClusters(url, token, signal);
    const found = clusters.find(({ name }) => name === cluster);
    if (!found) {
      throw new ConnectionError(
        'unreachable',
        `The Kubernetes plugin has no cluster "${cluster}"; it has: ${
          clusters.map(({ name }) => name).join(', ') || 'none'
        }.`,
      );
    }
    const { authProvider = '' } = found;
    if (USER_AUTH_PROVIDERS.includes(authProvider.replace(/\..*$/, ''))) {
      throw new ConnectionError(
        'forbidden',
        `needs a user's credential: the Kubernetes plugin reaches "${cluster}" with the auth provider "${authProvider}" only; give it a service account, or use another type of cluster.`,
      );
    }
  }
}

async function fetchClusters(url: string, token: string, signal: AbortSignal) {
  const { statusCode, text } = await get(`${url}/clusters`, token, signal);
  if (statusCode === 401 || statusCode === 403) {
    throw new ConnectionError(
      'forbidden',
      `the Kubernetes plugin does not let Shift Down read its clusters (${statusCode}); allow kubernetes.clusters.read and kubernetes.proxy to plugins.`,
    );
  }
  if (statusCode === 404) {
    throw new ConnectionError(
      'unreachable',
      'The Kubernetes plugin is not installed in this backend; install it, or use another type of cluster.',
    );
  }
  const parsed = clustersSchema.safeParse(parseJson(text));
  if (statusCode !== 200 || !parsed.success) {
    throw new ConnectionError(
      'unreachable',
      `The Kubernetes plugin did not tell its clusters (${statusCode}); look into the backend's log.`,
    );
  }
  return parsed.data.items;
}

async function get(url: string, token: string, signal: AbortSignal) {
  try {
    const { statusCode, body } = await request(url, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.any([
        signal,
        AbortSignal.timeout(CLUSTERS_TIMEOUT_MILLISECONDS),
      ]),
    });
    return { statusCode, text: await body.text() };
  } catch {
    throw new ConnectionError(
      'unreachable',
      'The Kubernetes plugin does not answer; check that this backend serves it, and its log.',
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
