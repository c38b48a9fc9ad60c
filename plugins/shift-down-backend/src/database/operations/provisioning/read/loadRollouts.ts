/** Rollouts with what of them may be read. */
import type { RolloutItemState } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { inChunks } from '../../../inChunks';
import type { RolloutItemRow, RolloutRow } from '../../../provisioningTables';
import {
  CLUSTER_NAME,
  whereReadable,
  type ReadableNamespaces,
} from './readableNamespaces';

/** One namespace of a rollout that may be read. @internal */
export type NamedRolloutItem = RolloutItemRow & {
  cluster: string;
  name: string;
  owner_ref: string;
};

/** The newest first. @internal */
export async function loadNewestRollouts(
  knex: Knex,
  limit: number,
): Promise<RolloutRow[]> {
  return await knex('rollouts')
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
}

/** @internal */
export async function loadRollout(
  knex: Knex,
  id: string,
): Promise<RolloutRow | undefined> {
  return await knex<RolloutRow>('rollouts').where({ id }).first();
}

/**
 * Namespaces that may be read by the state of their item.
 * @returns by id of the rollout; one with no such namespace is not there.
 * @internal
 */
export async function countRolloutItems(
  knex: Knex,
  ids: readonly string[],
  readable: ReadableNamespaces,
): Promise<Map<string, Partial<Record<RolloutItemState, number>>>> {
  const rows = await inChunks<
    string,
    { id: string; state: RolloutItemState; count: string | number }
  >(ids, chunk =>
    selectItems(knex, readable)
      .whereIn('i.rollout_id', chunk)
      .groupBy('i.rollout_id', 'i.state')
      .select({
        id: 'i.rollout_id',
        state: 'i.state',
        count: knex.raw('count(*)'),
      }),
  );
  const counts = new Map<string, Partial<Record<RolloutItemState, number>>>();
  for (const { count, id, state } of rows) {
    counts.set(id, { ...counts.get(id), [state]: Number(count) });
  }
  return counts;
}

/** By cluster and name. @internal */
export async function loadRolloutItems(
  knex: Knex,
  id: string,
  readable: ReadableNamespaces,
): Promise<NamedRolloutItem[]> {
  return await selectItems(knex, readable)
    .where('i.rollout_id', id)
    .orderByRaw(`${CLUSTER_NAME}, n.name`)
    .select(
      'i.*',
      'n.name',
      'n.owner_ref',
      knex.raw(`${CLUSTER_NAME} as cluster`),
    );
}

function selectItems(
  knex: Knex,
  readable: ReadableNamespaces,
): Knex.QueryBuilder {
  return whereReadable(
    knex('rollout_items as i')
      .join('managed_namespaces as n', 'n.id', 'i.namespace_id')
      .leftJoin('clusters as c', 'c.uid', 'n.cluster_uid'),
    readable,
  );
}
