import type { ExceptionExpectation } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import type { ExceptionRow } from '../../exceptionTables';
import { whereActive } from '../serve/exempt';
import { applyReadable, type Readable } from '../serve/readScope';
import { toExpectation } from './exceptionRecord';

/** One subject that an active exception is about. @internal */
export interface ExportableSubject {
  exceptionId: string;
  expectation: ExceptionExpectation;
  /** UID. */
  cluster: string;
  namespace: string;
  kind: string;
  name: string;
  /** Empty for the whole subject. */
  container: string;
  from: string;
  until: string;
  /** Refs of users. */
  approvers: string[];
}

type Row = ExceptionRow & {
  at_cluster: string;
  at_namespace: string;
  at_kind: string;
  at_name: string;
  at_component: string;
};

/**
 * Subjects of findings that are exempt now, of one cluster or of all. What is of an image
 * names no subject and is not among them.
 * @internal
 */
export async function loadExportable(
  knex: Knex,
  request: { readable: Readable; clusterUid?: string; at: Date },
): Promise<ExportableSubject[]> {
  const { at, clusterUid, readable } = request;
  const query = selectCovered(knex, readable, at)
    .whereNot('ex.expectation', 'vulnerability')
    .whereNot('f.subject_name', '')
    .distinct('ex.*')
    .distinct({
      at_cluster: 'f.cluster_uid',
      at_namespace: 'f.namespace',
      at_kind: 'f.subject_kind',
      at_name: 'f.subject_name',
      at_component: 'f.component',
    })
    .orderBy([
      'ex.id',
      'f.cluster_uid',
      'f.namespace',
      'f.subject_kind',
      'f.subject_name',
      'f.component',
    ]);
  if (clusterUid !== undefined) {
    query.where('f.cluster_uid', clusterUid);
  }
  const rows: Row[] = await query;
  const approvers = await loadApprovers(knex, rows);
  return rows.map(row => ({
    exceptionId: row.id,
    expectation: toExpectation(row),
    cluster: row.at_cluster,
    namespace: row.at_namespace,
    kind: row.at_kind,
    name: row.at_name,
    container: row.component || row.at_component,
    from: row.active_from ?? row.from_at,
    until: row.active_until ?? row.until_at,
    // Who breaks the glass stands for it alone.
    approvers: approvers.get(row.id) ?? [row.requester_ref],
  }));
}

/** Links `ef` to findings `f` of exceptions `ex` that are exempt now. @internal */
export function selectCovered(
  knex: Knex,
  readable: Readable,
  at: Date,
): Knex.QueryBuilder {
  return applyReadable(
    whereActive(
      knex('exception_findings as ef')
        .join('exceptions as ex', 'ex.id', 'ef.exception_id')
        .join('finding_entities as fe', join =>
          join
            .on('fe.finding_id', 'ef.finding_id')
            .andOn('fe.entity_ref', 'ef.entity_ref'),
        )
        .join('findings as f', 'f.id', 'ef.finding_id')
        .where('ef.covered', true),
      at.toISOString(),
    ),
    readable,
    'ef.entity_ref',
  );
}

/** Of what was decided last, by exception. */
async function loadApprovers(
  knex: Knex,
  rows: readonly ExceptionRow[],
): Promise<Map<string, string[]>> {
  const approvals: { exception_id: string; user_ref: string }[] = await knex(
    'exception_approvals as said',
  )
    .join('exceptions as ex', join =>
      join
        .on('ex.id', 'said.exception_id')
        .andOn('ex.content_hash', 'said.content_hash'),
    )
    .whereIn('ex.id', [...new Set(rows.map(({ id }) => id))])
    .select('said.exception_id', 'said.user_ref')
    .orderBy(['said.at', 'said.subject']);
  const result = new Map<string, string[]>();
  for (const { exception_id: id, user_ref: ref } of approvals) {
    result.set(id, [...(result.get(id) ?? []), ref]);
  }
  return result;
}
