/**
 * Runs one source for as long as this replica holds its lease. Another replica
 * takes over when the lease runs out; a run that fails is repeated with backoff.
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
import { HeldLease } from './HeldLease';
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
  #takenBefore = false;
  #unreachable = false;

  constructor(options: SourceWorkerOptions) {
    this.#options = options;
  }

  /** Works until the signal aborts; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { leaseTimes } = this.#options;
    while (!signal.aborted) {
      try {
        const lease = await this.#take();
        this.#noteReachable(true);
        if (lease) {
          await this.#runWithLease(lease, signal);
        }
      } catch (error) {
        this.#noteReachable(false, error);
      }
      await pause(leaseTimes.pollSeconds * 1000, signal);
    }
  }

  async #runWithLease(lease: HeldLease, stop: AbortSignal): Promise<void> {
    const { leaseTimes, logger, metrics, source } = this.#options;
    const signal = AbortSignal.any([stop, lease.signal]);
    logger.debug(`Collecting cluster '${source.id}' in term ${lease.term}`);
    metrics.leaseTaken(source.id, lease.term);
    const released = new AbortController();
    try {
      const running = this.#runWithBackoff(lease, signal);
      await Promise.race([
        running,
        // One that does not end may write no more, and must not keep the others.
        this.#grace(signal, leaseTimes.graceSeconds, released.signal),
      ]);
    } finally {
      released.abort();
      metrics.leaseEnded(source.id, stop.aborted ? 'released' : 'lost');
      const asked = new AbortController();
      await Promise.race([
        lease.release().finally(() => asked.abort()),
        // A database that does not answer must not keep us from asking it again.
        pause(leaseTimes.graceSeconds * 1000, asked.signal),
      ]);
    }
  }

  /** Ends so long after the abort of the signal. */
  async #grace(
    signal: AbortSignal,
    seconds: number,
    released: AbortSignal,
  ): Promise<void> {
    await new Promise<void>(resolve => {
      if (signal.aborted) {
        resolve();
      }
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await pause(seconds * 1000, released);
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

  async #take(): Promise<HeldLease | undefined> {
    const { alone, database, holder, leaseTimes, source } = this.#options;
    const lease = await HeldLease.take(database, {
      name: leaseName(source.id),
      holder,
      seconds: leaseTimes.seconds,
      // From the process before this one; never back from the one after it.
      seize: alone && !this.#takenBefore,
    });
    this.#takenBefore ||= lease !== undefined;
    return lease;
  }

  /** Once when it begins and once when it ends, however long the database is away. */
  #noteReachable(reachable: boolean, error?: unknown): void {
    const { logger, source } = this.#options;
    if (!reachable && !this.#unreachable) {
      logger.error(
        `Could not ask for the lease of cluster '${source.id}', trying until ` +
          `it can be had: ${describeError(error)}`,
      );
    }
    if (reachable && this.#unreachable) {
      logger.info(`Could ask for the lease of cluster '${source.id}' again`);
    }
    this.#unreachable = !reachable;
  }
}
