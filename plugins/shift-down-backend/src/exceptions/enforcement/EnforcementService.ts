/** The stage of enforcement: one replica tells the engines, and looks what they made of it. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { PullRequestProvider } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { describeError } from '../../collection/describeError';
import type { FencedWriter } from '../../collection/HeldLease';
import { LeasedWork } from '../../collection/LeasedWork';
import type { LeaseTimes } from '../../collection/leaseTimes';
import { pause } from '../../collection/pause';
import type { EnforcementRow } from '../../database/exceptionTables';
import type { Clock } from '../../database/DatabaseClock';
import { isDatabaseTrouble } from '../../database/isDatabaseTrouble';
import { LeaseLostError } from '../../database/operations/leases/lease';
import { isStillConfirmed } from '../../database/operations/exceptions/enforcement/isStillConfirmed';
import { selectDueEnforcements } from '../../database/operations/exceptions/enforcement/selectDueEnforcements';
import { updateEnforcement } from '../../database/operations/exceptions/enforcement/updateEnforcement';
import { storeNotice } from '../../database/operations/exceptions/notices/storeNotice';
import {
  ClusterDelivery,
  problem,
  type DeliveryRequest,
} from './ClusterDelivery';
import type { Deliveries } from './Deliveries';
import { DocumentDelivery } from './DocumentDelivery';
import { EndProver } from './EndProver';
import { wishFor } from './nextEnforcementStep';
import { PullRequestDelivery } from './PullRequestDelivery';
import { settleEnforcement } from './settleEnforcement';
import type { EnforcementOrder, EnforcementOutcome } from './types';

/** @internal */
export const ENFORCEMENTS_LEASE = 'enforcements';

const ROUND_MILLISECONDS = 2_000;
const AT_ONCE = 500;
/** Says that nobody answered, not that something is wrong. */
const UNAVAILABLE = new Set([
  'ServiceUnavailableError',
  'TimeoutError',
  'AbortError',
]);

/** @internal */
export interface EnforcementServiceOptions {
  database: Knex;
  clock: Clock;
  deliveries: Deliveries;
  pullRequests: readonly PullRequestProvider[];
  leaseTimes: LeaseTimes;
  logger: LoggerService;
  /** What is shown of these exceptions has changed. */
  onChanged?(exceptionIds: string[]): void;
}

interface Round {
  lease: FencedWriter;
  /** Aborts with the lease as well. */
  signal: AbortSignal;
  inspected: DeliveryRequest['inspected'];
  /** Exceptions of which a state has changed. */
  changed: Set<string>;
}

/** Somebody has ordered something else while it was looked at. */
class OrderChangedError extends Error {
  override name = 'OrderChangedError';
}

