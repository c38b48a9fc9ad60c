/** A finding has the worst result that it has within a scope. */
import type { Knex } from 'knex';
import type { FindingFilters } from './findingFilters';
import { linksOf } from './linksOf';
import type { ReadScope } from './readScope';

const RESULTS = ['fail', 'unknown', 'not-applicable'];

/** The place of a result, 0 is the worst. */
export function resultRank(column: string): string {
  return `case ${column} when 'fail' then 0 when 'unknown' then 1 else 2 end`;
}

/** The results that filters let pass; all if they name none. */
export function wantedResults({
  result,
  suppressed,
}: Pick<FindingFilters, 'result' | 'suppressed'>): string[] {
  return RESULTS.filter(
    it =>
      (!result || result.includes(it)) &&
      (suppressed === undefined || suppressed === (it === 'not-applicable')),
  );
}

/** Keeps the findings `f` whose worst result within the scope is wanted. */
export function whereResult(
  database: Knex,
  query: Knex.QueryBuilder,
  scope: ReadScope,
  filters: FindingFilters,
): void {
  const wanted = wantedResults(filters);
  const links = (...results: string[]) =>
    linksOf(database, scope).whereIn('own.result', results);
  switch (wanted.join()) {
    case 'fail,unknown,not-applicable':
      break;
    case 'fail':
      query.whereExists(links('fail'));
      break;
    case 'unknown':
      query.whereExists(links('unknown')).whereNotExists(links('fail'));
      break;
    case 'not-applicable':
      query.whereNotExists(links('fail', 'unknown'));
      break;
    case 'fail,unknown':
      query.whereExists(links('fail', 'unknown'));
      break;
    case 'unknown,not-applicable':
      query.whereNotExists(links('fail'));
      break;
    case 'fail,not-applicable':
      query.where(either =>
        either.whereExists(links('fail')).orWhereNotExists(links('unknown')),
      );
      break;
    default:
      query.whereRaw('1 = 0');
  }
}
