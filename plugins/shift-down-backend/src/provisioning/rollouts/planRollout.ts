/** Who is behind a version of the baseline, and what it would change there. */
import { giveWay } from '@shift-down/plugin-shift-down-node';
import type {
  Baseline,
  PlannedObject,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { describeError } from '../../collection/describeError';
import { loadManagedObjects } from '../../database/operations/provisioning/loadManagedObjects';
import type {
  ManagedNamespaceRow,
  ManagedObjectRow,
  RolloutItemRow,
} from '../../database/provisioningTables';
import { manifestChanges } from './manifestChanges';

/** @internal */
export interface PlanRolloutOptions {
  database: Knex;
  /** Newest first. */
  baselines: readonly Baseline[];
  target: Baseline;
  planFor(row: ManagedNamespaceRow, version?: string): Promise<PlannedObject[]>;
  rolloutId: string;
  now: string;
}

/** A version that nobody knows any more is an old one. @internal */
export function isBehind(
  version: string,
  target: Baseline,
  baselines: readonly Baseline[],
): boolean {
  const versions = baselines.map(it => it.version);
  const position = versions.indexOf(version);
  return position === -1 || position > versions.indexOf(target.version);
}

/** @internal */
export async function planItems(
  rows: readonly ManagedNamespaceRow[],
  options: PlanRolloutOptions,
): Promise<RolloutItemRow[]> {
  const applied = await loadManagedObjects(
    options.database,
    rows.map(it => it.id),
  );
  const items: RolloutItemRow[] = [];
  for (const row of rows) {
    await giveWay();
    items.push({
      rollout_id: options.rolloutId,
      namespace_id: row.id,
      from_version: row.baseline_version,
      updated_at: options.now,
      ...(await planItem(row, applied.get(row.id) ?? [], options)),
    });
  }
  return items;
}

async function planItem(
  row: ManagedNamespaceRow,
  applied: readonly ManagedObjectRow[],
  { baselines, planFor, target }: PlanRolloutOptions,
): Promise<Pick<RolloutItemRow, 'state' | 'changes' | 'reason'>> {
  try {
    const own = baselines.find(it => it.version === row.baseline_version);
    const before = own
      ? await planFor(row, own.version)
      : applied.map(it => ({
          id: it.object_id,
          title: it.title,
          manifest: JSON.parse(it.manifest),
        }));
    const changes = manifestChanges(before, await planFor(row, target.version));
    return { state: 'planned', changes: JSON.stringify(changes), reason: null };
  } catch (error) {
    return {
      state: 'skipped',
      changes: '[]',
      reason: `What it would change could not be worked out: ${describeError(
        error,
      )}`,
    };
  }
}
