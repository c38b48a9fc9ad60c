/** One worker thread and the answers that it reads. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { CustomErrorBase } from '@backstage/errors';
import { Worker } from 'worker_threads';
import type { AnswerEntry, AnswerOptions } from './entries';

/** Room in shared memory for the name of the object that is being parsed. */
const CURRENT_BYTES = 4_096;

/** The thread that read the answer is gone. @internal */
export class ParserDiedError extends CustomErrorBase {
  name = 'ParserDiedError' as const;

  /** @param culprit - The object it died of, if it is one of this answer's. */
  constructor(readonly culprit?: { namespace: string; name: string }) {
    super(
      'The thread that parses answers of API servers failed and was replaced.',
    );
  }
}

interface Question {
  resolve(entries: AnswerEntry[]): void;
  reject(error: Error): void;
}

/** @internal */
export class ParserThread {
  readonly #questions = new Map<number, Question[]>();
  readonly #current = new SharedArrayBuffer(CURRENT_BYTES);
  readonly #worker: Worker;
  #dead = false;

  constructor(heapMebibytes: number, onDeath: () => void) {
    this.#worker = new Worker(
      resolvePackagePath(
        '@shift-down/plugin-shift-down-backend-module-kubernetes',
        'worker/parseAnswers.js',
      ),
      {
        workerData: { current: this.#current },
        resourceLimits: { maxOldGenerationSizeMb: heapMebibytes },
      },
    );
    this.#worker.unref();
    this.#worker.on('message', ({ stream, entries }) =>
      this.#questions.get(stream)?.shift()?.resolve(entries),
    );
    // The exit that follows an error says all there is to say.
    this.#worker.on('error', () => {});
    this.#worker.on('exit', () => {
      onDeath();
      this.#die();
    });
  }

  get streams(): number {
    return this.#questions.size;
  }

  open(stream: number, options: AnswerOptions): void {
    this.#questions.set(stream, []);
    this.#worker.postMessage({ type: 'open', stream, options });
  }

  /** Resolves with the entries that the chunk, or the end, completed. */
  ask(stream: number, chunk: Uint8Array | 'end'): Promise<AnswerEntry[]> {
    const questions = this.#questions.get(stream);
    if (this.#dead || !questions) {
      return Promise.reject(new ParserDiedError());
    }
    const answer = new Promise<AnswerEntry[]>((resolve, reject) => {
      questions.push({ resolve, reject });
    });
    if (chunk === 'end') {
      this.#worker.postMessage({ type: 'end', stream });
    } else {
      // Chunks may be views of a larger buffer, which would be copied as a whole.
      const { buffer } = new Uint8Array(chunk);
      this.#worker.postMessage({ type: 'chunk', stream, bytes: buffer }, [
        buffer,
      ]);
    }
    return answer;
  }

  close(stream: number): void {
    this.#questions.delete(stream);
    this.#worker.postMessage({ type: 'close', stream });
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #die(): void {
    this.#dead = true;
    const [stream, length] = new Int32Array(this.#current, 0, 2);
    const culprit =
      length > 0
        ? JSON.parse(Buffer.from(this.#current, 8, length).toString())
        : undefined;
    for (const [id, questions] of this.#questions) {
      const error = new ParserDiedError(id === stream ? culprit : undefined);
      questions.splice(0).forEach(({ reject }) => reject(error));
    }
  }
}
