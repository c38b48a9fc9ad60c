/** What can be measured of assessment: see the table in the README. */
import type { MetricsServiceHistogram } from '@backstage/backend-plugin-api/alpha';
import type { Knex } from 'knex';
import type { Clock } from '../database/DatabaseClock';
import { measureQueue } from '../database/operations/assessment/measureQueue';
import type { AssessmentOutcome } from '../database/operations/assessment/storeAssessment';
import { DURATION_BUCKETS, inSpan, type Telemetry } from '../telemetry';

/** @internal */
export class AssessmentMetrics {
  readonly #telemetry: Telemetry;
  readonly #durations: MetricsServiceHistogram;

  constructor(telemetry: Telemetry) {
    this.#telemetry = telemetry;
    this.#durations = telemetry.metrics.createHistogram(
      'shift_down.assessment.duration',
      {
        description: 'Time to read, judge and store one entity, by outcome',
        unit: 's',
        advice: { explicitBucketBoundaries: DURATION_BUCKETS },
      },
    );
  }

  /** Looks at the queue whenever somebody asks for the metrics. */
  observeQueue(database: Knex, clock: Clock): void {
    const { metrics } = this.#telemetry;
    metrics
      .createObservableGauge('shift_down.assessment.queue.length', {
        description: 'Entities whose assessment is due',
      })
      .addCallback(async result => {
        const { length } = await measureQueue(database, clock.now());
        result.observe(length);
      });
    metrics
      .createObservableGauge('shift_down.assessment.queue.age', {
        description: 'How long the first of them has been due',
        unit: 's',
      })
      .addCallback(async result => {
        const { ageSeconds } = await measureQueue(database, clock.now());
        result.observe(ageSeconds);
      });
  }

  async assessed(
    entityRef: string,
    work: () => Promise<AssessmentOutcome>,
  ): Promise<AssessmentOutcome> {
    const started = performance.now();
    let outcome: AssessmentOutcome | 'failed' = 'failed';
    try {
      outcome = await inSpan(
        this.#telemetry.tracing,
        'shift-down.assess',
        { entity: entityRef },
        work,
      );
      return outcome;
    } finally {
      this.#durations.record((performance.now() - started) / 1000, { outcome });
    }
  }
}
