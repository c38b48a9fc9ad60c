// Which hosts a registry's requests, redirects and tokens may go to.
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { RegistryEntry } from '../config/schema';
import { ProblemError } from '../problem';

/**
 * Docker Hub answers under other names than images have; these are its own.
 * @see https://docs.docker.com/desktop/setup/allow-list/
 */
const DOCKER_HUB = {
  host: 'docker.io',
  url: 'https://registry-1.docker.io',
  hosts: ['auth.docker.io', 'production.cloudflare.docker.com'],
};

/** @internal */
export class HostRules {
  /** Where the registry is. */
  readonly origin: URL;
  readonly #insecure: boolean;
  readonly #hosts: Set<string>;

  constructor(
    entry: Pick<RegistryEntry, 'host' | 'url' | 'insecure' | 'hosts'>,
  ) {
    const hub = entry.host === DOCKER_HUB.host ? DOCKER_HUB : undefined;
    const scheme = entry.insecure ? 'http' : 'https';
    this.origin = new URL(entry.url ?? hub?.url ?? `${scheme}://${entry.host}`);
    this.#insecure = entry.insecure;
    this.#hosts = new Set([
      this.origin.host,
      ...(hub?.hosts ?? []),
      ...entry.hosts,
    ]);
  }

  /** Loopback addresses that config names itself are listed by that. */
  get ownAddresses(): string[] {
    const name = this.origin.hostname.replace(/^\[|\]$/g, '');
    if (name === 'localhost') {
      return ['127.0.0.0/8', '::1'];
    }
    return isIP(name) && ipaddr.process(name).range() === 'loopback'
      ? [name]
      : [];
  }

  /** Whether the registry's own credentials may go there. */
  isOrigin(url: URL): boolean {
    return url.origin === this.origin.origin;
  }

  /**
   * @param what - Who wants to go there, such as `A redirect`.
   * @throws ProblemError if it is not listed, not https, or holds credentials.
   */
  assertAllowed(url: URL, what: string): void {
    const scheme = url.protocol;
    if (scheme !== 'https:' && !(scheme === 'http:' && this.#insecure)) {
      throw new ProblemError(
        'refused',
        `${what} of ${this.origin.host} leads to ${url.host} without https`,
      );
    }
    if (url.username !== '' || url.password !== '') {
      throw new ProblemError(
        'refused',
        `${what} of ${this.origin.host} names a user in its address`,
      );
    }
    if (!this.#hosts.has(url.host)) {
      throw new ProblemError(
        'refused',
        `${what} of ${this.origin.host} leads to ${url.host}, which is not listed under hosts`,
      );
    }
  }
}
