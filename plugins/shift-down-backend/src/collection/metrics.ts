/** What can be measured of collection: see the table in the README. */
import type {
  MetricsServiceCounter,
  MetricsServiceHistogram,
} from '@backstage/backend-plugin-api/alpha';
import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import { effectiveFreshness } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { Clock } from '../database/DatabaseClock';
import { loadSources } from '../database/operations/collection/loadSources';
import { DURATION_BUCKETS, inSpan, type Telemetry } from '../telemetry';

/** What became of an object that a source handed over. @internal */
export type ObjectOutcome = 'stored' | 'unchanged' | 'unreadable' | 'removed';

type SourceAttributes = { cluster: string; kind: SourceKind };

/** @internal */
export class CollectionMetrics {
  readonly #telemetry: Telemetry;
  readonly #objects: MetricsServiceCounter;
  readonly #batches: MetricsServiceHistogram;
  readonly #failures: MetricsServiceCounter;
  readonly #leases: MetricsServiceCounter;
  readonly #terms = new Map<string, number>();

  constructor(telemetry: Telemetry) {
    const { metrics } = telemetry;
    this.#telemetry = telemetry;
    this.#objects = metrics.createCounter('shift_down.collection.objects', {
      description: 'Objects that sources handed over, by what became of them',
    });
    this.#batches = metrics.createHistogram(
      'shift_down.collection.batch.duration',
      {
        description: 'Time to judge and store a batch of changed objects',
        unit: 's',
        advice: { explicitBucketBoundaries: DURATION_BUCKETS },
      },
    );
    this.#failures = metrics.createCounter('shift_down.collection.failures', {
      description: 'Runs of a source that ended with an error',
    });
    this.#leases = metrics.createCounter('shift_down.lease.changes', {
      description: 'Leases that this replica took, released and lost',
    });
    metrics
      .createObservableGauge('shift_down.lease.term', {
        description: 'Term of each lease that this replica holds',
      })
      .addCallback(result => {
        for (const [cluster, term] of this.#terms) {
          result.observe(term, { cluster });
        }
      });
  }

  /** Reads the states of all sources whenever somebody asks for the metrics. */
  observeSources(database: Knex, clock: Clock): void {
    const { metrics } = this.#telemetry;
    const read = async () => {
      const now = clock.now();
      return (await loadSources(database)).map(source => ({
        ...source,
        state: effectiveFreshness(source, now).state,
        age: source.lastSuccessAt
          ? (now.getTime() - Date.parse(source.lastSuccessAt)) / 1000
          : undefined,
      }));
    };
    metrics
      .createObservableGauge('shift_down.source.state', {
        description: '1 for the state that each kind of each cluster is in',
      })
      .addCallback(async result => {
        for (const { cluster, kind, state } of await read()) {
          result.observe(1, { cluster, kind, state });
        }
      });
    metrics
      .createObservableGauge('shift_down.source.age', {
        description: 'Time since a source was last known to be complete',
        unit: 's',
      })
      .addCallback(async result => {
        for (const { age, cluster, kind, state } of await read()) {
          // Nothing is expected of a kind that the cluster does not have any more.
          if (age !== undefined && state !== 'not-installed') {
            result.observe(age, { cluster, kind });
          }
        }
      });
  }

  applied(
    source: SourceAttributes,
    outcome: ObjectOutcome,
    count: number,
  ): void {
    if (count > 0) {
      this.#objects.add(count, { ...source, outcome });
    }
  }

  async batch(
    source: SourceAttributes,
    objects: number,
    work: () => Promise<void>,
  ): Promise<void> {
    const started = performance.now();
    try {
      await inSpan(
        this.#telemetry.tracing,
        'shift-down.store-batch',
        { ...source, objects },
        work,
      );
    } finally {
      this.#batches.record((performance.now() - started) / 1000, source);
    }
  }

  runFailed(cluster: string): void {
    this.#failures.add(1, { cluster });
  }

  leaseTaken(cluster: string, term: number): void {
    this.#terms.set(cluster, term);
    this.#leases.add(1, { cluster, change: 'taken' });
  }

  leaseEnded(cluster: string, change: 'released' | 'lost'): void {
    this.#terms.delete(cluster);
    this.#leases.add(1, { cluster, change });
  }
}
