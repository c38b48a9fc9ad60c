/** Evaluates in this thread, in turns with everything else, where there is no other. */
import { giveWay } from '@shift-down/plugin-shift-down-node';
import {
  createClusterEvaluation,
  type ClusterEvaluation,
  type Evaluated,
} from '@shift-down/plugin-shift-down-policy';
import { describeError } from '../collection/describeError';
import { NotEvaluatedError, type Evaluator } from './Evaluator';

/** @internal */
export class InlineEvaluator implements Evaluator {
  readonly #clusters = new Map<string, ClusterEvaluation>();

  async prepare(cluster: string, surroundings: string): Promise<string[]> {
    await giveWay();
    const evaluation = createClusterEvaluation(JSON.parse(surroundings));
    this.#clusters.set(cluster, evaluation);
    return [...evaluation.problems];
  }

  async evaluate(cluster: string, input: string): Promise<Evaluated> {
    await giveWay();
    const evaluation = this.#clusters.get(cluster);
    if (!evaluation) {
      throw new NotEvaluatedError(`Cluster '${cluster}' is not known any more`);
    }
    try {
      return evaluation.evaluate(JSON.parse(input));
    } catch (error) {
      throw new NotEvaluatedError(describeError(error));
    }
  }

  forget(cluster: string): void {
    this.#clusters.delete(cluster);
  }

  async close(): Promise<void> {
    this.#clusters.clear();
  }
}
