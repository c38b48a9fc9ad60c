/**
 * Keeps what an exec plugin gave. Stands in for the library's own, which waits without
 * end for a plugin that hangs, runs it once for each of many requests at the same time,
 * and tells it nothing of what is asked of it.
 */
import type { KubeConfig, User } from '@kubernetes/client-node';
import type { RequestOptions } from 'https';
import { bearer } from '../files';
import {
  runExecPlugin,
  type ExecCredential,
  type ExecPluginOptions,
} from './execPlugin';

/** The library doesn't export it by name. */
type Authenticator = Parameters<KubeConfig['addAuthenticator']>[0];

/** A credential this close to its end would not survive the request. */
const EXPIRY_MARGIN_MILLISECONDS = 10_000;

/** The name under which a user with an exec plugin is given to the library. @internal */
export const EXEC_PROVIDER = 'shift-down-exec';

/** @internal */
export class ExecAuthenticator implements Authenticator {
  readonly #options: Omit<ExecPluginOptions, 'signal'>;
  readonly #closed = new AbortController();
  #credential: ExecCredential | undefined;
  #running: Promise<ExecCredential> | undefined;

  constructor(options: Omit<ExecPluginOptions, 'signal'>) {
    this.#options = options;
  }

  isAuthProvider(user: User): boolean {
    return user.authProvider?.name === EXEC_PROVIDER;
  }

  async applyAuthentication(_user: User, opts: RequestOptions): Promise<void> {
    const { token, clientCertificateData, clientKeyData } =
      await this.#current();
    if (token) {
      opts.headers = {
        ...opts.headers,
        Authorization: bearer(token, 'the exec plugin'),
      };
    }
    if (clientCertificateData && clientKeyData) {
      opts.cert = clientCertificateData;
      opts.key = clientKeyData;
    }
  }

  invalidate(): void {
    this.#credential = undefined;
  }

  close(): void {
    this.#closed.abort();
  }

  async #current(): Promise<ExecCredential> {
    if (this.#credential && !isExpiring(this.#credential)) {
      return this.#credential;
    }
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run(): Promise<ExecCredential> {
    try {
      this.#credential = await runExecPlugin({
        ...this.#options,
        signal: this.#closed.signal,
      });
      return this.#credential;
    } finally {
      this.#running = undefined;
    }
  }
}

function isExpiring({ expirationTimestamp }: ExecCredential): boolean {
  return (
    expirationTimestamp !== undefined &&
    !(Date.parse(expirationTimestamp) > Date.now() + EXPIRY_MARGIN_MILLISECONDS)
  );
}
