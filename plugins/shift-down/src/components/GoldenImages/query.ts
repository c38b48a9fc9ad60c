/** What the URL says about who stands on a golden image, and what to ask the API for. */
import type { ListGoldenImageUsersQuery } from '@shift-down/plugin-shift-down-common/client';
import type { UrlPatch, UrlState } from '../../hooks/useUrlState';

export const USER_STATES = [
  'current',
  'behind',
  'out-of-support',
  'retired',
] as const;

const FILTERS = ['version', 'owner', 'state'] as const;
const PAGE_SIZE = 25;

function list<T>(values: T[]): T[] | undefined {
  return values.length > 0 ? values : undefined;
}

export function usersQuery(url: UrlState): ListGoldenImageUsersQuery {
  const states = url.getAll('state');
  return {
    version: list(url.getAll('version')),
    owner: list(url.getAll('owner')),
    // Anyone can edit a URL: what is not in the vocabulary is dropped.
    state: list(USER_STATES.filter(state => states.includes(state))),
    limit: PAGE_SIZE,
    cursor: url.get('cursor'),
  };
}

export function hasFilters(url: UrlState): boolean {
  return FILTERS.some(filter => url.getAll(filter).length > 0);
}

/** Takes every filter away. */
export const NO_FILTERS: UrlPatch = {
  version: undefined,
  owner: undefined,
  state: undefined,
  cursor: undefined,
};
