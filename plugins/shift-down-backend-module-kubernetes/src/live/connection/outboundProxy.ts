/**
 * Which proxy the environment names for an address, by the rules that Kubernetes' own
 * clients follow: unlike undici's, they know address ranges in `NO_PROXY`, which is how
 * a cluster's service network is usually written.
 */
import { BlockList, isIP } from 'net';

type Environment = Record<string, string | undefined>;

/**
 * @param server - Address of the API server.
 * @returns The proxy's address, or undefined to go directly.
 * @internal
 */
export function proxyFromEnvironment(
  server: string,
  environment: Environment = process.env,
): string | undefined {
  const { protocol, hostname, port } = new URL(server);
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const value =
    protocol === 'https:'
      ? environment.HTTPS_PROXY || environment.https_proxy
      : environment.HTTP_PROXY || environment.http_proxy;
  if (!value || isLoopback(host)) {
    return undefined;
  }
  const actualPort = port || (protocol === 'https:' ? '443' : '80');
  const exceptions = environment.NO_PROXY || environment.no_proxy || '';
  const excepted = exceptions
    .split(/[\s,]+/)
    .filter(entry => entry !== '')
    .some(entry => matches(entry.toLowerCase(), host, actualPort));
  if (excepted) {
    return undefined;
  }
  return value.includes('://') ? value : `http://${value}`;
}

/** @internal */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
  );
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') {
    return true;
  }
  if (entry.includes('/')) {
    return inRange(entry, host);
  }
  const [, name, entryPort] =
    /^\[?([^\]]*?)\]?(?::(\d+))?$/.exec(isIP(entry) ? `[${entry}]` : entry) ??
    [];
  if (!name || (entryPort && entryPort !== port)) {
    return false;
  }
  if (isIP(host) || isIP(name)) {
    return name === host;
  }
  const suffix = name.replace(/^\*/, '');
  return suffix.startsWith('.')
    ? host.endsWith(suffix)
    : host === suffix || host.endsWith(`.${suffix}`);
}

function inRange(entry: string, host: string): boolean {
  const [network, prefix] = entry.split('/');
  const family = isIP(network);
  const length = Number(prefix);
  if (
    family === 0 ||
    isIP(host) !== family ||
    !Number.isInteger(length) ||
    length < 0 ||
    length > (family === 4 ? 32 : 128)
  ) {
    return false;
  }
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const range = new BlockList();
  range.addSubnet(network, length, type);
  return range.check(host, type);
}
