/** Rollouts with what of them the reader may read, in items and counts alike. */
import type {
  Rollout,
  RolloutList,
  RolloutOverview,
} from '@shift-down/plugin-shift-down-common/client';
import {
  countRolloutItems,
  loadNewestRollouts,
  loadRollout,
  loadRolloutItems,
  type NamedRolloutItem,
} from '../../../database/operations/provisioning/read/loadRollouts';
import type { RolloutRow } from '../../../database/provisioningTables';
import { rolloutNotFound } from '../../request/notFound';
import type { ProvisioningReader } from '../ProvisioningCatalog';
import type { ProvisioningContext } from '../ProvisioningContext';

const LISTED = 100;

type Counts = RolloutOverview['counts'];

/** The newest that concern the reader, or all of those for who runs them. */
export async function listRollouts(
  { database }: ProvisioningContext,
  reader: ProvisioningReader,
): Promise<RolloutList> {
  const rows = await loadNewestRollouts(database, LISTED);
  const counts = await countRolloutItems(
    database,
    rows.map(({ id }) => id),
    reader.namespaces,
  );
  return {
    items: rows
      .filter(({ id }) => reader.mayManage || counts.has(id))
      .map(row => toOverview(row, counts.get(row.id) ?? {}, reader)),
    mayManage: reader.mayManage,
  };
}

/** @throws NotFoundError if it is unknown, or concerns nothing that may be read. */
export async function getRollout(
  { database }: ProvisioningContext,
  id: string,
  reader: ProvisioningReader,
): Promise<Rollout> {
  const [row, items] = await Promise.all([
    loadRollout(database, id),
    loadRolloutItems(database, id, reader.namespaces),
  ]);
  if (!row || (items.length === 0 && !reader.mayManage)) {
    throw rolloutNotFound(id);
  }
  const counts: Counts = {};
  for (const { state } of items) {
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return {
    ...toOverview(row, counts, reader),
    items: items.map(toItem),
    mayManage: reader.mayManage,
  };
}

function toOverview(
  row: RolloutRow,
  counts: Counts,
  reader: ProvisioningReader,
): RolloutOverview {
  return {
    id: row.id,
    to: row.to_version,
    state: row.state,
    // It may name a namespace of others.
    ...(row.reason !== null &&
      reader.namespaces === 'everything' && { reason: row.reason }),
    createdBy: row.created_by,
    createdAt: row.created_at,
    atOnce: row.at_once,
    stopAfterFailures: row.stop_after_failures,
    counts,
  };
}

function toItem(item: NamedRolloutItem): Rollout['items'][number] {
  return {
    cluster: item.cluster,
    name: item.name,
    ownerRef: item.owner_ref,
    fromVersion: item.from_version,
    state: item.state,
    changes: JSON.parse(item.changes),
    ...(item.reason !== null && { reason: item.reason }),
    updatedAt: item.updated_at,
  };
}
