/** One worker thread with the evaluators loaded. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { CustomErrorBase } from '@backstage/errors';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { describeError } from '../collection/describeError';
import { NotEvaluatedError } from './Evaluator';

/** Policies come with bounds of their own; this is for what those do not hold. */
const LIMIT_MILLISECONDS = 10_000;
/** From sources, a machine that is busy takes a while to compile them. */
const START_MILLISECONDS = 60_000;
const HEAP_MEBIBYTES = 512;

const POLICY_PACKAGE = '@shift-down/plugin-shift-down-policy';

/** There can be no thread here, such as for want of memory or of a file. @internal */
export class ThreadStartError extends CustomErrorBase {
  name = 'ThreadStartError' as const;
}

type Reply =
  | { type: 'ready' }
  | { type: 'answer'; value: unknown }
  | { type: 'failure'; message: string };

interface Question {
  resolve(value: never): void;
  reject(error: Error): void;
}

/** Answers one question at a time. @internal */
export class EvaluationThread {
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  readonly #limit: number;
  #question: Question | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failure: unknown;
  #timedOut = false;

  constructor(
    options: {
      limitMilliseconds?: number;
      heapMebibytes?: number;
      script?: string;
    },
    onEnd: () => void,
  ) {
    this.#limit = options.limitMilliseconds ?? LIMIT_MILLISECONDS;
    this.#worker = new Worker(
      options.script ??
        resolvePackagePath(
          '@shift-down/plugin-shift-down-backend',
          'worker/evaluate.js',
        ),
      {
        ...fromSources(),
        resourceLimits: {
          maxOldGenerationSizeMb: options.heapMebibytes ?? HEAP_MEBIBYTES,
        },
      },
    );
    this.#worker.unref();
    this.ready = new Promise<void>((resolve, reject) => {
      this.#question = {
        resolve,
        reject: cause =>
          reject(
            new ThreadStartError(
              `No thread to evaluate in could be started: ${describeError(
                this.#failure ?? cause,
              )}`,
            ),
          ),
      };
    });
    // Whoever waits for it is told.
    this.ready.catch(() => {});
    this.#startTimer(START_MILLISECONDS);
    this.#worker.on('message', (reply: Reply) => this.#settle(reply));
    this.#worker.on('error', error => {
      this.#failure = error;
    });
    this.#worker.on('exit', () => {
      onEnd();
      this.#die();
    });
  }

  /** @throws NotEvaluatedError if it can't be answered, or the thread ends of it. */
  async ask<T>(request: {
    type: 'prepare' | 'evaluate';
    cluster: string;
    text: string;
  }): Promise<T> {
    return await new Promise<T>((resolve, reject) => {
      this.#question = { resolve, reject };
      this.#startTimer(this.#limit);
      this.#worker.postMessage(request);
    });
  }

  forget(cluster: string): void {
    this.#worker.postMessage({ type: 'forget', cluster });
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(reply: Reply): void {
    clearTimeout(this.#timer);
    const question = this.#question;
    this.#question = undefined;
    switch (reply.type) {
      case 'failure':
        question?.reject(new NotEvaluatedError(describeError(reply.message)));
        break;
      case 'answer':
        question?.resolve(reply.value as never);
        break;
      default:
        question?.resolve(undefined as never);
    }
  }

  #startTimer(milliseconds: number): void {
    this.#timer = setTimeout(() => {
      this.#timedOut = true;
      void this.terminate();
    }, milliseconds);
    this.#timer.unref();
  }

  #die(): void {
    clearTimeout(this.#timer);
    const question = this.#question;
    this.#question = undefined;
    question?.reject(
      new NotEvaluatedError(
        this.#timedOut
          ? `evaluating it took more than ${this.#limit / 1000} seconds`
          : `the thread that evaluated it ended: ${describeError(
              this.#failure ?? 'it was stopped',
            )}`,
      ),
    );
  }
}

/** A thread has no loader of its own where the portal runs from TypeScript sources. @internal */
export function fromSources(): Pick<WorkerOptions, 'execArgv'> {
  const manifest = JSON.parse(
    readFileSync(resolvePackagePath(POLICY_PACKAGE, 'package.json'), 'utf8'),
  );
  if (!String(manifest.main).endsWith('.ts')) {
    return {};
  }
  const { resolve } = createRequire(
    resolvePackagePath('@shift-down/plugin-shift-down-backend', 'package.json'),
  );
  return {
    execArgv: ['-r', resolve('@backstage/cli/config/nodeTransform.cjs')],
  };
}
