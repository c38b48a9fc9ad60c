/** An API server that answers what a test says, and remembers what it was asked. */
import { Readable } from 'stream';
import type { ClusterConnection } from '../../live/connection/ClusterConnection';

export interface FakeAnswer {
  status: number;
  body?: unknown;
}

export interface FakeRequest {
  method: string;
  /** Without its query. */
  path: string;
  query: Record<string, string>;
  body: any;
  contentType?: string;
  changes?: boolean;
}

export class FakeConnection implements ClusterConnection {
  readonly requests: FakeRequest[] = [];

  constructor(
    private readonly answer: (
      request: FakeRequest,
    ) => FakeAnswer | Error | undefined,
  ) {}

  request: ClusterConnection['request'] = async (path, options) => {
    const url = new URL(path, 'http://server');
    const { method = 'GET', contentType, changes } = options;
    const request: FakeRequest = {
      method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: options.body,
      contentType,
      changes,
    };
    this.requests.push(request);
    const found = this.answer(request) ?? { status: 404, body: {} };
    if (found instanceof Error) {
      throw found;
    }
    return {
      status: found.status,
      headers: {},
      body: Readable.from([
        Buffer.from(
          typeof found.body === 'string'
            ? found.body
            : JSON.stringify(found.body ?? {}),
        ),
      ]),
    };
  };

  describe(): never {
    throw new Error('nobody asks');
  }

  async close(): Promise<void> {}
}

/** An answer as the API server gives it when it refuses. */
export function failure(
  status: number,
  reason: string,
  message: string,
): FakeAnswer {
  return {
    status,
    body: { kind: 'Status', status: 'Failure', reason, message },
  };
}
