/** A thread where there can be one, or else this one. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Evaluated } from '@shift-down/plugin-shift-down-policy';
import { ThreadStartError } from './EvaluationThread';
import type { Evaluator } from './Evaluator';
import { InlineEvaluator } from './InlineEvaluator';
import {
  ThreadEvaluator,
  type ThreadEvaluatorOptions,
} from './ThreadEvaluator';

class FirstChoice implements Evaluator {
  readonly #thread: ThreadEvaluator;
  readonly #logger: LoggerService;
  #chosen: Promise<Evaluator> | undefined;
  #closed = false;

  constructor(thread: ThreadEvaluator, logger: LoggerService) {
    this.#thread = thread;
    this.#logger = logger;
  }

  async prepare(cluster: string, surroundings: string): Promise<string[]> {
    const evaluator = await this.#choice();
    return await evaluator.prepare(cluster, surroundings);
  }

  async evaluate(cluster: string, input: string): Promise<Evaluated> {
    const evaluator = await this.#choice();
    return await evaluator.evaluate(cluster, input);
  }

  forget(cluster: string): void {
    void this.#chosen?.then(evaluator => evaluator.forget(cluster));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#thread.close();
  }

  #choice(): Promise<Evaluator> {
    this.#chosen ??= this.#choose();
    return this.#chosen;
  }

  async #choose(): Promise<Evaluator> {
    try {
      await this.#thread.start();
      return this.#thread;
    } catch (error) {
      if (this.#closed || !(error instanceof ThreadStartError)) {
        throw error;
      }
      this.#logger.warn(
        `Evaluating clusters in turns with everything else: ${error.message}`,
      );
      return new InlineEvaluator();
    }
  }
}

/** Decides with the first question. @internal */
export function createEvaluator(
  logger: LoggerService,
  options: ThreadEvaluatorOptions = {},
): Evaluator {
  return new FirstChoice(new ThreadEvaluator(options), logger);
}
