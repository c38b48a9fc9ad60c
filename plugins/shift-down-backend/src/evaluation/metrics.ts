/** What can be measured of our own evaluation: see the table in the README. */
import type {
  MetricsServiceCounter,
  MetricsServiceHistogram,
} from '@backstage/backend-plugin-api/alpha';
import { DURATION_BUCKETS, type Telemetry } from '../telemetry';

/** What became of an object that may have to be evaluated. @internal */
export type EvaluationOutcome =
  | 'evaluated'
  | 'unchanged'
  | 'unreadable'
  | 'removed';

/** @internal */
export class EvaluationMetrics {
  readonly #objects: MetricsServiceCounter;
  readonly #durations: MetricsServiceHistogram;
  readonly #backlog = new Map<string, () => number>();

  constructor({ metrics }: Telemetry) {
    this.#objects = metrics.createCounter('shift_down.evaluation.objects', {
      description: 'Objects that may have changed, by what became of them',
    });
    this.#durations = metrics.createHistogram(
      'shift_down.evaluation.duration',
      {
        description:
          'Time to evaluate one object, waiting for its turn included',
        unit: 's',
        advice: { explicitBucketBoundaries: DURATION_BUCKETS },
      },
    );
    metrics
      .createObservableGauge('shift_down.evaluation.backlog', {
        description: 'Namespaces in which something changed since evaluation',
      })
      .addCallback(result => {
        for (const [cluster, count] of this.#backlog) {
          result.observe(count(), { cluster });
        }
      });
  }

  count(cluster: string, outcome: EvaluationOutcome, objects: number): void {
    if (objects > 0) {
      this.#objects.add(objects, { cluster, outcome });
    }
  }

  async time<T>(cluster: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.#durations.record((performance.now() - started) / 1000, { cluster });
    }
  }

  observeBacklog(cluster: string, count: () => number): void {
    this.#backlog.set(cluster, count);
  }

  forgetBacklog(cluster: string): void {
    this.#backlog.delete(cluster);
  }
}
