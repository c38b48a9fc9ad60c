import type { Knex } from 'knex';
import type { SourceEventRow } from '../../tables';

const EVENTS_KEPT = 100;

/** Keeps an event of a cluster, and of those before it the last hundred in all. @internal */
export async function storeEvent(
  tx: Knex,
  event: SourceEventRow,
): Promise<void> {
  await tx('source_events').insert(event);
  const { cluster_name: cluster } = event;
  const oldest: { id: number } | undefined = await tx('source_events')
    .where('cluster_name', cluster)
    .orderBy('id', 'desc')
    .offset(EVENTS_KEPT - 1)
    .first('id');
  if (oldest) {
    await tx('source_events')
      .where('cluster_name', cluster)
      .where('id', '<', oldest.id)
      .delete();
  }
}
