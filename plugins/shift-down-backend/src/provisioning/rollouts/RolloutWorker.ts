/**
 * Goes on with one rollout. Nothing is remembered but what is stored: after an interruption
 * what is planned is begun again, and what has the version already is done.
 */
import { giveWay } from '@shift-down/plugin-shift-down-node';
import { redact } from '@shift-down/plugin-shift-down-policy';
import type {
  ObjectDrift,
  RolloutItemState,
} from '@shift-down/plugin-shift-down-common';
import { describeError } from '../../collection/describeError';
import type { FencedWriter } from '../../collection/HeldLease';
import { loadManagedNamespace } from '../../database/operations/provisioning/loadManagedNamespace';
import { changeRolloutState } from '../../database/operations/provisioning/rollouts/changeRolloutState';
import {
  loadRolloutItems,
  type RolloutWork,
} from '../../database/operations/provisioning/rollouts/loadRolloutWork';
import { updateRolloutItem } from '../../database/operations/provisioning/rollouts/updateRolloutItem';
import type {
  ManagedNamespaceRow,
  RolloutRow,
} from '../../database/provisioningTables';
import { Retries } from '../watch/Retries';
import { isBusy } from '../watch/standing';
import type { RolloutServiceOptions } from './RolloutService';
import { nextRolloutStep } from './rolloutSteps';

/** Nobody answers: it is as it was, and is tried again. */
const UNAVAILABLE = new Set([
  'ServiceUnavailableError',
  'TimeoutError',
  'AbortError',
]);

interface Outcome {
  state: RolloutItemState;
  reason: string | null;
}

type Item = RolloutWork['items'][number];

/** @internal */
export class RolloutWorker {
  readonly #options: RolloutServiceOptions;
  readonly #retries = new Retries();

  constructor(options: RolloutServiceOptions) {
    this.#options = options;
  }

  async goOn(
    { rollout, items }: RolloutWork,
    lease: FencedWriter,
    signal: AbortSignal,
  ): Promise<void> {
    for (const item of items.filter(it => it.state === 'proposed')) {
      signal.throwIfAborted();
      await this.#follow(rollout, item, lease);
    }
    while (await this.#step(rollout.id, lease, signal)) {
      await giveWay();
    }
  }

  /** @returns whether there may be more to do at once. */
  async #step(
    id: string,
    lease: FencedWriter,
    signal: AbortSignal,
  ): Promise<boolean> {
    signal.throwIfAborted();
    const { clock, database } = this.#options;
    // Read again each time: somebody may have paused or stopped it meanwhile.
    const rollout: RolloutRow | undefined = await database('rollouts')
      .where({ id })
      .first();
    if (rollout?.state !== 'running') {
      return false;
    }
    const items = await loadRolloutItems(database, id);
    const { begin, end } = nextRolloutStep(rollout, items);
    if (end) {
      await lease.transact(tx =>
        changeRolloutState(tx, rollout, end.state, end.reason),
      );
      return false;
    }
    const due = items
      .filter(
        it =>
          it.state === 'planned' &&
          this.#retries.isDue(it.namespace_id, clock.now()),
      )
      .slice(0, begin);
    const begun = await Promise.all(
      due.map(item => this.#begin(rollout, item, lease, signal)),
    );
    return begun.some(Boolean);
  }

  /** @returns whether something has come of it. */
  async #begin(
    rollout: RolloutRow,
    item: Item,
    lease: FencedWriter,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { clock } = this.#options;
    const outcome = await this.#upgrade(rollout, item, signal);
    if (outcome.state === 'planned') {
      this.#retries.failed(item.namespace_id, clock.now());
    } else {
      this.#retries.succeeded(item.namespace_id);
    }
    await this.#note(rollout, item, outcome, lease);
    return outcome.state !== 'planned';
  }

  async #upgrade(
    { to_version: to }: RolloutRow,
    { namespace_id: id }: Item,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const { clock, database, provisioning } = this.#options;
    const now = clock.now().toISOString();
    const before = await loadManagedNamespace(database, { id });
    const verdict = before && judge(before, to, now);
    if (!before || verdict) {
      return (
        verdict ?? { state: 'skipped', reason: 'There is no record of it' }
      );
    }
    try {
      await provisioning.upgrade(id, to, signal);
    } catch (error) {
      signal.throwIfAborted();
      const reason = redact(describeError(error));
      const isFree = !isBusy(before, now) && (await this.#isFree(id));
      return isFree && !UNAVAILABLE.has((error as Error).name)
        ? { state: 'failed', reason }
        : { state: 'planned', reason };
    }
    const after = await loadManagedNamespace(database, { id });
    switch (after?.state) {
      case 'complete':
        return { state: 'done', reason: null };
      case 'proposed':
        return { state: 'proposed', reason: null };
      default:
        return {
          state: 'failed',
          reason: after?.reason ?? 'Not all of it could be applied',
        };
    }
  }

  async #isFree(id: string): Promise<boolean> {
    const row = await loadManagedNamespace(this.#options.database, { id });
    return !row || !isBusy(row, this.#options.clock.now().toISOString());
  }

  /** What was proposed is done once all of it was seen there. */
  async #follow(
    rollout: RolloutRow,
    item: Item,
    lease: FencedWriter,
  ): Promise<void> {
    const row = await loadManagedNamespace(this.#options.database, {
      id: item.namespace_id,
    });
    if (!row || row.gone_at !== null) {
      await this.#note(
        rollout,
        item,
        { state: 'skipped', reason: 'The namespace is gone' },
        lease,
      );
    } else if (
      row.state === 'complete' &&
      row.baseline_version === rollout.to_version
    ) {
      await this.#note(rollout, item, { state: 'done', reason: null }, lease);
    }
  }

  async #note(
    { id }: RolloutRow,
    item: Item,
    outcome: Outcome,
    lease: FencedWriter,
  ): Promise<void> {
    const now = this.#options.clock.now().toISOString();
    await lease.transact(tx =>
      updateRolloutItem(tx, { ...item, rollout_id: id }, outcome, now),
    );
  }
}

/** What is to become of one without anything being applied; nothing where it can be. */
function judge(
  row: ManagedNamespaceRow,
  to: string,
  now: string,
): Outcome | undefined {
  if (row.gone_at !== null) {
    return { state: 'skipped', reason: 'The namespace is gone' };
  }
  if (isBusy(row, now)) {
    return { state: 'planned', reason: 'Somebody else is at work on it' };
  }
  if (row.baseline_version === to) {
    // Begun, and not ended: only going on makes it whole.
    return row.state === 'complete'
      ? { state: 'unchanged', reason: 'It has this version' }
      : undefined;
  }
  if (row.state !== 'complete') {
    return {
      state: 'skipped',
      reason: `It is ${row.state}, not complete: repair it first`,
    };
  }
  const drift: ObjectDrift[] = JSON.parse(row.drift);
  const differing = drift.filter(
    ({ type }) => type === 'changed' || type === 'missing',
  );
  return differing.length === 0
    ? undefined
    : {
        state: 'skipped',
        reason: `It differs from what was applied (${differing
          .map(({ kind, name }) => `${kind} ${name}`)
          .join(', ')}): repair it first`,
      };
}
