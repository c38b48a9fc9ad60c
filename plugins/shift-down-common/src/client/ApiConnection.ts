/** How the client speaks to the back end. */
import createClient from 'openapi-fetch';
import { ResponseError } from '@backstage/errors';
import type { paths } from './openapi.generated';

/** What the client needs of its surroundings. @public */
export interface ShiftDownClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  /** Adds the caller's credentials. */
  fetchApi: { fetch: typeof fetch };
}

/** Requests of the API, with the caller's credentials. @public */
export class ApiConnection {
  readonly #options: ShiftDownClientOptions;

  constructor(options: ShiftDownClientOptions) {
    this.#options = options;
  }

  /** Documents in formats of others have routes beside the described ones. */
  protected async text(
    path: string,
    query: Record<string, string>,
  ): Promise<string> {
    const { discoveryApi, fetchApi } = this.#options;
    const baseUrl = await discoveryApi.getBaseUrl('shift-down');
    const response = await fetchApi.fetch(
      `${baseUrl}${path}?${new URLSearchParams(query)}`,
    );
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response.text();
  }

  protected async client() {
    return createClient<paths>({
      baseUrl: await this.#options.discoveryApi.getBaseUrl('shift-down'),
      fetch: request => this.#fetch(request),
    });
  }

  /**
   * A body that is a stream can be read only once, and what adds credentials on the way
   * may make a second request of the first.
   */
  async #fetch(request: Request): Promise<Response> {
    const { headers, method, signal, url } = request;
    return this.#options.fetchApi.fetch(url, {
      method,
      headers,
      signal,
      ...(request.body && { body: await request.text() }),
    });
  }
}

/** @throws ResponseError unless it succeeded. @internal */
export async function unwrap<T>(result: {
  data?: T;
  error?: unknown;
  response: Response;
}): Promise<T> {
  if (result.data !== undefined && result.response.ok) {
    return result.data;
  }
  // openapi-fetch has read the body already; ResponseError wants to read it itself.
  throw await ResponseError.fromResponse(
    new Response(JSON.stringify(result.error ?? {}), {
      status: result.response.status,
      statusText: result.response.statusText,
      headers: { 'content-type': 'application/json' },
    }),
  );
}
