/** A connection over HTTP/1.1, with credentials asked for at every request. */
import { createHash } from 'crypto';
import { request as undiciRequest, type Dispatcher } from 'undici';
import type { Access, AccessProvider } from './access';
import type {
  ApiResponse,
  ClusterConnection,
  ConnectionDescription,
} from './ClusterConnection';
import { ConnectionError } from './ConnectionError';
import { createDispatcher } from './dispatcher';
import { describeFailure, hostOf, isStaleSocket } from './failure';
import { RequestScope } from './RequestScope';
import { responseBody } from './responseBody';

type RequestOptions = Parameters<ClusterConnection['request']>[1];

const DEFAULT_HEADERS_TIMEOUT_MILLISECONDS = 30_000;

/** Every watch holds one for as long as it lasts. */
const DEFAULT_MAXIMUM_CONNECTIONS = 256;

/** Of an answer that nobody reads, so that its socket can be used again. */
const MAXIMUM_DISCARDED_BYTES = 64 * 1024;

/** @internal */
export class HttpConnection implements ClusterConnection {
  readonly #provider: AccessProvider;
  readonly #maximumConnections: number;
  /** Those of earlier certificates too, until their last answer has ended. */
  readonly #dispatchers = new Set<Dispatcher>();
  #current: { key: string; dispatcher: Dispatcher } | undefined;
  #closed = false;

  constructor(
    provider: AccessProvider,
    options: { maximumConnections?: number } = {},
  ) {
    this.#provider = provider;
    this.#maximumConnections =
      options.maximumConnections ?? DEFAULT_MAXIMUM_CONNECTIONS;
  }

  async request(path: string, options: RequestOptions): Promise<ApiResponse> {
    const scope = new RequestScope(
      options.signal,
      options.headersTimeoutMilliseconds ??
        DEFAULT_HEADERS_TIMEOUT_MILLISECONDS,
    );
    try {
      const answer = await this.#ask(path, options, scope);
      if (answer.statusCode !== 401) {
        return this.#response(answer, scope);
      }
      await discard(answer.body);
      this.#provider.invalidate();
      return this.#response(await this.#ask(path, options, scope), scope);
    } catch (error) {
      const reason = this.#endReason(scope);
      scope.end();
      throw reason ?? error;
    }
  }

  async describe(signal: AbortSignal): Promise<ConnectionDescription> {
    const { server, tls, proxyUrl } = await this.#provider.access(signal);
    const { host, protocol } = new URL(server);
    const verification = tls.skipVerify ? 'unverified' : 'verified';
    return {
      server: host,
      tls: protocol === 'https:' ? verification : 'none',
      trust: tls.trust,
      proxy: proxyUrl === undefined ? undefined : hostOf(proxyUrl),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#provider.close();
    await Promise.all(
      [...this.#dispatchers].map(dispatcher => dispatcher.destroy()),
    );
    this.#dispatchers.clear();
  }

  async #ask(
    path: string,
    {
      method = 'GET',
      body,
      accept = 'application/json',
      contentType = 'application/json',
      changes = false,
    }: RequestOptions,
    scope: RequestScope,
  ) {
    scope.signal.throwIfAborted();
    const access = await scope.race(this.#provider.access(scope.signal));
    if (this.#closed) {
      throw closedError();
    }
    const ask = () =>
      undiciRequest(`${access.server}${path}`, {
        dispatcher: this.#dispatcherFor(access),
        method,
        headers: {
          accept,
          'accept-encoding': 'identity',
          'user-agent': 'shift-down',
          ...(body === undefined ? {} : { 'content-type': contentType }),
          ...access.headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: scope.signal,
      });
    try {
      const answer = changes
        ? await ask()
        : await ask().catch(this.#onceMore(scope, ask));
      return { access, ...answer };
    } catch (error) {
      throw describeFailure(error, access, false);
    }
  }

  /** Where nothing is changed, a stale socket is no reason to fail. */
  #onceMore<T>(scope: RequestScope, ask: () => Promise<T>) {
    return (error: unknown): Promise<T> => {
      if (this.#closed || scope.signal.aborted || !isStaleSocket(error)) {
        throw error;
      }
      return ask();
    };
  }

  #response(
    {
      access,
      statusCode,
      headers,
      body,
    }: Dispatcher.ResponseData & { access: Access },
    scope: RequestScope,
  ): ApiResponse {
    scope.begin();
    return {
      status: statusCode,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(', ') : value ?? '',
        ]),
      ),
      body: responseBody(body, {
        onEnd: () => scope.end(),
        describe: error =>
          this.#endReason(scope) ?? describeFailure(error, access, true),
      }),
    };
  }

  #endReason(scope: RequestScope): ConnectionError | undefined {
    return scope.reason ?? (this.#closed ? closedError() : undefined);
  }

  /** Certificates and proxy belong to the sockets, so new ones need new sockets. */
  #dispatcherFor(access: Access): Dispatcher {
    const key = createHash('sha256')
      .update(
        JSON.stringify([
          new URL(access.server).origin,
          access.tls,
          access.proxyUrl,
        ]),
      )
      .digest('hex');
    if (this.#current?.key !== key) {
      const dispatcher = createDispatcher(access, this.#maximumConnections);
      const former = this.#current?.dispatcher;
      this.#current = { key, dispatcher };
      this.#dispatchers.add(dispatcher);
      former
        ?.close()
        .catch(() => former.destroy())
        .finally(() => this.#dispatchers.delete(former));
    }
    return this.#current.dispatcher;
  }
}

async function discard(body: AsyncIterable<Uint8Array>): Promise<void> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MAXIMUM_DISCARDED_BYTES) {
      return;
    }
  }
}

function closedError(): ConnectionError {
  return new ConnectionError('aborted', 'The connection has been closed.');
}
