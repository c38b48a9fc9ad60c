/**
 * Calls one API with one credential. Never follows a redirect: a credential would go
 * wherever it leads.
 */
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { z } from 'zod';

const TIMEOUT_MILLISECONDS = 30_000;
const MAXIMUM_BYTES = 32 * 1024 * 1024;

export interface RestRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
}

export class RestClient {
  readonly #baseUrl: string;
  readonly #headers: Record<string, string>;
  readonly #signal: AbortSignal;

  constructor(options: {
    baseUrl: string;
    headers: Record<string, string>;
    signal: AbortSignal;
  }) {
    this.#baseUrl = options.baseUrl.replace(/\/+$/, '');
    this.#headers = options.headers;
    this.#signal = options.signal;
  }

  /** @throws NotFoundError, NotAllowedError, ConflictError or ServiceUnavailableError */
  async read<T>(
    path: string,
    schema: z.ZodType<T>,
    request: RestRequest = {},
  ): Promise<T> {
    const text = await this.#send(path, request);
    const parsed = schema.safeParse(parseJson(text));
    if (!parsed.success) {
      throw new ServiceUnavailableError(
        `${this.#baseUrl} answered ${path} in a form that we do not know: ${
          parsed.error.issues[0].message
        }`,
      );
    }
    return parsed.data;
  }

  /** Like read, with nothing for what is not there. */
  async find<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
    try {
      return await this.read(path, schema);
    } catch (error) {
      if (error instanceof NotFoundError) {
        return undefined;
      }
      throw error;
    }
  }

  async send(path: string, request: RestRequest): Promise<void> {
    await this.#send(path, request);
  }

  async #send(
    path: string,
    { method = 'GET', body }: RestRequest,
  ): Promise<string> {
    let response: Response;
    try {
      response = await fetch(`${this.#baseUrl}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          'user-agent': 'shift-down',
          ...this.#headers,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.any([
          this.#signal,
          AbortSignal.timeout(TIMEOUT_MILLISECONDS),
        ]),
      });
    } catch (error) {
      this.#signal.throwIfAborted();
      throw new ServiceUnavailableError(
        `${
          this.#baseUrl
        } does not answer. Check that it can be reached from the portal`,
        error,
      );
    }
    if (response.ok) {
      return await bounded(response);
    }
    await response.body?.cancel();
    throw this.#errorOf(response, path);
  }

  #errorOf({ status, headers }: Response, path: string): Error {
    const asked = `${new URL(this.#baseUrl).host} answered ${
      path.split('?')[0]
    } with ${status}`;
    if (status === 404 || status === 410) {
      return new NotFoundError(
        `${asked}: it is not there, or the credential in config may not see it`,
      );
    }
    if (status >= 300 && status < 400) {
      return new NotFoundError(
        `${asked}: the repository has moved. Correct the address in the entity's source location`,
      );
    }
    if (status === 429 || headers.get('x-ratelimit-remaining') === '0') {
      const wait = headers.get('retry-after');
      return new ServiceUnavailableError(
        `${asked}: too many requests${
          wait ? `, to be tried again in ${Number(wait)} seconds` : ''
        }`,
      );
    }
    if (status === 401 || status === 403) {
      return new NotAllowedError(
        `${asked}: check the credential under integrations or shiftDown.git, and that it may write to the repository`,
      );
    }
    if ([400, 409, 422].includes(status)) {
      return new ConflictError(`${asked}: it does not take that`);
    }
    return new ServiceUnavailableError(`${asked}. Try again later`);
  }
}

async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > MAXIMUM_BYTES) {
      throw new ServiceUnavailableError(
        `${new URL(response.url).host} answered with more than 32 MiB`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads page after page until one is not full. */
export async function allPages<T>(
  read: (page: number) => Promise<T[]>,
  size: number,
  maximum = 20,
): Promise<T[]> {
  const items: T[] = [];
  for (let page = 1; page <= maximum; page++) {
    const next = await read(page);
    items.push(...next);
    if (next.length < size) {
      return items;
    }
  }
  throw new ServiceUnavailableError(
    `There are more than ${maximum * size} answers, too many to read`,
  );
}

/** A path of a file in an address, its slashes kept. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
