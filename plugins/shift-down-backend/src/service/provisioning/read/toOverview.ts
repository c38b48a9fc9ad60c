import type { ObjectDrift } from '@shift-down/plugin-shift-down-common';
import type { ManagedNamespaceOverview } from '@shift-down/plugin-shift-down-common/client';
import { namespaceEntityName } from '@shift-down/plugin-shift-down-policy';
import { loadClusterNames } from '../../../database/operations/provisioning/read/loadClusterNames';
import type { NamedNamespaceRow } from '../../../database/operations/provisioning/read/readableNamespaces';
import type { ProvisioningContext } from '../ProvisioningContext';

/** What an overview tells beside the record. */
export interface OverviewFacts {
  /** Unset while it can't be read; then nothing is known to be behind it. */
  currentVersion: string | undefined;
  /** Names of all clusters, which make the names of entities unique. */
  clusters: readonly string[];
}

export async function loadOverviewFacts({
  database,
  provisioning,
}: ProvisioningContext): Promise<OverviewFacts> {
  const [{ current }, clusters] = await Promise.all([
    provisioning.baselines.current(),
    loadClusterNames(database),
  ]);
  return { currentVersion: current?.version, clusters };
}

export function toOverview(
  row: NamedNamespaceRow,
  { clusters, currentVersion }: OverviewFacts,
): ManagedNamespaceOverview {
  const drift: ObjectDrift[] = JSON.parse(row.drift);
  const unknown = drift.filter(it => it.type === 'unknown').length;
  return {
    // Until its UID is known, the id is what tells a Namespace of ours from others'.
    id: row.uid === '' ? '' : row.id,
    cluster: row.cluster,
    name: row.name,
    entityRef: `resource:default/${namespaceEntityName(
      row.cluster,
      row.name,
      clusters,
    )}`,
    ownerRef: row.owner_ref,
    ...(row.system_ref !== null && { systemRef: row.system_ref }),
    environment: row.environment,
    origin: row.origin,
    delivery: row.delivery,
    state: row.state,
    ...(row.reason !== null && { reason: row.reason }),
    baselineVersion: row.baseline_version,
    currentVersion: currentVersion ?? '',
    isBehind: isBehind(row, currentVersion),
    wishedLevel: row.wished_level,
    appliedLevel: row.applied_level,
    drifted: drift.length - unknown,
    unknown,
    ...(row.drift_at !== null && { comparedAt: row.drift_at }),
    ...(row.pull_request_url !== null && {
      pullRequestUrl: row.pull_request_url,
    }),
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(row.completed_at !== null && { completedAt: row.completed_at }),
  };
}

export function isBehind(
  row: Pick<NamedNamespaceRow, 'state' | 'baseline_version'>,
  currentVersion: string | undefined,
): boolean {
  return (
    row.state !== 'gone' &&
    currentVersion !== undefined &&
    row.baseline_version !== currentVersion
  );
}
