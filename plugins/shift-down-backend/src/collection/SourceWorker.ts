/**
 * Runs one source for as long as this replica holds its lease. A run that fails is
 * repeated with backoff.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  EvidenceSink,
  EvidenceSource,
} from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import type { Clock } from '../database/DatabaseClock';
import { failCluster } from '../database/operations/collection/failCluster';
import { storeEvent } from '../database/operations/collection/storeEvent';
import { backoffMilliseconds } from './backoff';
import { describeError } from './describeError';
import type { EventFilter } from './EventFilter';
import type { HeldLease } from './HeldLease';
import { LeasedWork } from './LeasedWork';
import { leaseName, type LeaseTimes } from './leaseTimes';
import type { CollectionMetrics } from './metrics';
import { pause } from './pause';

/** @internal */
export interface SourceWorkerOptions {
  database: Knex;
  clock: Clock;
  source: EvidenceSource;
  /** Names this replica. */
  holder: string;
  /** Whether this is the one process of an embedded database. */
  alone: boolean;
  leaseTimes: LeaseTimes;
  /** A run that lasted so long is not a repeated failure. */
  retry: { minimumSeconds: number; maximumSeconds: number };
  createSink(lease: HeldLease, signal: AbortSignal): EvidenceSink;
  events: EventFilter;
  logger: LoggerService;
  metrics: CollectionMetrics;
  onMarked: () => void;
}

/** @internal */
export class SourceWorker {
  readonly #options: SourceWorkerOptions;

  constructor(options: SourceWorkerOptions) {
    this.#options = options;
  }

  /** Works until the signal aborts; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { logger, metrics, source } = this.#options;
    const leased = new LeasedWork({
      ...this.#options,
      name: leaseName(source.id),
      what: `cluster '${source.id}'`,
      onTaken: term => {
        logger.debug(`Collecting cluster '${source.id}' in term ${term}`);
        metrics.leaseTaken(source.id, term);
      },
      onEnded: how => metrics.leaseEnded(source.id, how),
    });
    await leased.run(
      (lease, ended) => this.#runWithBackoff(lease, ended),
      signal,
    );
  }

  async #runWithBackoff(lease: HeldLease, signal: AbortSignal): Promise<void> {
    const { createSink, logger, retry, source } = this.#options;
    let failures = 0;
    while (!signal.aborted) {
      const started = performance.now();
      try {
        await source.run(createSink(lease, signal), { signal, logger });
        failures = 0;
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        const lasted = performance.now() - started;
        failures = lasted > retry.maximumSeconds * 1000 ? 1 : failures + 1;
        await this.#noteFailure(lease, error);
      }
      await pause(
        failures > 0
          ? backoffMilliseconds(failures, retry)
          : retry.maximumSeconds * 1000,
        signal,
      );
    }
  }

  async #noteFailure(lease: HeldLease, error: unknown): Promise<void> {
    const { clock, events, logger, metrics, onMarked, source } = this.#options;
    const reason = describeError(error);
    logger.warn(`Collecting cluster '${source.id}' failed: ${reason}`);
    metrics.runFailed(source.id);
    try {
      const now = clock.now();
      const event = events.admit(
        source.id,
        { level: 'warning', message: `Collecting failed: ${reason}` },
        now,
      );
      await lease.transact(async tx => {
        await failCluster(tx, source.id, reason, now.toISOString());
        if (event) {
          await storeEvent(tx, event);
        }
      });
      onMarked();
    } catch (failure) {
      // Its sources turn stale by the clock, since no heartbeat comes any more.
      if (!lease.signal.aborted) {
        logger.error(
          `Could not note that collecting cluster '${source.id}' failed: ` +
            `${describeError(failure)}`,
        );
      }
    }
  }
}
