import type { Knex } from 'knex';
import type { EnforcementOrder } from '../../../../exceptions/enforcement/types';
import { scopedSubjects } from './inScope';

/**
 * Whether what an engine lets through still belongs to the entity. What is not there at
 * this moment speaks for nothing: it may be deleted and made anew. What is there and is
 * not the entity's speaks against it: each workload that was named, or all of them where
 * none was. Until its Namespace is seen, which says whose it is, it speaks for nothing
 * either, unless nobody may see Namespaces there.
 * @internal
 */
export async function isStillConfirmed(
  knex: Knex,
  { exception, plan, row }: EnforcementOrder,
): Promise<boolean> {
  const linked = () =>
    knex('subject_entities as l')
      .whereRaw('?? = ??', ['l.subject_id', 's.id'])
      .where('l.entity_ref', exception.entityRef)
      .select('l.subject_id');
  const scoped = () =>
    scopedSubjects(knex, row.cluster_uid, plan.effectiveScope);
  const namespaces = () =>
    knex('namespaces as n')
      .where('n.cluster_uid', row.cluster_uid)
      .select('n.name');
  const stranger = await scoped()
    .whereNotExists(linked())
    .where(seen =>
      seen.whereIn('s.namespace', namespaces()).orWhereNotExists(namespaces()),
    )
    .first('s.id');
  if (!stranger) {
    return true;
  }
  if (plan.effectiveScope.workloads.length > 0) {
    return false;
  }
  return (await scoped().whereExists(linked()).first('s.id')) !== undefined;
}
