/**
 * Parses manifests in a worker thread, since YAML of a few megabytes takes seconds.
 *
 * The thread's code is plain JavaScript in `worker/`, shipped as it is: the package
 * build makes no second entry point for it, and this way the same file runs in tests,
 * in development and from the published package.
 */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { Worker } from 'worker_threads';

/** @internal */
export type ManifestEntry =
  | { type: 'object'; text: string }
  | { type: 'foreign'; reason: string }
  | { type: 'unreadable'; reason: string; identity?: string };

/** @internal */
export interface ParserLimits {
  fileBytes: number;
  objectBytes: number;
  /** Objects in one file. */
  objects: number;
  /** Levels of nesting. */
  depth: number;
  milliseconds: number;
}

/** @internal */
export const DEFAULT_LIMITS: ParserLimits = {
  fileBytes: 16 * 1024 * 1024,
  objectBytes: 1.5 * 1024 * 1024,
  objects: 50_000,
  depth: 64,
  milliseconds: 60_000,
};

const HEAP_MEBIBYTES = 1_024;

interface Answer {
  batch: ManifestEntry[];
  done: boolean;
}

/** Keeps a worker from the first file to {@link ManifestParser.close}. @internal */
export class ManifestParser {
  #worker: Worker | undefined;

  constructor(private readonly limits: ParserLimits) {}

  /** Entries of a file in batches; whatever is wrong with it is an entry too. */
  async *parse(path: string): AsyncGenerator<ManifestEntry[]> {
    const { milliseconds, ...limits } = this.limits;
    const deadline = Date.now() + milliseconds;
    let request: object = { type: 'open', path, limits };
    for (;;) {
      let answer: Answer;
      try {
        answer = await this.#ask(request, Math.max(deadline - Date.now(), 1));
      } catch (error) {
        await this.close();
        const reason = isError(error) ? error.message : 'the parser failed';
        yield [{ type: 'unreadable', reason }];
        return;
      }
      yield answer.batch;
      if (answer.done) {
        return;
      }
      request = { type: 'next' };
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #ask(request: object, milliseconds: number): Promise<Answer> {
    const worker = this.#start();
    return new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(
        () => settle(() => reject(new Error('parsing it takes too long'))),
        milliseconds,
      );
      const onMessage = (answer: Answer) => settle(() => resolve(answer));
      const onError = (error: NodeJS.ErrnoException) =>
        settle(() => reject(new Error(describeFailure(error))));
      function settle(outcome: () => void) {
        clearTimeout(timer);
        worker.off('message', onMessage);
        worker.off('error', onError);
        outcome();
      }
      worker.on('message', onMessage);
      worker.on('error', onError);
      worker.postMessage(request);
    });
  }

  #start(): Worker {
    if (!this.#worker) {
      this.#worker = new Worker(
        resolvePackagePath(
          '@shift-down/plugin-shift-down-backend-module-kubernetes',
          'worker/parseManifests.js',
        ),
        { resourceLimits: { maxOldGenerationSizeMb: HEAP_MEBIBYTES } },
      );
      // Without any listener an error between two questions would end the process.
      this.#worker.on('error', () => {});
    }
    return this.#worker;
  }
}

/** In our words: messages of parsers quote what they stumbled over. */
function describeFailure(error: NodeJS.ErrnoException): string {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? 'parsing it takes too much memory; split the file, or write it as JSON'
    : 'the parser failed';
}
