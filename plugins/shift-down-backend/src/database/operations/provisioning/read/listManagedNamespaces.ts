import type { ManagedNamespaceState } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { containsPattern } from '../../serve/findingFilters';
import {
  CLUSTER_NAME,
  selectReadableNamespaces,
  type NamedNamespaceRow,
  type ReadableNamespaces,
} from './readableNamespaces';

/** @internal */
export interface ManagedNamespaceFilters {
  /** Names in config. */
  cluster?: string[];
  state?: ManagedNamespaceState[];
  baselineVersion?: string;
  /** Whether anything is known to differ. */
  drifted?: boolean;
  /** Whether it is on the version that `current` names. */
  behind?: { is: boolean; current: string };
  text?: string;
}

/** Types of differences that are known; `unknown` is none. */
const DIFFERENCES = ['missing', 'changed', 'added'];

/** One page by cluster and name, and how many there are in all. @internal */
export async function listManagedNamespaces(
  knex: Knex,
  request: {
    readable: ReadableNamespaces;
    filters: ManagedNamespaceFilters;
    limit: number;
    after?: (string | number)[];
  },
): Promise<{ rows: NamedNamespaceRow[]; total: number; more: boolean }> {
  const { after, filters, limit, readable } = request;
  const filtered = () =>
    applyFilters(selectReadableNamespaces(knex, readable), filters);
  const page = filtered()
    .orderByRaw(`${CLUSTER_NAME}, n.name`)
    .limit(limit + 1)
    .select<NamedNamespaceRow[]>('n.*', knex.raw(`${CLUSTER_NAME} as cluster`));
  if (after) {
    page.whereRaw(`(${CLUSTER_NAME}, n.name) > (?, ?)`, after);
  }
  const [rows, [{ count }]] = await Promise.all([
    page,
    filtered().count<{ count: string | number }[]>({ count: '*' }),
  ]);
  return {
    rows: rows.slice(0, limit),
    total: Number(count),
    more: rows.length > limit,
  };
}

function applyFilters(
  query: Knex.QueryBuilder,
  filters: ManagedNamespaceFilters,
): Knex.QueryBuilder {
  const { baselineVersion, behind, cluster, drifted, state, text } = filters;
  if (cluster) {
    const places = cluster.map(() => '?').join(', ');
    query.whereRaw(`${CLUSTER_NAME} in (${places || 'null'})`, cluster);
  }
  if (state) {
    query.whereIn('n.state', state);
  }
  if (baselineVersion !== undefined) {
    query.where('n.baseline_version', baselineVersion);
  }
  if (drifted !== undefined) {
    // JSON escapes the quotes of its texts, so that no text can look like this.
    const differs = DIFFERENCES.map(() => 'n.drift like ?').join(' or ');
    query.whereRaw(
      `${drifted ? '' : 'not '}(${differs})`,
      DIFFERENCES.map(type => `%"type":"${type}"%`),
    );
  }
  if (behind) {
    const isBehind = `(n.baseline_version <> ? and n.state <> 'gone')`;
    query.whereRaw(`${behind.is ? '' : 'not '}${isBehind}`, [behind.current]);
  }
  if (text !== undefined) {
    query.whereRaw(`lower(n.name) like ? escape '!'`, [containsPattern(text)]);
  }
  return query;
}
