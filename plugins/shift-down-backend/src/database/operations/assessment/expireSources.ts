import { effectiveFreshness } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { ClusterRow, SourceRow } from '../../tables';
import { toHeartbeat } from './loadEntityEvidence';
import { markClusterForAssessment } from '../queue/markForAssessment';

/**
 * Writes down that sources have become stale for want of a heartbeat, and marks the
 * entities of their clusters.
 *
 * @returns How many have.
 * @internal
 */
export async function expireSources(tx: Knex, now: Date): Promise<number> {
  const sources: (SourceRow & Pick<ClusterRow, 'uid'>)[] = await tx(
    'sources as source',
  )
    .join('clusters as cluster', 'cluster.name', 'source.cluster_name')
    .where('source.state', 'fresh')
    .select('source.*', 'cluster.uid');
  const clusters = new Set<string>();
  let expired = 0;
  for (const source of sources) {
    const { state, since } = effectiveFreshness(toHeartbeat(source), now);
    if (state !== 'fresh') {
      // A heartbeat that came in the meantime wins.
      const updated = await tx('sources')
        .where({
          cluster_name: source.cluster_name,
          kind: source.kind,
          state: source.state,
          last_success_at: source.last_success_at,
        })
        .update({ state, since });
      expired += updated;
      if (updated > 0 && source.uid) {
        clusters.add(source.uid);
      }
    }
  }
  for (const uid of clusters) {
    await markClusterForAssessment(tx, uid, now.toISOString());
  }
  return expired;
}
