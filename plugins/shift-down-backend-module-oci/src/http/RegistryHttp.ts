/*
 * Requests to one registry: so many at once, none while it wants to be left alone, to
 * listed hosts only, with its credentials to itself only, and bounded in size and time.
 */
import type { IncomingHttpHeaders } from 'node:http';
import PQueue from 'p-queue';
import { type Dispatcher, request as send } from 'undici';
import { Authenticator } from '../auth/Authenticator';
import { parseChallenge } from '../auth/challenge';
import type { Credentials } from '../auth/credentials';
import { ProblemError } from '../problem';
import { problemOfError, problemOfStatus } from './failures';
import type { HostRules } from './HostRules';
import { Pause } from './Pause';
import { readBody } from './readBody';

/** @internal */
export interface HttpRequest {
  method: 'GET' | 'HEAD';
  /** With its query, below the registry's address; or an address that the registry named. */
  path: string | URL;
  /** What it is good for, such as `repository:team/app:pull`. */
  scope: string;
  headers?: Record<string, string>;
  /** Of the body, in bytes. */
  limit: number;
  /** For people, such as `The manifest sha256:…`. */
  what: string;
  /** Statuses besides 2xx that are an answer and no problem. */
  expected?: number[];
  signal: AbortSignal;
}

/** @internal */
export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Where it came from at last. */
  url: URL;
}

/** @internal */
export interface RegistryHttpOptions {
  /** As image references name it. */
  host: string;
  hosts: HostRules;
  agent: Dispatcher;
  credentials: () => Promise<Credentials>;
  concurrency: number;
  timeoutMilliseconds: number;
  now?: () => number;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MAXIMUM_REDIRECTS = 5;
const MAXIMUM_TOKEN_BYTES = 256 * 1024;

interface Hop {
  method: 'GET' | 'HEAD' | 'POST';
  url: URL;
  headers: Record<string, string>;
  body?: string;
  limit: number;
  what: string;
  signal: AbortSignal;
}

/** @internal */
export class RegistryHttp {
  readonly #queue: PQueue;
  readonly #pause: Pause;
  readonly #authenticator: Authenticator;

  constructor(private readonly options: RegistryHttpOptions) {
    this.#queue = new PQueue({ concurrency: options.concurrency });
    this.#pause = new Pause(options.now);
    this.#authenticator = new Authenticator({
      host: options.host,
      credentials: options.credentials,
      assertRealm: url => options.hosts.assertAllowed(url, 'The token service'),
      requestToken: request => this.#requestToken(request),
      now: options.now,
    });
  }

  /**
   * @throws ProblemError for every answer that was neither good nor expected.
   */
  request(request: HttpRequest): Promise<HttpAnswer> {
    return this.#queue.add(async () => {
      request.signal.throwIfAborted();
      this.#assertNotPaused();
      const answer = await this.#authorised(request);
      if (
        (answer.status >= 200 && answer.status < 300) ||
        request.expected?.includes(answer.status)
      ) {
        return answer;
      }
      throw this.#problem(answer, request.what);
    });
  }

  /** Asks; when the registry wants to know who asks, asks once more. */
  async #authorised(request: HttpRequest): Promise<HttpAnswer> {
    const said = await this.#authenticator.known(request.scope);
    const answer = await this.#followed(request, said);
    if (answer.status !== 401 || !this.options.hosts.isOrigin(answer.url)) {
      return answer;
    }
    const challenge = parseChallenge(answer.headers['www-authenticate']);
    const reply =
      challenge &&
      (await this.#authenticator.answer(challenge, request.scope, said));
    return reply === undefined ? answer : this.#followed(request, reply);
  }

  /** Follows redirects by hand; away from the registry, its credentials stay behind. */
  async #followed(
    request: HttpRequest,
    authorization: string | undefined,
  ): Promise<HttpAnswer> {
    const { hosts } = this.options;
    let url = new URL(request.path, hosts.origin);
    hosts.assertAllowed(url, 'An address');
    let ours = hosts.isOrigin(url);
    for (let hop = 0; hop <= MAXIMUM_REDIRECTS; hop++) {
      const answer = await this.#hop({
        method: request.method,
        url,
        headers: {
          ...request.headers,
          ...(ours && authorization !== undefined && { authorization }),
        },
        limit: request.limit,
        what: request.what,
        signal: request.signal,
      });
      const target = answer.headers.location;
      if (!REDIRECTS.has(answer.status) || typeof target !== 'string') {
        return answer;
      }
      if (!URL.canParse(target, url)) {
        throw new ProblemError(
          'invalid',
          `${url.host} redirects to an address that is none`,
        );
      }
      url = new URL(target, url);
      hosts.assertAllowed(url, 'A redirect');
      ours &&= hosts.isOrigin(url);
    }
    throw new ProblemError(
      'refused',
      `${this.options.host} redirects more than ${MAXIMUM_REDIRECTS} times`,
    );
  }

  async #requestToken(request: {
    url: URL;
    method: 'GET' | 'POST';
    headers: Record<string, string>;
    body?: string;
  }): Promise<Buffer> {
    const what = `The token service ${request.url.host}`;
    const answer = await this.#hop({
      ...request,
      limit: MAXIMUM_TOKEN_BYTES,
      what,
      signal: new AbortController().signal,
    });
    if (answer.status !== 200) {
      throw this.#problem(answer, what);
    }
    return answer.body;
  }

  /** One request and its whole answer, in time. */
  async #hop(hop: Hop): Promise<HttpAnswer> {
    const { timeoutMilliseconds: timeout } = this.options;
    const late = AbortSignal.timeout(timeout);
    try {
      const response = await send(hop.url, {
        method: hop.method,
        headers: { ...hop.headers, 'accept-encoding': 'identity' },
        body: hop.body,
        dispatcher: this.options.agent,
        signal: AbortSignal.any([hop.signal, late]),
        headersTimeout: timeout,
        bodyTimeout: timeout,
      });
      const { headers } = response;
      const announced = headers['content-length'];
      const body = await readBody(response.body, {
        what: hop.what,
        limit: hop.limit,
        announced:
          hop.method === 'HEAD' || typeof announced !== 'string'
            ? undefined
            : announced,
      });
      return { status: response.statusCode, headers, body, url: hop.url };
    } catch (error) {
      hop.signal.throwIfAborted();
      throw problemOfError(error, hop.url.host, {
        isLate: late.aborted,
        seconds: timeout / 1000,
      });
    }
  }

  #problem(answer: HttpAnswer, what: string): ProblemError {
    const header = answer.headers['retry-after'];
    const retryAfter = typeof header === 'string' ? header : undefined;
    const mustWait =
      answer.status === 429 || (answer.status === 503 && retryAfter);
    return problemOfStatus({
      status: answer.status,
      host: answer.url.host,
      what,
      retryAfterSeconds: mustWait ? this.#pause.begin(retryAfter) : undefined,
    });
  }

  #assertNotPaused(): void {
    const left = this.#pause.left();
    if (left !== undefined) {
      throw new ProblemError(
        'rate-limited',
        `${this.options.host} wants to be asked again in ${left} seconds`,
        left,
      );
    }
  }
}
