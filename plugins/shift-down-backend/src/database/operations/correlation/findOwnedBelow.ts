import type { Knex } from 'knex';
import { inChunks } from '../../inChunks';

/**
 * Refs of the entities that these groups, or any group below them, own: those to
 * whom a changed hierarchy may matter.
 * @internal
 */
export async function findOwnedBelow(
  tx: Knex,
  groupRefs: Iterable<string>,
): Promise<Set<string>> {
  const groups = new Set(groupRefs);
  let frontier = new Set(groups);
  while (frontier.size > 0) {
    const children = await sourcesOf(tx, 'childOf', frontier);
    frontier = new Set([...children].filter(ref => !groups.has(ref)));
    frontier.forEach(ref => groups.add(ref));
  }
  return sourcesOf(tx, 'ownedBy', groups);
}

async function sourcesOf(
  tx: Knex,
  type: string,
  targets: Set<string>,
): Promise<Set<string>> {
  const rows = await inChunks<string, { source_ref: string }>(targets, chunk =>
    tx('entity_relations')
      .select('source_ref')
      .where({ type })
      .whereIn('target_ref', chunk),
  );
  return new Set(rows.map(row => row.source_ref));
}
