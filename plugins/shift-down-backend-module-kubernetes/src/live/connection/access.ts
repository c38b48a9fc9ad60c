/** What it takes to ask an API server, whoever the credentials come from. */

/** @internal */
export interface Access {
  /** Paths are appended to it; without a slash at its end. */
  server: string;
  /** Credentials among them. */
  headers: Record<string, string>;
  tls: TlsMaterial;
  /** The outbound proxy; none if absent. */
  proxyUrl?: string;
}

/** @internal */
export interface TlsMaterial {
  /** PEM; the authorities that Node.js trusts if absent. */
  ca?: string;
  /** The client certificate and its key, PEM. */
  cert?: string;
  key?: string;
  /** The name that the certificate must be for, where it isn't the address. */
  serverName?: string;
  /** Only where configuration says so. */
  skipVerify?: boolean;
  /** Where `ca` comes from, for people. */
  trust: string;
}

/** Knows the way in and keeps it up to date. @internal */
export interface AccessProvider {
  /**
   * The way in as it is now.
   *
   * @throws ConnectionError when credentials can't be read or obtained.
   */
  access(signal: AbortSignal): Promise<Access>;
  /** The credentials were refused: what is cached of them is obtained anew. */
  invalidate(): void;
  /** Ends what is under way. */
  close(): void;
}

/** What TLS checks where no authority is configured. @internal */
export const DEFAULT_TRUST = 'the certificate authorities that Node.js trusts';
