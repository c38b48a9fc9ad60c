/** A server on loopback that answers as a forge's API would, from a table of routes. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeRequest {
  method: string;
  /** Groups of the route's pattern, decoded. */
  parts: string[];
  query: URLSearchParams;
  // Whatever the client sent: the fakes are what checks it.
  body: Record<string, never>;
  headers: Record<string, string | string[] | undefined>;
}

/** A status, and what to answer with. */
export type FakeAnswer = [number, unknown?, Record<string, string>?];

export type Routes = [
  method: string,
  path: RegExp,
  answer: (request: FakeRequest) => FakeAnswer,
][];

export async function startFakeServer(routes: Routes): Promise<{
  url: string;
  requests: string[];
  authorizations: Set<string>;
  close(): Promise<void>;
}> {
  const requests: string[] = [];
  const authorizations = new Set<string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const url = new URL(request.url ?? '/', 'http://localhost');
    requests.push(`${request.method} ${url.pathname}`);
    const { authorization, 'private-token': token } = request.headers;
    authorizations.add(String(authorization ?? token));
    const found = routes
      .filter(([method]) => method === request.method)
      .map(([, path, answer]) => ({ match: path.exec(url.pathname), answer }))
      .find(({ match }) => match);
    const text = Buffer.concat(chunks).toString('utf8');
    const [status, body, headers = {}]: FakeAnswer = found
      ? found.answer({
          method: request.method ?? '',
          parts: [...found.match!].slice(1).map(decodeURIComponent),
          query: url.searchParams,
          body: text ? JSON.parse(text) : {},
          headers: request.headers,
        })
      : [404, { message: 'Not Found' }];
    response.writeHead(status, {
      'content-type': 'application/json',
      ...headers,
    });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    authorizations,
    close: () =>
      new Promise(done => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
