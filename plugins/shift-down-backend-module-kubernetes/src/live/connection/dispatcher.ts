/** The sockets to one API server. */
import { createSecureContext } from 'tls';
import { Agent, ProxyAgent, type Dispatcher } from 'undici';
import type { Access } from './access';
import { ConnectionError } from './ConnectionError';
import { isCertificate } from './isCertificate';

/**
 * Load balancers forget idle connections after a minute; a probe each half minute keeps
 * quiet watches alive and finds those that are cut.
 */
const KEEP_ALIVE_MILLISECONDS = 30_000;
const CONNECT_TIMEOUT_MILLISECONDS = 10_000;

/**
 * Sockets are kept and bounded in number. Nothing limits how long headers and bodies
 * take: a watch is silent for minutes, and those who ask have their own clocks.
 *
 * @throws ConnectionError when certificates can't be used or the proxy's address is wrong.
 * @internal
 */
export function createDispatcher(
  { tls, proxyUrl }: Pick<Access, 'tls' | 'proxyUrl'>,
  maximumConnections: number,
): Dispatcher {
  const endpoint = {
    secureContext: secureContext(tls),
    servername: tls.serverName,
    rejectUnauthorized: !tls.skipVerify,
    timeout: CONNECT_TIMEOUT_MILLISECONDS,
    allowH2: false,
  };
  const keepAlive = {
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_MILLISECONDS,
  };
  const options = {
    connections: maximumConnections,
    pipelining: 1,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
  };
  if (proxyUrl === undefined) {
    return new Agent({ ...options, connect: { ...endpoint, ...keepAlive } });
  }
  if (!/^https?:\/\//i.test(proxyUrl) || !URL.canParse(proxyUrl)) {
    throw new ConnectionError(
      'proxy',
      'The address of the outbound proxy must start with http:// or https://; other proxies are not supported.',
    );
  }
  return new ProxyAgent({
    ...options,
    uri: proxyUrl,
    connectTimeout: CONNECT_TIMEOUT_MILLISECONDS,
    requestTls: { ...endpoint, ...keepAlive },
    proxyTls: { ...keepAlive, allowH2: false },
  });
}

/** Made once, so that authorities aren't parsed for every socket. */
function secureContext({ ca, cert, key, trust }: Access['tls']) {
  // A context takes any text for an authority, and then trusts nobody.
  if (ca !== undefined && !isCertificate(ca)) {
    throw new ConnectionError(
      'tls',
      `The certificate authority can't be read (${trust}); it must be a certificate in PEM.`,
    );
  }
  try {
    return createSecureContext({ ca, cert, key });
  } catch {
    throw new ConnectionError(
      'credentials',
      "The client certificate can't be used; it and its key must be PEM, belong together, and the key must have no passphrase.",
    );
  }
}
