/** Turns what Node.js and undici say into a {@link ConnectionError}. */
import type { Access } from './access';
import { ConnectionError } from './ConnectionError';

const TLS_CODE =
  /^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|EPROTO$|UND_ERR_PRX_TLS)/;

const UNTRUSTED_CODE =
  /^(SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE|INVALID_CA)/;

/**
 * @param error - As it was thrown; never quoted.
 * @param access - How the request was made.
 * @param started - Whether the answer had begun.
 * @internal
 */
export function describeFailure(
  error: unknown,
  access: Access,
  started: boolean,
): ConnectionError {
  if (error instanceof ConnectionError) {
    return error;
  }
  const code = codeOf(error);
  const server = hostOf(access.server);
  if (started) {
    return new ConnectionError(
      'interrupted',
      `The answer of ${server} broke off (${code}).`,
    );
  }
  if (TLS_CODE.test(code)) {
    return describeTls(code, server, access);
  }
  if (access.proxyUrl !== undefined) {
    return describeProxy(error, code, server, access.proxyUrl);
  }
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ConnectionError(
        'unreachable',
        `The name of ${server} is not known here; check the address and the name servers.`,
      );
    case 'ECONNREFUSED':
      return new ConnectionError(
        'unreachable',
        `${server} refuses connections; check that the API server runs and the port is right.`,
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return new ConnectionError(
        'unreachable',
        `There is no route to ${server} (${code}); check the network, or set proxyUrl.`,
      );
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return new ConnectionError(
        'timeout',
        `${server} can't be reached in time; check firewalls between here and there, or set proxyUrl.`,
      );
    default:
      return new ConnectionError(
        'interrupted',
        `The connection to ${server} broke off before the answer (${code}).`,
      );
  }
}

/** Whether a connection that had been kept was closed just as it was used again. @internal */
export function isStaleSocket(error: unknown): boolean {
  return ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(codeOf(error));
}

function describeTls(
  code: string,
  server: string,
  { tls }: Access,
): ConnectionError {
  const about = (message: string) => new ConnectionError('tls', message);
  if (UNTRUSTED_CODE.test(code)) {
    return about(
      `The certificate of ${server} is not signed by ${tls.trust} (${code}); set caFile or caData to the cluster's own authority.`,
    );
  }
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return about(
        `The certificate of ${server} has expired (checked with ${tls.trust}); renew it, and compare the clocks.`,
      );
    case 'CERT_NOT_YET_VALID':
      return about(
        `The certificate of ${server} is not valid yet (checked with ${tls.trust}); compare the clocks.`,
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH':
      return about(
        `The certificate of ${server} is for another name than ${
          tls.serverName ?? 'that'
        } (checked with ${
          tls.trust
        }); use a name that it is for, or tls-server-name in a kubeconfig.`,
      );
    default:
      return about(
        `TLS with ${server} failed (${code}; checked with ${tls.trust}); check that it speaks TLS, and the client certificate if there is one.`,
      );
  }
}

function describeProxy(
  error: unknown,
  code: string,
  server: string,
  proxyUrl: string,
): ConnectionError {
  const status = /^Proxy response \((\d{3})\)/.exec(
    String(asThrown(error)?.message),
  )?.[1];
  const proxy = hostOf(proxyUrl);
  if (status === '407') {
    return new ConnectionError(
      'proxy',
      `The outbound proxy ${proxy} wants a user and a password; put them into its address.`,
    );
  }
  return new ConnectionError(
    'proxy',
    `The outbound proxy ${proxy} gives no way to ${server} (${
      status ?? code
    }); check the proxy, or name the cluster in NO_PROXY.`,
  );
}

interface Thrown {
  code?: unknown;
  message?: unknown;
  cause?: unknown;
  /** Of an attempt at several addresses. */
  errors?: unknown[];
}

/** Not by `instanceof`, which an error of another realm fails. */
function asThrown(error: unknown): Thrown | undefined {
  return typeof error === 'object' && error !== null ? error : undefined;
}

function codeOf(error: unknown): string {
  for (let at = asThrown(error); at; at = asThrown(at.cause)) {
    const code = at.code ?? asThrown(at.errors?.[0])?.code;
    if (typeof code === 'string' && code !== 'UND_ERR_PRX_CONN') {
      return code;
    }
  }
  return 'unknown error';
}

/** Without user, password and path. @internal */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the server';
}
