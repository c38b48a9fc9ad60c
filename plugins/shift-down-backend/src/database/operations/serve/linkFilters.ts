/**
 * Filters that look at how a finding stands for an entity, as SQL over the links: the
 * same vulnerability is one entity's to upgrade and another's to wait for.
 */
import type { Knex } from 'knex';
import { whereNotExempt } from './exempt';
import type { FindingFilters } from './findingFilters';
import { linksOf } from './linksOf';
import type { ReadScope } from './readScope';

/** Fields that are of the link. */
export const LINK_FILTERS = [
  'control',
  'responsibility',
  'layer',
  'overdue',
] as const satisfies (keyof FindingFilters)[];

/** Whose it is: for the entity, or else at all. Needs the link and the finding `f`. */
export function responsibilityOf(link: string): string {
  return `coalesce(${link}.responsibility, f.responsibility)`;
}

/** Keeps the links of the findings `f` that the filters let pass. */
export function applyLinkFilters<T extends Knex.QueryBuilder>(
  query: T,
  link: string,
  filters: Pick<FindingFilters, (typeof LINK_FILTERS)[number]>,
): T {
  const { control, layer, overdue, responsibility } = filters;
  if (control) {
    query.whereIn(`${link}.control_id`, control);
  }
  if (layer) {
    query.where(`${link}.layer`, layer);
  }
  if (responsibility) {
    const marks = responsibility.map(() => '?').join(', ');
    query.whereRaw(`${responsibilityOf(link)} in (${marks})`, responsibility);
  }
  if (overdue?.wanted) {
    whereOverdue(query, link, overdue.at);
  }
  return query;
}

/** What is exempt has time. */
function whereOverdue<T extends Knex.QueryBuilder>(
  query: T,
  link: string,
  at: string,
): T {
  query.where(`${link}.due_at`, '<=', at);
  return whereNotExempt(query, link, at);
}

/** Whether any filter of the link narrows the list. */
export function hasLinkFilters(filters: FindingFilters): boolean {
  return LINK_FILTERS.some(name => filters[name] !== undefined);
}

/** Keeps the findings `f` that no link within the scope holds overdue. */
export function whereNotOverdue(
  database: Knex,
  query: Knex.QueryBuilder,
  scope: ReadScope,
  { overdue }: FindingFilters,
): void {
  if (overdue?.wanted === false) {
    query.whereNotExists(
      whereOverdue(linksOf(database, scope), 'own', overdue.at),
    );
  }
}
