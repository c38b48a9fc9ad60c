// Ports of the loopback interface.
import { createServer } from 'node:net';

/** Whether a port is free on both loopback addresses, as `localhost` may mean either. */
async function isFree(port) {
  for (const host of ['127.0.0.1', '::1']) {
    const taken = await new Promise(resolve => {
      const server = createServer();
      server.once('error', error => resolve(error.code === 'EADDRINUSE'));
      server.listen({ port, host, exclusive: true }, () =>
        server.close(() => resolve(false)),
      );
    });
    if (taken) {
      return false;
    }
  }
  return true;
}

function anyPort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The preferred port when it is free, else any other that is. */
export async function freePort(preferred) {
  if (preferred && (await isFree(preferred))) {
    return preferred;
  }
  for (;;) {
    const port = await anyPort();
    if (await isFree(port)) {
      return port;
    }
  }
}

export { isFree as isFreePort };
