/** Requests to the API server. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, fetch, type Response } from 'undici';
import type { RequestOptions } from '../types';

/** At once, to one server. */
const CONNECTIONS = 32;
/** How often, and after how long, a server that is too busy is asked again. */
const ATTEMPTS = 20;
const RETRY_AFTER_MS = 250;

/** An answer of the API server that was no success. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    /** As in the server's `Status`, such as `NotFound`. */
    readonly reason: string | undefined,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export function createClient(options: {
  url: string;
  caData: string;
  token: string;
}) {
  const dispatcher = new Agent({
    connect: { ca: options.caData },
    connections: CONNECTIONS,
    // A watch may be silent for long.
    bodyTimeout: 0,
  });

  async function request(
    path: string,
    { token, json, ...init }: RequestOptions = {},
  ): Promise<Response> {
    const headers = new Headers(init.headers as Record<string, string>);
    headers.set('authorization', `Bearer ${token ?? options.token}`);
    if (json !== undefined && !headers.has('content-type')) {
      headers.set('content-type', 'application/json');
    }
    return fetch(`${options.url}${path}`, {
      ...init,
      headers: [...headers],
      body: json === undefined ? init.body : JSON.stringify(json),
      dispatcher,
    });
  }

  return {
    dispatcher,
    request,
    async json<T>(path: string, init?: RequestOptions): Promise<T> {
      let response = await request(path, init);
      for (let i = 1; response.status === 429 && i < ATTEMPTS; i++) {
        await sleep(RETRY_AFTER_MS);
        response = await request(path, init);
      }
      if (!response.ok) {
        throw await errorOf(path, init?.method ?? 'GET', response);
      }
      return (await response.json()) as T;
    },
  };
}

async function errorOf(path: string, method: string, response: Response) {
  const text = await response.text();
  let status: { reason?: string; message?: string } = {};
  try {
    status = JSON.parse(text);
  } catch {
    // Some answers are plain text.
  }
  return new ApiError(
    response.status,
    status.reason,
    `${method} ${path} was answered with ${response.status}: ${
      status.message ?? text
    }`,
  );
}
