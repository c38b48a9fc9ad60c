/** Rows that nothing refers to any more. */
import type { Knex } from 'knex';

/** Tables of what objects say, which goes when they go. */
const OF_OBJECTS = [
  'passes',
  'image_scans',
  'unreadable_subjects',
  'resources',
  'exemptions',
  'cut_lists',
  'evaluations',
  'namespaces',
];

/** In words, how many there are of each. */
export async function findLeftovers(knex: Knex): Promise<string[]> {
  const withoutObject = (table: string) =>
    knex(table).whereNotExists(
      knex('objects').whereRaw('objects.id = ??', [`${table}.object_id`]),
    );
  const leftovers: Record<string, Knex.QueryBuilder> = {
    // What vanished where others may write the reports is remembered on purpose.
    'occurrences of objects that are gone':
      withoutObject('occurrences').whereNull('vanished_from'),
    'workloads of objects that are gone':
      withoutObject('subjects').whereNotNull('object_id'),
    'containers without a workload': knex('containers').whereNotExists(
      knex('subjects')
        .whereRaw('subjects.id = containers.subject_id')
        .whereNotNull('object_id'),
    ),
    'occurrences without a finding': knex('occurrences').whereNotExists(
      knex('findings').whereRaw('findings.id = occurrences.finding_id'),
    ),
    'findings that are open and seen nowhere': knex('findings')
      .whereNull('resolved_at')
      .whereNotExists(
        knex('occurrences').whereRaw('occurrences.finding_id = findings.id'),
      ),
    'objects of a cluster that nobody configured': knex('objects').whereNotIn(
      'cluster_uid',
      knex('clusters').whereNotNull('uid').select('uid'),
    ),
  };
  for (const table of OF_OBJECTS) {
    leftovers[`${table} of objects that are gone`] = withoutObject(table);
  }
  const found: string[] = [];
  for (const [what, query] of Object.entries(leftovers)) {
    const [{ count }] = await query.count({ count: '*' });
    if (Number(count) > 0) {
      found.push(`${count} ${what}`);
    }
  }
  return found;
}
