/**
 * Evaluates in a worker thread, one object at a time: whichever it dies of, or never
 * comes back from, is known, and a new thread takes its place.
 */
import type { Evaluated } from '@shift-down/plugin-shift-down-policy';
import { EvaluationThread } from './EvaluationThread';
import { NotEvaluatedError, type Evaluator } from './Evaluator';

/** A thread without work is kept for so long. */
const LINGER_MILLISECONDS = 60_000;

/** @internal */
export interface ThreadEvaluatorOptions {
  /** For one object. */
  limitMilliseconds?: number;
  heapMebibytes?: number;
  /** Of the script that the thread runs, unless it is the usual one. */
  script?: string;
}

/** @internal */
export class ThreadEvaluator implements Evaluator {
  readonly #options: ThreadEvaluatorOptions;
  /** What is known of each cluster, for a thread that comes after this one. */
  readonly #surroundings = new Map<string, string>();
  /** Clusters that the thread knows. */
  readonly #prepared = new Set<string>();
  #thread: EvaluationThread | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #linger: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: ThreadEvaluatorOptions = {}) {
    this.#options = options;
  }

  /** @throws ThreadStartError if there can be no thread here. */
  async start(): Promise<void> {
    await this.#inOrder(async () => {
      await this.#current();
    });
  }

  prepare(cluster: string, surroundings: string): Promise<string[]> {
    return this.#inOrder(async () => {
      this.#surroundings.set(cluster, surroundings);
      this.#prepared.delete(cluster);
      return await this.#prepare(await this.#current(), cluster);
    });
  }

  evaluate(cluster: string, input: string): Promise<Evaluated> {
    return this.#inOrder(async () => {
      const thread = await this.#current();
      if (!this.#prepared.has(cluster)) {
        await this.#prepare(thread, cluster);
      }
      return await thread.ask<Evaluated>({
        type: 'evaluate',
        cluster,
        text: input,
      });
    });
  }

  forget(cluster: string): void {
    this.#surroundings.delete(cluster);
    if (this.#prepared.delete(cluster)) {
      this.#thread?.forget(cluster);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#rest();
  }

  async #prepare(thread: EvaluationThread, cluster: string) {
    const text = this.#surroundings.get(cluster);
    if (text === undefined) {
      throw new NotEvaluatedError(`Cluster '${cluster}' is not known any more`);
    }
    const problems = await thread.ask<string[]>({
      type: 'prepare',
      cluster,
      text,
    });
    this.#prepared.add(cluster);
    return problems;
  }

  async #current(): Promise<EvaluationThread> {
    if (this.#closed) {
      throw new NotEvaluatedError('The back end is shutting down');
    }
    if (!this.#thread) {
      const thread = new EvaluationThread(this.#options, () => {
        if (this.#thread === thread) {
          this.#thread = undefined;
          this.#prepared.clear();
        }
      });
      this.#thread = thread;
    }
    await this.#thread.ready;
    return this.#thread;
  }

  /** One after the other: only what is being evaluated can be what a thread died of. */
  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    clearTimeout(this.#linger);
    const turn = this.#last.then(work);
    const settled = turn.then(
      () => {},
      () => {},
    );
    this.#last = settled;
    void settled.then(() => {
      if (this.#last === settled && !this.#closed) {
        this.#linger = setTimeout(() => this.#rest(), LINGER_MILLISECONDS);
        this.#linger.unref();
      }
    });
    return turn;
  }

  async #rest(): Promise<void> {
    clearTimeout(this.#linger);
    const thread = this.#thread;
    this.#thread = undefined;
    this.#prepared.clear();
    await thread?.terminate();
  }
}
