import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below what Linux hands out to outgoing connections, so that a port stays free while
 * its server is down.
 */
const FIRST = 20_000;
const LAST = 32_000;
const ATTEMPTS = 100;

/** A port of 127.0.0.1 on which nobody listens. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(FIRST, LAST);
    if (await isFree(port)) {
      return port;
    }
  }
  throw new Error(`No free port was found between ${FIRST} and ${LAST}.`);
}

export function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}
