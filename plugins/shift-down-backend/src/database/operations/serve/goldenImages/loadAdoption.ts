import type { Knex } from 'knex';
import { applyReadScope, type ReadScope } from '../readScope';

/** So many workloads stood on a release from one day until another. */
export interface AdoptionInterval {
  version: string;
  /** ISO 8601 dates. */
  fromDay: string;
  /** None while it is so. */
  untilDay: string | null;
  workloads: number;
}

/** Adoption of a golden image by entities of a scope, for those days and later. */
export async function loadAdoption(
  database: Knex,
  scope: ReadScope,
  { image, since }: { image: string; since: string },
): Promise<AdoptionInterval[]> {
  const query: Knex.QueryBuilder = database('golden_adoption')
    .select({
      version: 'version',
      fromDay: database.raw('substr(from_at, 1, 10)'),
      untilDay: database.raw('substr(until_at, 1, 10)'),
    })
    .sum({ workloads: 'workloads' })
    .where('image', image)
    .where(open => open.whereNull('until_at').orWhere('until_at', '>=', since))
    .groupByRaw('version, substr(from_at, 1, 10), substr(until_at, 1, 10)');
  const rows: (Omit<AdoptionInterval, 'workloads'> & {
    workloads: number | string;
  })[] = await applyReadScope(query, scope, 'entity_ref');
  return rows.map(row => ({ ...row, workloads: Number(row.workloads) }));
}
