/**
 * The stage that watches managed namespaces: one replica looks at all of them, again and
 * again, and does what is due. What it does it works out from what is stored, each time
 * anew: whoever takes over after an interruption goes on.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { describeError } from '../../collection/describeError';
import type { FencedWriter } from '../../collection/HeldLease';
import { LeasedWork } from '../../collection/LeasedWork';
import type { LeaseTimes } from '../../collection/leaseTimes';
import { pause } from '../../collection/pause';
import type { Clock } from '../../database/DatabaseClock';
import { loadWatched } from '../../database/operations/provisioning/watch/loadWatched';
import type { RolloutService } from '../rollouts/RolloutService';
import { DriftKeeper, type DriftKeeperOptions } from './DriftKeeper';
import { JustInTime, type JustInTimeOptions } from './JustInTime';
import { LevelKeeper, type LevelKeeperOptions } from './LevelKeeper';
import { OwnerKeeper, type OwnerKeeperOptions } from './OwnerKeeper';
import { pauseAfter } from './pauseAfter';
import type { WatchedProvisioning } from './types';

/** @internal */
export const PROVISIONING_LEASE = 'provisioning';

/** Of its time, so much at the most goes into comparing what nobody has changed. */
const COMPARING_SHARE = 1 / 20;

interface Part {
  /** For the log. */
  what: string;
  work(): Promise<void>;
  /** At the most so much of its time goes into it; all of it if unset. */
  share?: number;
}

/** @internal */
export interface NamespaceWatchOptions
  extends DriftKeeperOptions,
    JustInTimeOptions,
    LevelKeeperOptions,
    OwnerKeeperOptions {
  database: Knex;
  clock: Clock;
  provisioning: WatchedProvisioning;
  rollouts: Pick<RolloutService, 'round'>;
  leaseTimes: LeaseTimes;
  logger: LoggerService;
  /** What is shown of this managed namespace has changed. */
  onChanged?(id: string): void;
}

/** @internal */
export class NamespaceWatch {
  readonly #options: NamespaceWatchOptions;
  readonly #stop = new AbortController();
  readonly #drift: DriftKeeper;
  readonly #levels: LevelKeeper;
  readonly #owners: OwnerKeeper;
  readonly #justInTime: JustInTime;
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: NamespaceWatchOptions) {
    this.#options = options;
    this.#drift = new DriftKeeper(options);
    this.#levels = new LevelKeeper(options);
    this.#owners = new OwnerKeeper(options);
    this.#justInTime = new JustInTime(options);
  }

  /** Returns at once. */
  start(): void {
    const { database } = this.#options;
    this.#running = new LeasedWork({
      ...this.#options,
      name: PROVISIONING_LEASE,
      what: 'provisioning',
      holder: randomUUID(),
      alone: database.client.config.client !== 'pg',
    }).run(async (lease, signal) => {
      await Promise.all(
        this.#parts(lease, signal).map(part => this.#goOn(part, signal)),
      );
    }, this.#stop.signal);
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('The back end is shutting down'));
    await this.#running;
  }

  /** Looks once at all of them. */
  async round(lease: FencedWriter, signal: AbortSignal): Promise<void> {
    const ends = AbortSignal.any([signal, lease.signal]);
    for (const part of this.#parts(lease, ends)) {
      await this.#attempt(part, ends);
    }
  }

  /** A cluster that takes its time keeps one of these, and no other. */
  #parts(lease: FencedWriter, signal: AbortSignal): Part[] {
    const { database, onChanged, rollouts } = this.#options;
    const tell = (ids: readonly string[]) => ids.forEach(id => onChanged?.(id));
    return [
      {
        what: 'Owners of managed namespaces',
        work: () => this.#owners.keep(lease),
      },
      {
        what: 'Drift of managed namespaces',
        share: COMPARING_SHARE,
        work: async () =>
          tell(
            await this.#drift.keep(await loadWatched(database), lease, signal),
          ),
      },
      {
        what: 'Namespaces that others made',
        work: async () =>
          tell(
            await this.#justInTime.keep(
              await loadWatched(database, 'unfilled'),
              signal,
            ),
          ),
      },
      {
        what: 'Pod Security levels of managed namespaces',
        work: async () =>
          this.#levels.keep(await loadWatched(database, 'wishing'), signal),
      },
      { what: 'Rollouts', work: () => rollouts.round(lease, signal) },
    ];
  }

  async #goOn(part: Part, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const began = performance.now();
      await this.#attempt(part, signal);
      const took = performance.now() - began;
      await pause(pauseAfter(took, part.share), signal);
    }
  }

  /** What fails in one part keeps no other. */
  async #attempt({ what, work }: Part, signal: AbortSignal): Promise<void> {
    try {
      signal.throwIfAborted();
      await work();
    } catch (error) {
      if (!signal.aborted) {
        this.#options.logger.warn(
          `${what} could not be looked at, trying again: ${describeError(
            error,
          )}`,
        );
      }
    }
  }
}
