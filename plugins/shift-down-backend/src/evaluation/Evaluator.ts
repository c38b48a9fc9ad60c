/** Where objects are evaluated: in a thread, or in turns with everything else. */
import type { Evaluated } from '@shift-down/plugin-shift-down-policy';
import { CustomErrorBase } from '@backstage/errors';

/**
 * Evaluates what is handed over as JSON texts, which come out of the database and need not
 * be parsed on the event loop.
 * @internal
 */
export interface Evaluator {
  /**
   * Makes known what is the same for all objects of a cluster, from now on.
   * @param surroundings - JSON of a `ClusterSurroundings`.
   * @returns In words, what of it can't be evaluated.
   */
  prepare(cluster: string, surroundings: string): Promise<string[]>;
  /**
   * @param input - JSON of a `ToEvaluate`.
   * @throws NotEvaluatedError for this object alone.
   */
  evaluate(cluster: string, input: string): Promise<Evaluated>;
  forget(cluster: string): void;
  close(): Promise<void>;
}

/** One object could not be evaluated; others can. @internal */
export class NotEvaluatedError extends CustomErrorBase {
  name = 'NotEvaluatedError' as const;
}
