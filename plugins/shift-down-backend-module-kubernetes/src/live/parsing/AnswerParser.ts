/**
 * Parses what API servers answer in worker threads, away from the event loop.
 *
 * Two threads serve all clusters: a thread of its own for each of fifty would take
 * more memory than all that they hold. A thread that dies of one object takes the
 * answers it was reading with it, which are then asked for again without that object.
 */
import type { ApiResponse } from '../connection/ClusterConnection';
import type { AnswerEntry, AnswerOptions } from './entries';
import { ParserThread } from './ParserThread';

const THREADS = 2;
/** Chunks of one answer that are on their way to the thread and back. */
const WINDOW = 4;
/** A parsed object takes several times the memory of its text. */
const HEAP_PER_OBJECT = 24;
const MINIMUM_HEAP_MEBIBYTES = 256;
/** Threads without work are kept for so long. */
const LINGER_MILLISECONDS = 10_000;

/** @internal */
export class AnswerParser {
  #threads: ParserThread[] = [];
  #nextStream = 1;
  #linger: NodeJS.Timeout | undefined;

  /** @param options - `objectBytes`: of the largest object that any cluster may hold. */
  constructor(
    private readonly options: { objectBytes: number; heapMebibytes?: number },
  ) {}

  /**
   * Reads a body to its end and hands on what is in it, in order, waiting for `take`.
   * The body is destroyed in any case.
   *
   * @throws ParserDiedError, what the body fails with, and what `take` throws.
   */
  async read(
    body: ApiResponse['body'],
    options: AnswerOptions,
    hooks: {
      onBytes(length: number): void;
      take(entries: AnswerEntry[]): Promise<void>;
    },
  ): Promise<void> {
    const stream = this.#nextStream;
    this.#nextStream += 1;
    const thread = this.#freest();
    thread.open(stream, options);

    let taken: Promise<void> = Promise.resolve();
    let failure: { error: unknown } | undefined;
    let waiting = 0;
    let onTaken = () => {};
    const send = (chunk: Uint8Array | 'end') => {
      waiting += 1;
      const answer = thread.ask(stream, chunk);
      answer.catch(() => {});
      taken = taken
        .then(async () => {
          if (!failure) {
            await hooks.take(await answer);
          }
        })
        .catch(error => {
          failure ??= { error };
          // Nothing more may come for minutes: don't wait for it.
          body.destroy();
        })
        .finally(() => {
          waiting -= 1;
          onTaken();
        });
    };

    const nextTaken = () =>
      new Promise<void>(resolve => {
        onTaken = resolve;
      });

    try {
      try {
        for await (const chunk of body) {
          hooks.onBytes(chunk.length);
          send(chunk);
          while (waiting >= WINDOW && !failure) {
            await nextTaken();
          }
          if (failure) {
            break;
          }
        }
        if (!failure) {
          send('end');
        }
      } finally {
        await taken;
      }
    } catch (error) {
      throw failure ? failure.error : error;
    } finally {
      thread.close(stream);
      body.destroy();
      this.#rest();
    }
    if (failure) {
      throw (failure as { error: unknown }).error;
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#linger);
    const threads = this.#threads;
    this.#threads = [];
    await Promise.all(threads.map(thread => thread.terminate()));
  }

  #freest(): ParserThread {
    clearTimeout(this.#linger);
    const [freest] = this.#threads.toSorted((a, b) => a.streams - b.streams);
    if (freest && (freest.streams === 0 || this.#threads.length >= THREADS)) {
      return freest;
    }
    const { objectBytes, heapMebibytes } = this.options;
    const thread = new ParserThread(
      heapMebibytes ??
        Math.max(
          MINIMUM_HEAP_MEBIBYTES,
          Math.ceil((objectBytes / 1024 / 1024) * HEAP_PER_OBJECT),
        ),
      () => {
        this.#threads = this.#threads.filter(it => it !== thread);
      },
    );
    this.#threads.push(thread);
    return thread;
  }

  #rest(): void {
    if (this.#threads.every(({ streams }) => streams === 0)) {
      clearTimeout(this.#linger);
      this.#linger = setTimeout(() => this.close(), LINGER_MILLISECONDS);
      this.#linger.unref();
    }
  }
}
