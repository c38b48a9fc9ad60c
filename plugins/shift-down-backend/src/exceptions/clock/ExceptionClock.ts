/**
 * What happens to exceptions by itself. One replica at a time looks: at the clock, at what
 * evidence made of them, at what clusters hold, and at the messages to be sent.
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
import { selectToExamine } from '../../database/operations/exceptions/clock/selectToExamine';
import { selectTurned } from '../../database/operations/exceptions/clock/selectTurned';
import { selectUnreviewed } from '../../database/operations/exceptions/clock/selectUnreviewed';
import { touchMatched } from '../../database/operations/exceptions/clock/touchMatched';
import { markForAssessment } from '../../database/operations/queue/markForAssessment';
import type { NoticeService } from '../notices/NoticeService';
import { ForeignImport, type ImportingService } from './ForeignImport';
import { ReachWatch } from './ReachWatch';
import { remind } from './remind';

/** @internal */
export const EXCEPTIONS_LEASE = 'exceptions';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const ROUND_MILLISECONDS = 2 * SECOND;
const IMPORT_MILLISECONDS = 10 * SECOND;
const REMIND_MILLISECONDS = MINUTE;
/** Everything is looked at so often, whether its entity was assessed or not. */
const SWEEP_MILLISECONDS = 10 * MINUTE;
const TOUCH_MILLISECONDS = HOUR;
/** An assessment is dated before it is written. */
const OVERLAP_MILLISECONDS = MINUTE;
/** Whoever had the lease before may not have come to it. */
const TAKEOVER_MILLISECONDS = HOUR;

/** @internal */
export interface ExceptionClockOptions {
  database: Knex;
  clock: Clock;
  exceptions: ImportingService;
  notices: Pick<NoticeService, 'round'>;
  leaseTimes: LeaseTimes;
  logger: LoggerService;
  /** Something of exceptions has changed; who has a page open looks again. */
  signal(): void;
  /** Entities were marked for assessment. */
  onMarked?(): void;
}

/** @internal */
export class ExceptionClock {
  readonly #options: ExceptionClockOptions;
  readonly #reach: ReachWatch;
  readonly #foreign: ForeignImport;
  readonly #stop = new AbortController();
  readonly #doneAt = new Map<string, number>();
  #running: Promise<unknown> = Promise.resolve();
  #turnedUntil: Date | undefined;
  #examinedUntil: Date | undefined;

  constructor(options: ExceptionClockOptions) {
    this.#options = options;
    this.#reach = new ReachWatch(options);
    this.#foreign = new ForeignImport(options);
  }

  /** Returns at once. */
  start(): void {
    const { database } = this.#options;
    this.#running = new LeasedWork({
      ...this.#options,
      name: EXCEPTIONS_LEASE,
      what: 'exceptions',
      holder: randomUUID(),
      alone: database.client.config.client !== 'pg',
    }).run(async (lease, signal) => {
      this.#startAnew();
      while (!signal.aborted) {
        await this.round(lease, signal);
        await pause(ROUND_MILLISECONDS, signal);
      }
    }, this.#stop.signal);
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('The back end is shutting down'));
    await this.#running;
  }

  /** Looks once; what fails keeps nothing else, and is tried in the next round. */
  async round(lease: FencedWriter, signal: AbortSignal): Promise<void> {
    const { notices } = this.#options;
    const steps: [string, () => Promise<void>][] = [
      ['end what nobody reviewed', () => this.#lapse()],
      ['follow what begins and ends', () => this.#turn(lease)],
      ['see what exceptions reach', () => this.#examine(lease, signal)],
      [
        'take in what clusters hold',
        this.#now('import', IMPORT_MILLISECONDS, () => this.#import()),
      ],
      [
        'remind of what ends soon',
        this.#now('remind', REMIND_MILLISECONDS, () =>
          lease.transact(tx => remind(tx, this.#options.clock.now())),
        ),
      ],
      [
        'note what is in use',
        this.#now('touch', TOUCH_MILLISECONDS, () => this.#touch(lease)),
      ],
      ['send notifications', () => notices.round(lease, signal)],
    ];
    for (const [what, step] of steps) {
      if (signal.aborted) {
        return;
      }
      await this.#try(what, step, signal);
    }
  }

  async #lapse(): Promise<void> {
    const { clock, database, exceptions } = this.#options;
    for (const id of await selectUnreviewed(database, clock.now())) {
      await exceptions.changeAsPortal(id, { action: 'lapse' });
    }
  }

  /** What is exempt, and so due, changes with the clock alone. */
  async #turn(lease: FencedWriter): Promise<void> {
    const { clock, database, onMarked, signal } = this.#options;
    const now = clock.now();
    const after =
      this.#turnedUntil ?? new Date(now.getTime() - TAKEOVER_MILLISECONDS);
    const refs = await selectTurned(
      database,
      after.toISOString(),
      now.toISOString(),
    );
    if (refs.length > 0) {
      await lease.transact(tx =>
        markForAssessment(tx, refs, now.toISOString()),
      );
      onMarked?.();
      signal();
    }
    this.#turnedUntil = now;
  }

  async #examine(lease: FencedWriter, stop: AbortSignal): Promise<void> {
    const { clock, database, onMarked, signal } = this.#options;
    const now = clock.now();
    const isSweep = this.#isDue('sweep', SWEEP_MILLISECONDS);
    const since = isSweep ? undefined : this.#examinedUntil;
    let changed = false;
    for (const id of await selectToExamine(database, now, since)) {
      if (stop.aborted) {
        return;
      }
      changed = (await this.#reach.examine(id, lease)) || changed;
    }
    // Only now: what failed half way is looked at again.
    this.#examinedUntil = new Date(now.getTime() - OVERLAP_MILLISECONDS);
    if (isSweep) {
      this.#note('sweep');
    }
    if (changed) {
      onMarked?.();
      signal();
    }
  }

  async #import(): Promise<void> {
    if ((await this.#foreign.round()) > 0) {
      this.#options.signal();
    }
  }

  async #touch(lease: FencedWriter): Promise<void> {
    const now = this.#options.clock.now();
    const before = new Date(now.getTime() - TOUCH_MILLISECONDS / 2);
    await lease.transact(tx => touchMatched(tx, now, before));
  }

  /** Another replica was at it meanwhile. */
  #startAnew(): void {
    this.#turnedUntil = undefined;
    this.#examinedUntil = undefined;
    this.#doneAt.clear();
  }

  #now(
    what: string,
    milliseconds: number,
    work: () => Promise<void>,
  ): () => Promise<void> {
    return async () => {
      if (this.#isDue(what, milliseconds)) {
        await work();
        this.#note(what);
      }
    };
  }

  #isDue(what: string, milliseconds: number): boolean {
    const at = this.#doneAt.get(what);
    return at === undefined || performance.now() - at >= milliseconds;
  }

  #note(what: string): void {
    this.#doneAt.set(what, performance.now());
  }

  async #try(
    what: string,
    step: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (!signal.aborted) {
        this.#options.logger.warn(
          `Could not ${what}, trying again: ${describeError(error)}`,
        );
      }
    }
  }
}
