/** An HTTPS server that answers as a test tells it to. */
import type { IncomingMessage, ServerResponse } from 'http';
import { createServer, type Server, type ServerOptions } from 'https';
import type { AddressInfo, Socket } from 'net';
import type { TLSSocket } from 'tls';

export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  /** Common name of the client certificate. */
  client: string | undefined,
) => void;

export class TestApiServer {
  /** Open now. */
  readonly sockets = new Set<Socket>();
  /** Opened ever. */
  opened = 0;
  readonly requests: IncomingMessage[] = [];

  private constructor(private readonly server: Server, readonly port: number) {
    server.on('secureConnection', socket => {
      this.opened += 1;
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  static async start(
    options: ServerOptions,
    handler: Handler,
  ): Promise<TestApiServer> {
    const server = createServer(options);
    await new Promise<void>(done => {
      server.listen(0, '127.0.0.1', done);
    });
    const { port } = server.address() as AddressInfo;
    const result = new TestApiServer(server, port);
    server.on('request', (request, response) => {
      result.requests.push(request);
      const { subject } = (request.socket as TLSSocket).getPeerCertificate();
      handler(request, response, subject?.CN as string | undefined);
    });
    return result;
  }

  get url(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(done => {
      this.server.close(done);
    });
  }
}

/** Waits until something holds; fails after five seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error(`never: ${condition}`);
    }
    await new Promise(done => {
      setTimeout(done, 10);
    });
  }
}
