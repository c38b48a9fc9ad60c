/** What the URL says about the list of findings, and what to ask the API for. */
import {
  AREAS,
  RESPONSIBILITIES,
  SEVERITIES,
} from '@shift-down/plugin-shift-down-common';
import type { ListFindingsQuery } from '@shift-down/plugin-shift-down-common/client';
import type { UrlState } from '../../hooks/useUrlState';

/** Each filter, in the order of the rail; named as the API's parameter. */
export const FILTERS = [
  'severity',
  'result',
  'responsibility',
  'area',
  'control',
  'policy',
  'cluster',
  'namespace',
] as const;

export type Filter = (typeof FILTERS)[number];

const FINDING_RESULTS = ['fail', 'unknown'] as const;
const SORTS = [
  'severity',
  '-severity',
  'firstSeen',
  '-firstSeen',
  'policy',
  '-policy',
  'due',
  '-due',
] as const;

type Sort = (typeof SORTS)[number];

const LAYERS = ['base', 'application', 'unknown'] as const;

/** What the list is of: what policies find, or vulnerabilities in images. */
export const FINDING_TYPES = ['policy', 'vulnerability'] as const;

export type FindingType = (typeof FINDING_TYPES)[number];

/** Filters of vulnerabilities that are one choice each. */
export const VULNERABILITY_FILTERS = [
  'layer',
  'overdue',
  'fixable',
  'suppressed',
] as const;

/** One choice for both kinds of findings: with or without those that are exempt now. */
export const EXEMPT_FILTER = 'exempt';

const DEFAULT_SORT: Sort = '-severity';
export const PAGE_SIZE = 25;

/** Drops what is not in a closed vocabulary: anyone can edit a URL. */
function known<T extends string>(values: readonly T[], asked: string[]): T[] {
  return values.filter(value => asked.includes(value));
}

function list<T>(values: T[]): T[] | undefined {
  return values.length > 0 ? values : undefined;
}

function truth(value: string | undefined): boolean | undefined {
  return value === 'true' || value === 'false' ? value === 'true' : undefined;
}

export function typeOf(url: UrlState): FindingType {
  return known(FINDING_TYPES, [url.get('type') ?? ''])[0] ?? 'policy';
}

export function isGrouped(url: UrlState): boolean {
  return typeOf(url) === 'policy' && url.get('group') === 'policy';
}

/** Groups only hold together where the list is sorted by policy. */
export function sortOf(url: UrlState): Sort {
  if (isGrouped(url)) {
    return url.get('sort') === '-policy' ? '-policy' : 'policy';
  }
  return known(SORTS, [url.get('sort') ?? ''])[0] ?? DEFAULT_SORT;
}

export function hasFilters(url: UrlState): boolean {
  return Boolean(
    url.get('text') ||
      [...FILTERS, ...VULNERABILITY_FILTERS, EXEMPT_FILTER].some(
        filter => url.getAll(filter).length > 0,
      ),
  );
}

export function findingsQuery(
  url: UrlState,
  entityRef: string,
): ListFindingsQuery {
  return {
    entityRef,
    type: typeOf(url),
    severity: list(known(SEVERITIES, url.getAll('severity'))),
    result: list(known(FINDING_RESULTS, url.getAll('result'))),
    responsibility: list(known(RESPONSIBILITIES, url.getAll('responsibility'))),
    area: list(known(AREAS, url.getAll('area'))),
    control: list(url.getAll('control')),
    policy: list(url.getAll('policy')),
    cluster: list(url.getAll('cluster')),
    namespace: list(url.getAll('namespace')),
    ...(typeOf(url) === 'vulnerability' && {
      layer: known(LAYERS, [url.get('layer') ?? ''])[0],
      overdue: url.get('overdue') === 'true' || undefined,
      fixable: url.get('fixable') === 'true' || undefined,
      suppressed: truth(url.get('suppressed')),
    }),
    exempt: truth(url.get(EXEMPT_FILTER)),
    text: url.get('text'),
    sort: sortOf(url),
    limit: PAGE_SIZE,
    cursor: url.get('cursor'),
  };
}
