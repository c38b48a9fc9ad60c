/** What can be measured of the inspection of images: see the table in the README. */
import type {
  MetricsServiceCounter,
  MetricsServiceHistogram,
} from '@backstage/backend-plugin-api/alpha';
import type { Knex } from 'knex';
import type { Clock } from '../database/DatabaseClock';
import type { InspectionOutcome } from '../database/operations/images/storeInspection';
import { countDueImages } from '../database/operations/images/selectDueImages';
import { DURATION_BUCKETS, type Telemetry } from '../telemetry';

/** @internal */
export class ImageMetrics {
  readonly #telemetry: Telemetry;
  readonly #inspections: MetricsServiceCounter;
  readonly #durations: MetricsServiceHistogram;
  readonly #judgements: MetricsServiceCounter;

  constructor(telemetry: Telemetry) {
    const { metrics } = telemetry;
    this.#telemetry = telemetry;
    this.#inspections = metrics.createCounter('shift_down.images.inspections', {
      description: 'Inspections of images, by what became of them',
    });
    this.#durations = metrics.createHistogram(
      'shift_down.images.inspection.duration',
      {
        description: 'Time to read one image from its registry',
        unit: 's',
        advice: { explicitBucketBoundaries: DURATION_BUCKETS },
      },
    );
    this.#judgements = metrics.createCounter('shift_down.images.judgements', {
      description: 'Judgements of images, by whether they changed',
    });
  }

  /** Measured where the images are inspected. */
  observeBacklog(database: Knex, clock: Clock): void {
    this.#telemetry.metrics
      .createObservableGauge('shift_down.images.backlog', {
        description: 'Images that are due to be inspected',
      })
      .addCallback(async result => {
        result.observe(
          await countDueImages(database, clock.now().toISOString()),
        );
      });
  }

  inspected(outcome: InspectionOutcome | 'not-covered', seconds: number): void {
    this.#inspections.add(1, { outcome });
    if (outcome !== 'not-covered') {
      this.#durations.record(seconds);
    }
  }

  judged(outcome: 'changed' | 'unchanged', images: number): void {
    if (images > 0) {
      this.#judgements.add(images, { outcome });
    }
  }
}
