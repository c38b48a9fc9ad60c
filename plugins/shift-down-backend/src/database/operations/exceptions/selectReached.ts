import {
  SEVERITIES,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { describeFinding, type RadiusItem } from './loadItems';
import { applyReadable, type Readable } from '../serve/readScope';
import { selectReachedLinks, type ReachSubject } from './reachedLinks';

/** One finding of one entity that an exception reaches. @internal */
export interface ReachedItem extends RadiusItem {
  result: 'fail' | 'unknown';
}

/** What an exception reaches now. @internal */
export interface Reached {
  findings: number;
  /** Distinct root owners that those are seen at. */
  workloads: number;
  entities: number;
  /** The worst of them; `unknown` if there are none. */
  severity: Severity;
  /** In the order of finding ids. */
  items: ReachedItem[];
}

interface Options {
  /** What may be told; everything if it is not given. */
  readable?: Readable;
  /** Items at most; all if it is not given. */
  limit?: number;
}

interface Row {
  finding_id: string;
  entity_ref: string;
  title: string;
  severity: string;
  severity_rank: number;
  result: string;
  cluster_uid: string;
  namespace: string;
  subject_kind: string;
  subject_name: string;
  component: string;
}

type Place = Pick<
  Row,
  'cluster_uid' | 'namespace' | 'subject_kind' | 'subject_name'
>;

/**
 * What an exception would reach, if it were decided now: findings of its entity that fail
 * or are unknown. Counts are of all, whatever the limit.
 * @internal
 */
export async function selectReached(
  knex: Knex,
  subject: ReachSubject,
  { limit, readable = 'everything' }: Options = {},
): Promise<Reached> {
  const rows: Row[] = await applyReadable(
    selectReachedLinks(knex, subject)
      .select('fe.finding_id', 'fe.entity_ref', 'fe.result')
      .select('f.title', 'f.severity', 'f.severity_rank', 'f.cluster_uid')
      .select('f.namespace', 'f.subject_kind', 'f.subject_name', 'f.component')
      .orderBy('fe.finding_id'),
    readable,
    'fe.entity_ref',
  );
  return {
    findings: rows.length,
    workloads: await countWorkloads(knex, subject.scope.entityRef, rows),
    entities: rows.length > 0 ? 1 : 0,
    severity: worstOf(rows),
    items: rows.slice(0, limit).map(toItem),
  };
}

function worstOf(rows: Row[]): Severity {
  const worst = rows.reduce(
    (rank, row) => Math.max(rank, row.severity_rank),
    0,
  );
  return SEVERITIES[SEVERITIES.length - 1 - worst];
}

/** Those that findings name, and those at which shared findings are seen. */
async function countWorkloads(
  knex: Knex,
  entityRef: string,
  rows: Row[],
): Promise<number> {
  const named = new Set(
    rows.filter(row => row.subject_name !== '').map(keyOfSubject),
  );
  const shared = rows
    .filter(row => row.subject_name === '')
    .map(row => row.finding_id);
  for (const place of await loadPlaces(knex, entityRef, shared)) {
    named.add(keyOfSubject(place));
  }
  return named.size;
}

function keyOfSubject(row: Place): string {
  return JSON.stringify([
    row.cluster_uid,
    row.namespace,
    row.subject_kind,
    row.subject_name,
  ]);
}

async function loadPlaces(
  knex: Knex,
  entityRef: string,
  findingIds: string[],
): Promise<Place[]> {
  if (findingIds.length === 0) {
    return [];
  }
  const wanted = new Set(findingIds);
  // From the entity's workloads: a sidecar's vulnerability is seen in thousands of places.
  const rows: (Place & { finding_id: string })[] = await knex(
    'subject_entities as se',
  )
    .join('subjects as s', 's.id', 'se.subject_id')
    .join('occurrences as o', 'o.subject_id', 's.id')
    .distinct('o.finding_id', 's.cluster_uid', 's.namespace')
    .distinct({ subject_kind: 's.kind', subject_name: 's.name' })
    .where('se.entity_ref', entityRef);
  return rows.filter(row => wanted.has(row.finding_id));
}

function toItem(row: Row): ReachedItem {
  return {
    findingId: row.finding_id,
    entityRef: row.entity_ref,
    ...describeFinding(row),
    result: row.result === 'fail' ? 'fail' : 'unknown',
  };
}
