/** The way to a fake API server: no credentials, no TLS. */
import { request } from 'http';
import type {
  ApiResponse,
  ClusterConnection,
} from '../connection/ClusterConnection';
import { ConnectionError } from '../connection/ConnectionError';

export function plainConnection(url: () => string): ClusterConnection {
  return {
    request: (
      path,
      { method = 'GET', accept, signal, headersTimeoutMilliseconds },
    ) =>
      new Promise<ApiResponse>((resolve, reject) => {
        const timeout: { timer?: NodeJS.Timeout } = {};
        const outgoing = request(
          `${url()}${path}`,
          {
            method,
            signal,
            agent: false,
            headers: { ...(accept && { accept }) },
          },
          response => {
            clearTimeout(timeout.timer);
            resolve({
              status: response.statusCode ?? 0,
              headers: Object.fromEntries(
                Object.entries(response.headers).map(([name, value]) => [
                  name,
                  String(value),
                ]),
              ),
              body: response,
            });
          },
        );
        timeout.timer = setTimeout(
          () => outgoing.destroy(new Error('timeout')),
          headersTimeoutMilliseconds ?? 30_000,
        );
        outgoing.on('error', () => {
          clearTimeout(timeout.timer);
          reject(new ConnectionError('unreachable', 'Nobody answers.'));
        });
        outgoing.end();
      }),
    describe: async () => ({} as never),
    close: async () => {},
  };
}
