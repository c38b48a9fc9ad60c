import type { Knex } from 'knex';
import { describeFinding, type RadiusItem } from './loadItems';

/** What was written down of an exception: decided, and what has come since. @internal */
export interface WrittenReach extends RadiusItem {
  covered: boolean;
}

/** Findings that still are there, and are the entity's still. @internal */
export async function loadWrittenReach(
  knex: Knex,
  exceptionId: string,
): Promise<WrittenReach[]> {
  const rows: {
    finding_id: string;
    entity_ref: string;
    covered: boolean | number;
    title: string;
    severity: string;
    cluster_uid: string;
    namespace: string;
    subject_kind: string;
    subject_name: string;
    component: string;
  }[] = await knex('exception_findings as ef')
    .join('findings as f', 'f.id', 'ef.finding_id')
    .join('finding_entities as fe', join =>
      join
        .on('fe.finding_id', 'ef.finding_id')
        .andOn('fe.entity_ref', 'ef.entity_ref'),
    )
    .where('ef.exception_id', exceptionId)
    .select('ef.finding_id', 'ef.entity_ref', 'ef.covered', 'f.title')
    .select('f.severity', 'f.cluster_uid', 'f.namespace', 'f.subject_kind')
    .select('f.subject_name', 'f.component')
    .orderBy(['ef.covered', 'ef.finding_id']);
  return rows.map(row => ({
    findingId: row.finding_id,
    entityRef: row.entity_ref,
    covered: Boolean(row.covered),
    ...describeFinding(row),
  }));
}
