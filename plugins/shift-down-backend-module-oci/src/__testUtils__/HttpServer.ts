import {
  type IncomingMessage,
  type RequestListener,
  type Server,
  createServer,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this machine that remembers every socket and what it was asked. */
export class HttpServer {
  readonly requests: {
    method: string;
    url: string;
    authorization?: string;
  }[] = [];
  sockets = 0;
  handler: RequestListener = (_, response) => {
    response.statusCode = 404;
    response.end();
  };
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.requests.push(described(request));
      this.handler(request, response);
    });
    this.#server.on('connection', () => {
      this.sockets += 1;
    });
  }

  static async start(): Promise<HttpServer> {
    const server = new HttpServer();
    await new Promise<void>(resolve =>
      server.#server.listen(0, '127.0.0.1', resolve),
    );
    return server;
  }

  get host(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}

function described({ method = '', url = '', headers }: IncomingMessage) {
  return {
    method,
    url,
    ...(headers.authorization && { authorization: headers.authorization }),
  };
}
