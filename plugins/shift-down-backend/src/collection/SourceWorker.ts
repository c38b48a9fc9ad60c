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
import { failCluster } from '../database/operations/collection/failCluster';
import { acquireLease } from '../database/operations/leases/acquireLease';
import { releaseLease } from '../database/operations/leases/releaseLease';
import { transact } from '../database/transact';
import { backoffMilliseconds } from './backoff';
import { describeError } from './describeError';
import { pause } from './pause';

/** @internal */
export interface SourceWorkerOptions {
  database: Knex;
  source: EvidenceSource;
  /** Names this replica. */
  holder: string;
  leaseSeconds: number;
  /** A run that lasted so long is not a repeated failure. */
  retry: { minimumSeconds: number; maximumSeconds: number };
  createSink(signal: AbortSignal): EvidenceSink;
  logger: LoggerService;
  onMarked: () => void;
}

/** @internal */
export class SourceWorker {
  readonly #options: SourceWorkerOptions;
  readonly #lease: string;

  constructor(options: SourceWorkerOptions) {
    this.#options = options;
    this.#lease = `source:${options.source.id}`;
  }

  /** Works until the signal aborts; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { leaseSeconds, logger, source } = this.#options;
    while (!signal.aborted) {
      try {
        if (await this.#acquire()) {
          await this.#runWithLease(signal);
        }
      } catch (error) {
        logger.error(
          `Could not ask for the lease of cluster '${source.id}'; trying again`,
          error instanceof Error ? error : undefined,
        );
      }
      await pause((leaseSeconds * 1000) / 10, signal);
    }
  }

  async #runWithLease(stop: AbortSignal): Promise<void> {
    const { database, holder } = this.#options;
    const lost = new AbortController();
    const signal = AbortSignal.any([stop, lost.signal]);
    const done = new AbortController();
    const renewal = this.#keepLease(lost, done.signal);
    try {
      await this.#runWithBackoff(signal);
    } finally {
      done.abort();
      await renewal;
      if (!lost.signal.aborted) {
        await releaseLease(database, { name: this.#lease, holder });
      }
    }
  }

  async #runWithBackoff(signal: AbortSignal): Promise<void> {
    const { createSink, logger, retry, source } = this.#options;
    let failures = 0;
    while (!signal.aborted) {
      const started = Date.now();
      try {
        await source.run(createSink(signal), { signal, logger });
        failures = 0;
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        const lasted = Date.now() - started;
        failures = lasted > retry.maximumSeconds * 1000 ? 1 : failures + 1;
        await this.#noteFailure(error);
      }
      await pause(
        failures > 0
          ? backoffMilliseconds(failures, retry)
          : retry.maximumSeconds * 1000,
        signal,
      );
    }
  }

  async #noteFailure(error: unknown): Promise<void> {
    const { database, logger, onMarked, source } = this.#options;
    const reason = describeError(error);
    logger.warn(`Collecting cluster '${source.id}' failed: ${reason}`);
    try {
      await transact(database, tx =>
        failCluster(tx, source.id, reason, new Date().toISOString()),
      );
      onMarked();
    } catch (failure) {
      // Its sources turn stale by the clock, since no heartbeat comes any more.
      logger.error(
        `Could not note that collecting cluster '${source.id}' failed`,
        failure instanceof Error ? failure : undefined,
      );
    }
  }

  /** Renews well before the end, and stops the run once the lease may be another's. */
  async #keepLease(lost: AbortController, done: AbortSignal): Promise<void> {
    const { leaseSeconds } = this.#options;
    let expires = Date.now() + leaseSeconds * 1000;
    for (;;) {
      await pause((leaseSeconds * 1000) / 3, done);
      if (done.aborted) {
        return;
      }
      const asked = Date.now();
      let held: boolean;
      try {
        held = await this.#acquire();
        expires = asked + leaseSeconds * 1000;
      } catch {
        held = Date.now() < expires;
      }
      if (!held) {
        lost.abort(new Error('Another replica has taken over this cluster'));
        return;
      }
    }
  }

  #acquire(): Promise<boolean> {
    const { database, holder, leaseSeconds } = this.#options;
    return acquireLease(database, {
      name: this.#lease,
      holder,
      now: new Date(),
      seconds: leaseSeconds,
    });
  }
}
