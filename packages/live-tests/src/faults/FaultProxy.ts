/**
 * A TCP proxy on loopback that can break what goes through it in every way that
 * networks do: cut, cut in the middle of a line, go silent, slow down, refuse.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Target {
  host: string;
  port: number;
}

/** One accepted connection and its counterpart. */
interface Link {
  client: Socket;
  server: Socket;
  /** Half-open: whatever comes is thrown away, and nobody is told. */
  silent: boolean;
}

type Mode =
  | { type: 'pass' }
  | { type: 'silent' }
  | { type: 'refuse' }
  /** Answers are broken off after so many further bytes. */
  | { type: 'cut-after'; bytes: number };

export class FaultProxy {
  readonly #links = new Set<Link>();
  #listener = createServer();
  #mode: Mode = { type: 'pass' };
  #delayMilliseconds = 0;
  #port = 0;
  #accepted = 0;
  #answeredBytes = 0;

  private constructor(private target: Target) {}

  static async start(target: Target): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    await proxy.#listen();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#links.size;
  }

  /** Connections ever accepted. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Bytes of answers that went through. */
  get answeredBytes(): number {
    return this.#answeredBytes;
  }

  /**
   * Lets everything through again. Connections that were silent stay dead, as those
   * are whose packets were lost for long; new ones work.
   */
  async pass(): Promise<void> {
    this.#mode = { type: 'pass' };
    this.#delayMilliseconds = 0;
    if (!this.#listener.listening) {
      await this.#listen();
    }
  }

  /** New connections go elsewhere. */
  retarget(target: Target): void {
    this.target = target;
  }

  /** Ends all connections at once: by a reset, or politely by a FIN. */
  cut(how: 'reset' | 'end' = 'reset'): void {
    for (const link of this.#links) {
      this.#close(link, how);
    }
  }

  /** Breaks each connection off once so many more bytes of answers went through it. */
  cutAfter(bytes: number): void {
    this.#mode = { type: 'cut-after', bytes };
    for (const link of this.#links) {
      this.#cutLater(link, bytes);
    }
  }

  /**
   * Half-open: every connection stays, and nothing goes through it any more in either
   * direction, not even its end. New ones are accepted and stay as silent.
   */
  silence(): void {
    this.#mode = { type: 'silent' };
    for (const link of this.#links) {
      link.silent = true;
    }
  }

  /** Each piece arrives so much later. */
  delay(milliseconds: number): void {
    this.#delayMilliseconds = milliseconds;
  }

  /** Resets all connections and refuses new ones. */
  async refuse(): Promise<void> {
    this.#mode = { type: 'refuse' };
    this.cut('reset');
    await this.#stopListening();
  }

  async stop(): Promise<void> {
    this.cut('reset');
    await this.#stopListening();
  }

  async #listen(): Promise<void> {
    const listener = createServer({ allowHalfOpen: true }, client =>
      this.#accept(client),
    );
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(this.#port, '127.0.0.1', () => resolve());
    });
    this.#listener = listener;
    this.#port = (listener.address() as AddressInfo).port;
  }

  async #stopListening(): Promise<void> {
    if (this.#listener.listening) {
      const closed = new Promise(resolve => this.#listener.close(resolve));
      this.cut('reset');
      await closed;
    }
  }

  #accept(client: Socket): void {
    this.#accepted += 1;
    const server = connect({ ...this.target, allowHalfOpen: true });
    const link: Link = {
      client,
      server,
      silent: this.#mode.type === 'silent',
    };
    this.#links.add(link);
    this.#forward(link, client, server);
    this.#forward(link, server, client, bytes => {
      this.#answeredBytes += bytes;
    });
    if (this.#mode.type === 'cut-after') {
      this.#cutLater(link, this.#mode.bytes);
    }
  }

  /** Keeps the order of what it delays; stops reading while the other side is slow. */
  #forward(
    link: Link,
    from: Socket,
    to: Socket,
    onBytes: (bytes: number) => void = () => {},
  ): void {
    let last = Promise.resolve();
    const inOrder = (work: () => void | Promise<void>) => {
      const delay = this.#delayMilliseconds;
      if (delay > 0) {
        from.pause();
      }
      last = last.then(async () => {
        if (delay > 0) {
          await sleep(delay);
          from.resume();
        }
        if (!link.silent) {
          await work();
        }
      });
    };
    from.on('data', chunk => {
      if (link.silent) {
        return;
      }
      inOrder(() => {
        onBytes(chunk.length);
        if (!to.destroyed && !to.write(chunk)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      });
    });
    from.on('end', () => inOrder(() => void to.end()));
    from.on('error', () => {
      if (!link.silent) {
        this.#close(link, 'reset');
      }
    });
    from.on('close', () => {
      if (link.client.destroyed && link.server.destroyed) {
        this.#links.delete(link);
      }
    });
  }

  #cutLater(link: Link, bytes: number): void {
    let left = bytes;
    link.server.prependListener('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0 && !link.silent && !link.client.destroyed) {
        // What is within the limit is flushed before the end.
        const rest = chunk.subarray(0, Math.max(0, chunk.length + left));
        link.silent = true;
        link.client.end(rest, () => this.#close(link, 'reset'));
      }
    });
  }

  #close(link: Link, how: 'reset' | 'end'): void {
    this.#links.delete(link);
    for (const socket of [link.client, link.server]) {
      if (how === 'end' && !socket.destroyed) {
        socket.end();
        socket.destroySoon();
      } else if (!socket.destroyed) {
        socket.resetAndDestroy();
      }
    }
  }
}
