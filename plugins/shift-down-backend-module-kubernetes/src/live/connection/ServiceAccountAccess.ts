/** An address, an authority and a token: one's own, or those that a Pod is given. */
import type { Access, AccessProvider } from './access';
import { DEFAULT_TRUST } from './access';
import { ConnectionError } from './ConnectionError';
import { bearer, readCredentialFile } from './files';
import { proxyFromEnvironment } from './outboundProxy';

/** @internal */
export interface ServiceAccountAccessOptions {
  /** Address of the API server, without a slash at its end. */
  url: string;
  token: { value: string } | { file: string };
  /** PEM. */
  ca?: { value: string } | { file: string };
  skipTlsVerify?: boolean;
  proxyUrl?: string;
}

/** @internal */
export class ServiceAccountAccess implements AccessProvider {
  /** @param options - Asked for at every use, for a Pod learns them from where it runs. */
  constructor(private readonly options: () => ServiceAccountAccessOptions) {}

  async access(): Promise<Access> {
    const { url, token, ca, skipTlsVerify, proxyUrl } = this.options();
    const authorization =
      'file' in token
        ? bearer(
            await readCredentialFile(token.file, 'token'),
            `the file ${token.file}`,
          )
        : bearer(token.value, 'the configuration');
    return {
      server: url,
      headers: { authorization },
      tls: {
        skipVerify: skipTlsVerify,
        ...(await readAuthority(ca)),
      },
      proxyUrl: proxyUrl ?? proxyFromEnvironment(url),
    };
  }

  /** Nothing is cached: files are read at every use. */
  invalidate(): void {}

  close(): void {}
}

/**
 * What the kubelet gives to a Pod.
 *
 * @throws ConnectionError `credentials` when this is no Pod with a service account.
 * @internal
 */
export function inClusterOptions(
  folder = '/var/run/secrets/kubernetes.io/serviceaccount',
  environment: Record<string, string | undefined> = process.env,
): ServiceAccountAccessOptions {
  const host = environment.KUBERNETES_SERVICE_HOST;
  const port = environment.KUBERNETES_SERVICE_PORT;
  if (!host || !port) {
    throw new ConnectionError(
      'credentials',
      'The backend does not run in a Pod (KUBERNETES_SERVICE_HOST is not set); use another type of cluster, or run it there.',
    );
  }
  return {
    url: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    token: { file: `${folder}/token` },
    ca: { file: `${folder}/ca.crt` },
  };
}

async function readAuthority(
  ca: ServiceAccountAccessOptions['ca'],
): Promise<{ ca?: string; trust: string }> {
  if (ca === undefined) {
    return { trust: DEFAULT_TRUST };
  }
  if ('value' in ca) {
    return { ca: ca.value, trust: 'caData in the configuration' };
  }
  return {
    ca: await readCredentialFile(ca.file, 'CA'),
    trust: `the authority in ${ca.file}`,
  };
}
