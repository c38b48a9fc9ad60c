import { InlineEvaluator } from '../evaluation/InlineEvaluator';
import { silentMetrics } from './telemetry';

/** Evaluation as config leaves it, in this thread. @internal */
export function testEvaluation(enabled = true) {
  return {
    evaluator: new InlineEvaluator(),
    config: { enabled },
    metrics: silentMetrics().evaluation,
  };
}
