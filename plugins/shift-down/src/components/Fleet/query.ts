/** What the URL says about the list of entities, and what to ask the API for. */
import { GRADES, SEVERITIES } from '@shift-down/plugin-shift-down-common';
import type { ListPosturesQuery } from '@shift-down/plugin-shift-down-common/client';
import type { UrlState } from '../../hooks/useUrlState';

/** Each filter; named as the API's parameter. */
export const FILTERS = ['kind', 'grade', 'owner', 'severity'] as const;

export type Filter = (typeof FILTERS)[number];

/** Kinds that can have a posture. */
export const KINDS = ['component', 'resource', 'api', 'system', 'domain'];

const SORTS = [
  'name',
  '-name',
  'grade',
  '-grade',
  'worst',
  '-worst',
  'owner',
  '-owner',
] as const;

type Sort = (typeof SORTS)[number];

/** Worst first. */
const DEFAULT_SORT: Sort = '-grade';
const PAGE_SIZE = 25;

function known<T extends string>(values: readonly T[], asked: string[]): T[] {
  return values.filter(value => asked.includes(value));
}

function list<T>(values: T[]): T[] | undefined {
  return values.length > 0 ? values : undefined;
}

export function sortOf(url: UrlState): Sort {
  return known(SORTS, [url.get('sort') ?? ''])[0] ?? DEFAULT_SORT;
}

export function hasFilters(url: UrlState): boolean {
  return Boolean(
    url.get('text') || FILTERS.some(filter => url.getAll(filter).length > 0),
  );
}

export function posturesQuery(url: UrlState): ListPosturesQuery {
  return {
    text: url.get('text'),
    kind: list(known(KINDS, url.getAll('kind'))),
    grade: list(known(GRADES, url.getAll('grade'))),
    owner: list(url.getAll('owner')),
    severity: list(known(SEVERITIES, url.getAll('severity'))),
    sort: sortOf(url),
    limit: PAGE_SIZE,
    cursor: url.get('cursor'),
  };
}
