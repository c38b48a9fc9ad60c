/** Credentials as a kubeconfig describes them; the file may be rewritten at any time. */
import { KubeConfig } from '@kubernetes/client-node';
import type { RequestOptions } from 'https';
import { DEFAULT_TRUST, type Access, type AccessProvider } from '../access';
import { ConnectionError } from '../ConnectionError';
import { bearer, readCredentialFile } from '../files';
import { proxyFromEnvironment } from '../outboundProxy';
import { EXEC_PROVIDER, ExecAuthenticator } from './ExecAuthenticator';
import { parseKubeconfig, type KubeconfigContext } from './parseKubeconfig';

/** @internal */
export interface KubeconfigAccessOptions {
  /** Absolute. */
  path: string;
  context?: string;
  /** Instead of the kubeconfig's and the environment's. */
  proxyUrl?: string;
}

interface Loaded {
  text: string;
  context: KubeconfigContext;
  config: KubeConfig;
  exec?: ExecAuthenticator;
}

/** @internal */
export class KubeconfigAccess implements AccessProvider {
  #loaded: Loaded | undefined;

  constructor(private readonly options: KubeconfigAccessOptions) {}

  async access(): Promise<Access> {
    const { context, config } = await this.#load();
    const { cluster, tokenFile } = context;
    const applied = await apply(config);
    const authorization = tokenFile
      ? bearer(
          await readCredentialFile(tokenFile, 'token'),
          `the file ${tokenFile}`,
        )
      : applied.headers.Authorization;
    return {
      server: cluster.server,
      headers: authorization
        ? { authorization: trimmed(authorization, this.options.path) }
        : {},
      tls: {
        ca: applied.ca,
        cert: applied.cert,
        key: applied.key,
        serverName: cluster.tlsServerName,
        skipVerify: cluster.skipTLSVerify,
        trust: trustOf(context, this.options.path),
      },
      proxyUrl:
        this.options.proxyUrl ??
        cluster.proxyUrl ??
        proxyFromEnvironment(cluster.server),
    };
  }

  invalidate(): void {
    this.#loaded?.exec?.invalidate();
  }

  close(): void {
    this.#loaded?.exec?.close();
  }

  async #load(): Promise<Loaded> {
    const { path, context: name } = this.options;
    const text = await readCredentialFile(path, 'kubeconfig');
    if (this.#loaded?.text !== text) {
      const context = parseKubeconfig(text, path, name);
      this.#loaded?.exec?.close();
      this.#loaded = { text, context, ...configure(context) };
    }
    return this.#loaded;
  }
}

/**
 * A configuration of the library with this context alone. Its caches go by the names of
 * cluster and user, which are the same in many a kubeconfig; so none is shared.
 */
function configure({ cluster, user, folder }: KubeconfigContext) {
  const config = new KubeConfig();
  const exec = user.exec
    ? new ExecAuthenticator({
        exec: user.exec,
        folder,
        cluster: {
          server: cluster.server,
          'tls-server-name': cluster.tlsServerName,
          'insecure-skip-tls-verify': cluster.skipTLSVerify,
          'certificate-authority-data': cluster.caData,
          'proxy-url': cluster.proxyUrl,
        },
      })
    : undefined;
  if (exec) {
    config.addAuthenticator(exec);
  }
  config.loadFromClusterAndUser(
    {
      ...cluster,
      // Its agent is never used, but it refuses to make one for loopback without TLS.
      skipTLSVerify:
        cluster.server.startsWith('http:') || cluster.skipTLSVerify,
      proxyUrl: undefined,
    },
    exec
      ? { ...user, exec: undefined, authProvider: { name: EXEC_PROVIDER } }
      : user,
  );
  return { config, exec };
}

/** Reads the files that the kubeconfig names. */
async function apply(config: KubeConfig) {
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    if (error instanceof ConnectionError) {
      throw error;
    }
    const { code, path } = error as NodeJS.ErrnoException;
    throw new ConnectionError(
      'credentials',
      `The kubeconfig's credentials can't be read${
        path ? `: ${path} (${code})` : ''
      }; check the files that it names.`,
    );
  }
  const headers = (options.headers ?? {}) as Record<string, string>;
  return {
    headers,
    ca: pem(options.ca),
    cert: pem(options.cert),
    key: pem(options.key),
  };
}

function pem(value: RequestOptions['ca'] | RequestOptions['key']) {
  return value === undefined || value === null ? undefined : String(value);
}

function trimmed(authorization: string, path: string): string {
  return bearer(
    authorization.replace(/^Bearer /, ''),
    `the kubeconfig ${path}`,
  );
}

function trustOf({ cluster }: KubeconfigContext, path: string): string {
  if (cluster.caFile) {
    return `the authority in ${cluster.caFile}`;
  }
  return cluster.caData
    ? `certificate-authority-data in ${path}`
    : DEFAULT_TRUST;
}
