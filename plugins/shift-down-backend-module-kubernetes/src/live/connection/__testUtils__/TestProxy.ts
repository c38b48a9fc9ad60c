/** An outbound proxy that tunnels with CONNECT. */
import { createServer, type Server } from 'http';
import { connect, type AddressInfo, type Socket } from 'net';

export class TestProxy {
  /** Asked for with CONNECT. */
  readonly targets: string[] = [];
  readonly #sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  /** @param authorization - What `Proxy-Authorization` must be. */
  static async start(authorization?: string): Promise<TestProxy> {
    const server = createServer();
    const proxy = new TestProxy(server);
    server.on('connection', socket => proxy.#keep(socket));
    server.on('connect', (request, client: Socket) => {
      client.on('error', () => {});
      if (
        authorization &&
        request.headers['proxy-authorization'] !== authorization
      ) {
        client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
        return;
      }
      const target = request.url ?? '';
      proxy.targets.push(target);
      const [host, port] = target.split(':');
      const upstream = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        client.pipe(upstream).pipe(client);
      });
      upstream.on('error', () =>
        client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'),
      );
      proxy.#keep(upstream);
    });
    await new Promise<void>(done => {
      server.listen(0, '127.0.0.1', done);
    });
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#sockets.forEach(socket => socket.destroy());
    await new Promise(done => {
      this.server.close(done);
    });
  }

  #keep(socket: Socket) {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
  }
}
