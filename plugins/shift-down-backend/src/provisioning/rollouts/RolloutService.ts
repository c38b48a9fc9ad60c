/** Rollouts: a new baseline for many namespaces, so many at once, until too many fail. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type { Baseline } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { describeError } from '../../collection/describeError';
import type { FencedWriter } from '../../collection/HeldLease';
import type { Clock } from '../../database/DatabaseClock';
import { changeRolloutState } from '../../database/operations/provisioning/rollouts/changeRolloutState';
import { loadRolloutWork } from '../../database/operations/provisioning/rollouts/loadRolloutWork';
import { retryRolloutItems } from '../../database/operations/provisioning/rollouts/retryRolloutItems';
import { selectRolloutNamespaces } from '../../database/operations/provisioning/rollouts/selectRolloutNamespaces';
import { storeRollout } from '../../database/operations/provisioning/rollouts/storeRollout';
import type { RolloutRow } from '../../database/provisioningTables';
import { transact } from '../../database/transact';
import type { ProvisioningService } from '../ProvisioningService';
import { isBehind, planItems } from './planRollout';
import { RolloutWorker } from './RolloutWorker';
import { changeRollout, RETRIED, type RolloutAction } from './rolloutSteps';

const AT_ONCE = 5;
const STOP_AFTER_FAILURES = 1;

/** @internal */
export interface RolloutRequest {
  to: string;
  /** Names; all if unset. */
  clusters?: string[];
  /** All if unset. */
  environments?: string[];
  /** 5 if unset. */
  atOnce?: number;
  /** 1 if unset. */
  stopAfterFailures?: number;
}

/** @internal */
export interface RolloutServiceOptions {
  database: Knex;
  clock: Clock;
  baselines: {
    /** Newest first. */
    current(): Promise<{ baselines: Baseline[] }>;
  };
  provisioning: Pick<ProvisioningService, 'upgrade' | 'planFor'>;
  logger: LoggerService;
}

/** @internal */
export class RolloutService {
  readonly #options: RolloutServiceOptions;
  readonly #worker: RolloutWorker;

  constructor(options: RolloutServiceOptions) {
    this.#options = options;
    this.#worker = new RolloutWorker(options);
  }

  /**
   * Plans a rollout and changes nothing.
   * @param actor - Ref of the user.
   * @returns its id
   * @throws InputError if there is no such version; ConflictError if nobody is behind it.
   */
  async plan(request: RolloutRequest, actor: string): Promise<string> {
    const { clock, database, provisioning } = this.#options;
    const { baselines } = await this.#options.baselines.current();
    const target = baselines.find(it => it.version === request.to);
    if (!target) {
      throw new InputError(
        `There is no version ${request.to} of the baseline: choose one of ${
          baselines.map(it => it.version).join(', ') || 'none'
        }`,
      );
    }
    const rows = await selectRolloutNamespaces(database, request);
    const behind = rows.filter(row =>
      isBehind(row.baseline_version, target, baselines),
    );
    if (behind.length === 0) {
      throw new ConflictError(
        `No managed namespace that was asked for is behind version ${request.to}: there is nothing to roll out`,
      );
    }
    const id = randomUUID();
    const now = clock.now().toISOString();
    const items = await planItems(behind, {
      database,
      baselines,
      target,
      planFor: (row, version) => provisioning.planFor(row, version),
      rolloutId: id,
      now,
    });
    const rollout: RolloutRow = {
      id,
      to_version: target.version,
      state: 'planned',
      reason: null,
      created_by: actor,
      created_at: now,
      at_once: request.atOnce ?? AT_ONCE,
      stop_after_failures: request.stopAfterFailures ?? STOP_AFTER_FAILURES,
    };
    await transact(database, tx => storeRollout(tx, rollout, items));
    return id;
  }

  /**
   * @param actor - Ref of the user.
   * @throws NotFoundError if there is none of that id; ConflictError if it can't be told
   * that now.
   */
  async change(
    id: string,
    action: RolloutAction,
    actor: string,
  ): Promise<void> {
    const { clock, database, logger } = this.#options;
    const rollout: RolloutRow | undefined = await database('rollouts')
      .where({ id })
      .first();
    if (!rollout) {
      throw new NotFoundError(`There is no rollout ${id}`);
    }
    const next = changeRollout(rollout.state, action);
    if (next === undefined) {
      throw new ConflictError(
        `A rollout that is ${rollout.state} can't be told to ${action}`,
      );
    }
    await transact(database, async tx => {
      if (!(await changeRolloutState(tx, rollout, next, null))) {
        throw new ConflictError(
          'Somebody else has changed the rollout meanwhile: look at it again',
        );
      }
      if (action === 'retry') {
        await retryRolloutItems(tx, id, RETRIED, clock.now().toISOString());
      }
    });
    logger.info(`${actor} told rollout ${id} to ${action}`);
  }

  /** Goes on with what is running, under the lease of the watch. */
  async round(lease: FencedWriter, signal: AbortSignal): Promise<void> {
    for (const work of await loadRolloutWork(this.#options.database)) {
      try {
        await this.#worker.goOn(work, lease, signal);
      } catch (error) {
        signal.throwIfAborted();
        this.#options.logger.warn(
          `Rollout ${
            work.rollout.id
          } could not go on, trying again: ${describeError(error)}`,
        );
      }
    }
  }
}
