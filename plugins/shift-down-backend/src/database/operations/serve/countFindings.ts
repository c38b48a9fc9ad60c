import type { Knex } from 'knex';
import {
  boundedTotal,
  COUNTED,
  countUpTo,
  type BoundedTotal,
} from './countUpTo';
import type { FindingFilters } from './findingFilters';
import type { ReadScope } from './readScope';
import { selectFindings, selectLinks } from './selectFindings';

/** Enough links to hold the findings that are counted, unless many are shared. */
const LINKS_READ = 5 * COUNTED;

/** How many distinct findings of a scope the filters let pass. */
export async function countFindings(
  database: Knex,
  scope: ReadScope,
  filters: FindingFilters,
): Promise<BoundedTotal> {
  const links = selectLinks(database, scope, filters)
    .select('fe.finding_id')
    .limit(LINKS_READ + 1);
  const [read]: { links: string | number; findings: string | number }[] =
    await database
      .select({
        links: database.raw('count(*)'),
        findings: database.raw('count(distinct finding_id)'),
      })
      .from(links.as('links'));
  const findings = Number(read.findings);
  return findings > COUNTED || Number(read.links) <= LINKS_READ
    ? boundedTotal(findings)
    : await countUpTo(
        database,
        selectFindings(database, scope, filters).select('f.id'),
      );
}
