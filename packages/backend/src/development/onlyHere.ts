/** Where signing in without a password is tolerable: a developer's own machine. */
import { Config } from '@backstage/config';
import { isIPv4 } from 'node:net';

const REFUSED =
  'Signing in by choosing a person is for development on this machine only';

/**
 * Throws unless this process is a development one that only this machine can reach.
 *
 * @throws Error that says what to change
 */
export function assertDevelopmentOnLoopback(options: {
  nodeEnv: string | undefined;
  config: Config;
}): void {
  if (options.nodeEnv !== 'development') {
    throw new Error(
      `${REFUSED}: NODE_ENV is '${
        options.nodeEnv ?? ''
      }', not 'development'. ` +
        `In production start src/index and configure auth.providers.oidc`,
    );
  }
  const host = listenHost(options.config);
  if (!isLoopback(host)) {
    throw new Error(
      `${REFUSED}: the backend listens on '${host || 'every address'}'. ` +
        `Set backend.listen.host to 127.0.0.1`,
    );
  }
}

/** The host that the root HTTP router will bind to; empty means every address. */
function listenHost(config: Config): string {
  const listen = config.getOptional('backend.listen');
  if (typeof listen === 'string') {
    return /^(?<host>.*):\d+$/.exec(listen)?.groups?.host ?? '';
  }
  return config.getOptionalString('backend.listen.host') ?? '';
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host === '::1' ||
    (isIPv4(host) && host.startsWith('127.'))
  );
}
