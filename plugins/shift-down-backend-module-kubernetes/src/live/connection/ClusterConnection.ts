/** The way to one API server, whatever the credentials. */

/** An answer whose body has not been read yet. @internal */
export interface ApiResponse {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** Chunks as they arrive; must be read to its end or destroyed. */
  body: AsyncIterable<Uint8Array> & { destroy(error?: Error): void };
}

/** @internal */
export interface ClusterConnection {
  /**
   * Asks the API server. Resolves as soon as the headers are there, whatever the
   * status; credentials are asked for anew where they may have changed.
   *
   * @param path - From the root of the API server, with its query
   * (`/api/v1/pods?limit=500`).
   * @throws ConnectionError when there is no answer.
   */
  request(
    path: string,
    options: {
      method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
      /** Sent as JSON. */
      body?: unknown;
      /** Of the body, where it isn't `application/json`. */
      contentType?: string;
      /**
       * It changes something, so it is sent once: who can't tell whether it arrived must
       * look.
       */
      changes?: boolean;
      accept?: string;
      signal: AbortSignal;
      /** So long headers may take; default 30 s. */
      headersTimeoutMilliseconds?: number;
    },
  ): Promise<ApiResponse>;
  /**
   * How the API server is reached, for people; asks it nothing.
   *
   * @throws ConnectionError when credentials can't be read or obtained.
   */
  describe(signal: AbortSignal): Promise<ConnectionDescription>;
  close(): Promise<void>;
}

/** @internal */
export interface ConnectionDescription {
  /** Host and port of the API server, or of what stands before it. */
  server: string;
  tls: 'verified' | 'unverified' | 'none';
  /** What certificates are checked with. */
  trust: string;
  /** Host and port of the outbound proxy. */
  proxy?: string;
}
