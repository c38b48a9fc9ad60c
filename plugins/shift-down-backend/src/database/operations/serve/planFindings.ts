import type { Knex } from 'knex';
import type { FindingFilters } from './findingFilters';
import { applyReadScope, type ReadScope } from './readScope';

/**
 * One stretch of an ordered list of findings and the faster way to it: `gather`
 * reads what the scope has there and sorts it; `walk` goes through all findings in
 * order and picks the scope's, until the page is full.
 */
export interface FindingStretch {
  way: 'gather' | 'walk';
  /** Only findings of these ranks of severity. */
  ranks?: number[];
}

/** So many rows are read and sorted within a few milliseconds. */
const GATHERED_ROWS = 3000;

/** Walking is fast only while these are all there is to filter by. */
const WALKABLE: (keyof FindingFilters)[] = [
  'severity',
  'result',
  'type',
  'area',
  'responsibility',
];

/**
 * Divides a list by severity, in order, into stretches. Who has few findings of a
 * severity must not wait until those of everybody else are passed, and who has many
 * must not have them all read for the first page.
 */
export async function planFindings(
  database: Knex,
  request: {
    scope: ReadScope;
    filters: FindingFilters;
    /** Ranks of severity in the order of the list; `undefined` for other orders. */
    ranks?: number[];
  },
): Promise<FindingStretch[]> {
  const { scope, filters, ranks } = request;
  if (scope.type === 'everything') {
    return [{ way: 'walk' }];
  }
  const isNarrowed = Object.entries(filters).some(
    ([name, value]) =>
      value !== undefined && !WALKABLE.includes(name as keyof FindingFilters),
  );
  if (isNarrowed || !ranks) {
    return [{ way: 'gather' }];
  }

  const counts = await countByRank(database, scope, ranks);
  const stretches: FindingStretch[] = [];
  let gathered = 0;
  for (const rank of ranks) {
    const count = counts.get(rank) ?? 0;
    const last = stretches.at(-1);
    if (count > GATHERED_ROWS) {
      stretches.push({ way: 'walk', ranks: [rank] });
    } else if (last?.way === 'gather' && gathered + count <= GATHERED_ROWS) {
      last.ranks?.push(rank);
      gathered += count;
    } else if (count > 0) {
      stretches.push({ way: 'gather', ranks: [rank] });
      gathered = count;
    }
  }
  return stretches;
}

/** Counts of links, up to the bound that matters. */
async function countByRank(
  database: Knex,
  scope: ReadScope,
  ranks: number[],
): Promise<Map<number, number>> {
  const counts = ranks.map(rank =>
    database
      .select(database.raw('? as severity_rank', [rank]))
      .count({ count: '*' })
      .from(
        applyReadScope(
          database('finding_entities')
            .select(database.raw('1 as one'))
            .where('severity_rank', rank)
            .limit(GATHERED_ROWS + 1),
          scope,
          'entity_ref',
        ).as('links'),
      ),
  );
  const rows: { severity_rank: number | string; count: number | string }[] =
    await database.unionAll(counts);
  return new Map(
    rows.map(row => [Number(row.severity_rank), Number(row.count)]),
  );
}