/** @internal */
export class EnforcementService {
  readonly #options: EnforcementServiceOptions;
  readonly #delivery: Record<
    string,
    ClusterDelivery | DocumentDelivery | PullRequestDelivery
  >;
  readonly #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: EnforcementServiceOptions) {
    this.#options = options;
    const prover = new EndProver(options);
    const documents = new DocumentDelivery({ ...options, prover });
    this.#delivery = {
      cluster: new ClusterDelivery({ ...options, prover }),
      document: documents,
      'pull-request': new PullRequestDelivery({
        ...options,
        documents,
        providers: options.pullRequests,
      }),
    };
  }

  /** Returns at once. */
  start(): void {
    const { database } = this.#options;
    this.#running = new LeasedWork({
      ...this.#options,
      name: ENFORCEMENTS_LEASE,
      what: 'enforcements',
      holder: randomUUID(),
      alone: database.client.config.client !== 'pg',
    }).run(async (lease, signal) => {
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

  /** Looks once at everything that is due; a cluster that is away keeps no other. */
  async round(lease: FencedWriter, signal: AbortSignal): Promise<void> {
    const { clock, database, onChanged } = this.#options;
    const due = await selectDueEnforcements(database, clock.now(), AT_ONCE);
    const places = new Set(due.map(placeOf));
    const round: Round = {
      lease,
      signal: AbortSignal.any([signal, lease.signal]),
      inspected: new Map(),
      changed: new Set(),
    };
    await Promise.all(
      [...places].map(place =>
        this.#goThrough(
          due.filter(order => placeOf(order) === place),
          round,
        ),
      ),
    );
    if (round.changed.size > 0) {
      onChanged?.([...round.changed]);
    }
  }

  async #goThrough(
    orders: readonly EnforcementOrder[],
    round: Round,
  ): Promise<void> {
    let away: EnforcementOutcome | undefined;
    for (const order of orders) {
      if (round.signal.aborted) {
        return;
      }
      try {
        const outcome = await this.#look(order, away, round);
        if (order.row.delivery === 'cluster') {
          away = outcome?.outcome === 'unavailable' ? outcome : undefined;
        }
      } catch (error) {
        if (round.signal.aborted) {
          return;
        }
        this.#options.logger.warn(
          `Enforcement ${
            order.row.id
          } could not be looked at, trying again: ${describeError(error)}`,
        );
      }
    }
  }

  /**
   * @param away - That the same place did not answer just now, and is not asked again.
   * @returns What came of it, if there was something to do.
   */
  async #look(
    due: EnforcementOrder,
    away: EnforcementOutcome | undefined,
    round: Round,
  ): Promise<EnforcementOutcome | undefined> {
    const { clock, database } = this.#options;
    const now = clock.now();
    const order: EnforcementOrder = { ...due, row: { ...due.row } };
    const isConfirmed =
      !order.row.wanted || (await isStillConfirmed(database, order));
    const wish = wishFor(order, isConfirmed, now);
    const note = async (change: Partial<EnforcementRow>): Promise<void> => {
      const seen = { ...order.row };
      await round.lease.transact(async tx => {
        if (!(await updateEnforcement(tx, seen, change))) {
          throw new OrderChangedError();
        }
      });
      Object.assign(order.row, change);
    };
    try {
      if (wish.wish === 'later') {
        await note({ next_at: wish.from });
        return undefined;
      }
      if (wish.wish === 'end') {
        await note({
          wanted: false,
          state: 'removing',
          since: now.toISOString(),
          ended_at: wish.endedAt,
          attempts: 0,
          reason: wish.reason,
        });
      }
      const outcome =
        away ??
        (await this.#deliver({
          order,
          wish: wish.wish === 'there' ? 'there' : 'gone',
          now,
          note,
          signal: round.signal,
          inspected: round.inspected,
        }));
      await this.#settle(order, outcome, round);
      return outcome;
    } catch (error) {
      if (error instanceof OrderChangedError) {
        // What was ordered meanwhile is looked at in the next round.
        return undefined;
      }
      throw error;
    }
  }

  async #deliver(request: DeliveryRequest): Promise<EnforcementOutcome> {
    const { order, signal } = request;
    try {
      return await this.#delivery[order.row.delivery].deliver(request);
    } catch (error) {
      signal.throwIfAborted();
      if (
        error instanceof OrderChangedError ||
        error instanceof LeaseLostError
      ) {
        throw error;
      }
      // If it is the database that is away, nothing can be noted either.
      const nobodyAnswers =
        (error instanceof Error && UNAVAILABLE.has(error.name)) ||
        isDatabaseTrouble(error);
      const reason = describeError(error);
      return nobodyAnswers
        ? { outcome: 'unavailable', reason: `Nobody answers: ${reason}` }
        : problem(request.wish, reason);
    }
  }

  async #settle(
    { cluster, exception, row }: EnforcementOrder,
    outcome: EnforcementOutcome,
    round: Round,
  ): Promise<void> {
    const now = this.#options.clock.now();
    const { change, notice } = settleEnforcement(row, outcome, {
      now,
      until: exception.activeUntil,
    });
    if (change.state !== undefined) {
      round.changed.add(row.exception_id);
    }
    await round.lease.transact(async tx => {
      const noted = await updateEnforcement(tx, row, change);
      if (noted && notice) {
        await storeNotice(tx, {
          exceptionId: row.exception_id,
          occasion: notice,
          which: `${row.id}:${
            notice === 'overstaying' ? row.ended_at : change.since ?? row.since
          }`,
          detail: {
            ...(cluster !== undefined && { cluster }),
            target: row.target,
          },
          now,
        });
      }
    });
  }
}

/** Whoever is asked for them: what one does not answer is not asked again at once. */
function placeOf({ row }: EnforcementOrder): string {
  return row.delivery === 'cluster' ? row.cluster_uid : row.delivery;
}
