/** What the URL says about the lists of exceptions, and what to ask the API for. */
import {
  ENFORCEMENT_STATES,
  EXCEPTION_PHASES,
  EXCEPTION_STATES,
  SEVERITIES,
} from '@shift-down/plugin-shift-down-common';
import type {
  ExceptionReportName,
  ListExceptionsQuery,
} from '@shift-down/plugin-shift-down-common/client';
import type { UrlState } from '../../hooks/useUrlState';

/** The tabs, in order; named as the API's parameter. */
export const VIEWS = ['mine', 'to-decide', 'all'] as const;

export type View = (typeof VIEWS)[number];

export const REPORTS: readonly ExceptionReportName[] = [
  'overdue',
  'overstaying',
  'ending',
  'over-broad',
  'unused',
  'never-ending',
];

export const SORTS = [
  '-requested',
  'requested',
  'review',
  'until',
  '-until',
  'severity',
] as const;

/** Filters of several choices, with all of them; named as the API's parameters. */
export const FILTERS = {
  state: EXCEPTION_STATES,
  phase: EXCEPTION_PHASES,
  severity: SEVERITIES,
  enforcement: ENFORCEMENT_STATES,
} as const;

export type Filter = keyof typeof FILTERS;

export const FILTER_NAMES = Object.keys(FILTERS) as Filter[];

const PAGE_SIZE = 25;

/** Drops what is not in a closed vocabulary: anyone can edit a URL. */
function known<T extends string>(
  values: readonly T[],
  asked: string[],
): T[] | undefined {
  const kept = values.filter(value => asked.includes(value));
  return kept.length > 0 ? kept : undefined;
}

export function viewOf(url: UrlState): View {
  return known(VIEWS, [url.get('view') ?? ''])?.[0] ?? 'mine';
}

/** Deciders see first what is overdue first, everybody else what is newest. */
export function sortOf(url: UrlState): (typeof SORTS)[number] {
  return (
    known(SORTS, [url.get('sort') ?? ''])?.[0] ??
    (viewOf(url) === 'to-decide' ? 'review' : '-requested')
  );
}

export function reportOf(url: UrlState): ExceptionReportName | undefined {
  return known(REPORTS, [url.get('report') ?? ''])?.[0];
}

export function hasFilters(url: UrlState): boolean {
  return Boolean(
    url.get('text') ||
      reportOf(url) ||
      FILTER_NAMES.some(name => url.getAll(name).length > 0),
  );
}

/** Takes every filter out of the URL. */
export const WITHOUT_FILTERS = Object.fromEntries(
  [...FILTER_NAMES, 'text', 'report', 'cursor'].map(name => [name, undefined]),
);

export function exceptionsQuery(url: UrlState): ListExceptionsQuery {
  return {
    view: viewOf(url),
    state: known(EXCEPTION_STATES, url.getAll('state')),
    phase: known(EXCEPTION_PHASES, url.getAll('phase')),
    severity: known(SEVERITIES, url.getAll('severity')),
    enforcement: known(ENFORCEMENT_STATES, url.getAll('enforcement')),
    report: reportOf(url),
    text: url.get('text'),
    sort: sortOf(url),
    limit: PAGE_SIZE,
    cursor: url.get('cursor'),
  };
}
