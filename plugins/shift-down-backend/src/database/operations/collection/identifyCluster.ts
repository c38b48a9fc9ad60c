import type { ClusterIdentity } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import type { ClusterRow } from '../../tables';
import { markClusterForAssessment } from '../queue/markForAssessment';

/** @internal */
export type Identification =
  | { outcome: 'collect' }
  /** The name belonged to another cluster before, whose evidence is to be forgotten. */
  | { outcome: 'replaced'; formerUid: string }
  | { outcome: 'duplicate'; of: string };

/**
 * Notes which cluster a configured one is. Of two names for one cluster the first
 * to say so collects it.
 * @internal
 */
export async function identifyCluster(
  tx: Knex,
  name: string,
  identity: ClusterIdentity,
  now: string,
): Promise<Identification> {
  const holder: ClusterRow | undefined = await tx('clusters')
    .where('uid', identity.uid)
    .first();
  if (holder && holder.name !== name) {
    await tx('clusters')
      .where({ name })
      .update({ uid: null, duplicate_of: holder.name, error: null });
    await tx('sources').where('cluster_name', name).delete();
    return { outcome: 'duplicate', of: holder.name };
  }

  const own: ClusterRow = await tx('clusters').where({ name }).first();
  if (own.uid && own.uid !== identity.uid) {
    return { outcome: 'replaced', formerUid: own.uid };
  }
  const recordedAt = identity.recordedAt
    ? new Date(identity.recordedAt).toISOString()
    : null;
  await tx('clusters')
    .where({ name })
    .update({
      uid: identity.uid,
      duplicate_of: null,
      recorded_at: recordedAt,
      kubernetes_version: versionIn(identity),
      error: null,
    });
  if (own.recorded_at !== recordedAt) {
    await markClusterForAssessment(tx, identity.uid, now);
  }
  return { outcome: 'collect' };
}

/** As much of it as matters, and only if it is one. */
function versionIn({ kubernetesVersion }: ClusterIdentity): string | null {
  return /^v1\.\d{1,4}/.exec(kubernetesVersion ?? '')?.[0] ?? null;
}
