/** How long one request may live: until its caller aborts, or headers take too long. */
import { ConnectionError } from './ConnectionError';

/** @internal */
export class RequestScope {
  /** Why the request was ended from here, if it was. */
  reason: ConnectionError | undefined;
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal;
  readonly #timer: NodeJS.Timeout;

  constructor(caller: AbortSignal, headersTimeoutMilliseconds: number) {
    this.#caller = caller;
    this.#timer = setTimeout(
      () =>
        this.#abort(
          new ConnectionError(
            'timeout',
            `The API server did not begin to answer within ${
              headersTimeoutMilliseconds / 1_000
            } s; check its load and what lies between.`,
          ),
        ),
      headersTimeoutMilliseconds,
    );
    caller.addEventListener('abort', this.#onCallerAbort);
    if (caller.aborted) {
      this.#onCallerAbort();
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Waits no longer than the request lives; what was waited for may be shared. */
  async race<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this.#controller;
    let stop = () => {};
    const ended = new Promise<never>((_, reject) => {
      stop = () => reject(this.reason);
      signal.addEventListener('abort', stop);
    });
    try {
      return await Promise.race([promise, ended]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** The headers are there; what remains may take as long as it likes. */
  begin(): void {
    clearTimeout(this.#timer);
  }

  /** Nothing remains; a long-lived caller must not keep us in memory. */
  end(): void {
    clearTimeout(this.#timer);
    this.#caller.removeEventListener('abort', this.#onCallerAbort);
  }

  #onCallerAbort = () =>
    this.#abort(new ConnectionError('aborted', 'The request was aborted.'));

  #abort(reason: ConnectionError): void {
    this.reason ??= reason;
    this.#controller.abort(reason);
  }
}
