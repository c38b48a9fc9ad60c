import type { Knex } from 'knex';
import { inChunks } from '../../inChunks';

/**
 * The groups above each of these, at any distance; a hierarchy that bites its own
 * tail ends where it begins.
 * @internal
 */
export async function loadAncestors(
  tx: Knex,
  groupRefs: Iterable<string>,
): Promise<Map<string, Set<string>>> {
  const parents = new Map<string, string[]>();
  let frontier = new Set(groupRefs);
  const start = [...frontier];
  while (frontier.size > 0) {
    for (const ref of frontier) {
      parents.set(ref, []);
    }
    const relations = await inChunks<
      string,
      { source_ref: string; target_ref: string }
    >(frontier, chunk =>
      tx('entity_relations')
        .select('source_ref', 'target_ref')
        .where('type', 'childOf')
        .whereIn('source_ref', chunk),
    );
    frontier = new Set();
    for (const { source_ref, target_ref } of relations) {
      parents.get(source_ref)?.push(target_ref);
      if (!parents.has(target_ref)) {
        frontier.add(target_ref);
      }
    }
  }
  return new Map(start.map(ref => [ref, above(ref, parents)]));
}

function above(ref: string, parents: Map<string, string[]>): Set<string> {
  const found = new Set<string>();
  const pending = [...(parents.get(ref) ?? [])];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (!found.has(next)) {
      found.add(next);
      pending.push(...(parents.get(next) ?? []));
    }
  }
  return found;
}
