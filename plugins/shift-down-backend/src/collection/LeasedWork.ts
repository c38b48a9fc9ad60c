/**
 * Work that one replica does at a time: for as long as it has the lease. Another takes
 * over when the lease runs out.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { describeError } from './describeError';
import { HeldLease } from './HeldLease';
import type { LeaseTimes } from './leaseTimes';
import { pause } from './pause';

/** @internal */
export interface LeasedWorkOptions {
  database: Knex;
  /** Of the lease. */
  name: string;
  /** What it is the lease of, for the log. */
  what: string;
  /** Names this replica. */
  holder: string;
  /** Whether this is the one process of an embedded database. */
  alone: boolean;
  leaseTimes: LeaseTimes;
  logger: LoggerService;
  onTaken?(term: number): void;
  onEnded?(how: 'released' | 'lost'): void;
}

/** @internal */
export class LeasedWork {
  readonly #options: LeasedWorkOptions;
  #takenBefore = false;
  #unreachable = false;

  constructor(options: LeasedWorkOptions) {
    this.#options = options;
  }

  /**
   * Works until the signal aborts; never rejects.
   *
   * @param work - Is to end when its signal aborts: at the end, or when the lease is lost.
   */
  async run(
    work: (lease: HeldLease, signal: AbortSignal) => Promise<void>,
    stop: AbortSignal,
  ): Promise<void> {
    const { leaseTimes } = this.#options;
    while (!stop.aborted) {
      try {
        const lease = await this.#take();
        this.#noteReachable(true);
        if (lease) {
          await this.#workWithLease(lease, work, stop);
        }
      } catch (error) {
        this.#noteReachable(false, error);
      }
      await pause(leaseTimes.pollSeconds * 1000, stop);
    }
  }

  async #workWithLease(
    lease: HeldLease,
    work: (lease: HeldLease, signal: AbortSignal) => Promise<void>,
    stop: AbortSignal,
  ): Promise<void> {
    const { leaseTimes, onEnded, onTaken } = this.#options;
    const signal = AbortSignal.any([stop, lease.signal]);
    onTaken?.(lease.term);
    const released = new AbortController();
    try {
      await Promise.race([
        work(lease, signal),
        // One that does not end may write no more, and must not keep the others.
        this.#grace(signal, leaseTimes.graceSeconds, released.signal),
      ]);
    } finally {
      released.abort();
      onEnded?.(stop.aborted ? 'released' : 'lost');
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

  async #take(): Promise<HeldLease | undefined> {
    const { alone, database, holder, leaseTimes, name } = this.#options;
    const lease = await HeldLease.take(database, {
      name,
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
    const { logger, what } = this.#options;
    if (!reachable && !this.#unreachable) {
      logger.error(
        `Could not ask for the lease of ${what}, trying until it can be had: ` +
          `${describeError(error)}`,
      );
    }
    if (reachable && this.#unreachable) {
      logger.info(`Could ask for the lease of ${what} again`);
    }
    this.#unreachable = !reachable;
  }
}
