import { createServer } from 'node:net';

/** A host that listens and that nobody configured; it counts who comes. */
export async function startUnlistedHost() {
  let connections = 0;
  const server = createServer(socket => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    host: `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    connections: () => connections,
    stop: () => new Promise<unknown>(done => server.close(done)),
  };
}
