import type { ProbedWorkload } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { EnforcementOrder } from '../../../../exceptions/enforcement/types';
import { scopedSubjects } from './inScope';

/** A dry run of one that is refused is enough; each costs a request. */
const MOST = 3;

/** Workloads of the entity to make dry runs of: those that fail first. @internal */
export async function selectScopedWorkloads(
  knex: Knex,
  { exception, plan, row }: EnforcementOrder,
): Promise<ProbedWorkload[]> {
  const failing = knex('occurrences as o')
    .join('exception_findings as f', 'f.finding_id', 'o.finding_id')
    .where({ 'f.exception_id': row.exception_id, 'o.result': 'fail' })
    .select('o.subject_id');
  const rows: {
    api_version: string;
    namespace: string;
    kind: string;
    name: string;
    fields: string;
  }[] = await scopedSubjects(knex, row.cluster_uid, plan.effectiveScope)
    .join('subject_entities as l', 'l.subject_id', 's.id')
    .where('l.entity_ref', exception.entityRef)
    .orderBy([
      {
        column: knex.raw('case when s.id in (?) then 0 else 1 end', [
          failing,
        ]) as unknown as string,
      },
      { column: 's.namespace' },
      { column: 's.kind' },
      { column: 's.name' },
    ])
    .limit(MOST)
    .select('s.api_version', 's.namespace', 's.kind', 's.name', 's.fields');
  return rows.map(({ api_version: apiVersion, fields, ...workload }) => ({
    ...workload,
    apiVersion,
    fields: JSON.parse(fields),
  }));
}
