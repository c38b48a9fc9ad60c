import type { EnforcementTarget } from '@shift-down/plugin-shift-down-common';
import type { EffectiveScope } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { jsonText } from '../serve/json';
import { applyReadable, type Readable } from '../serve/readScope';
import type { Reach } from './loadWitnesses';

/** Engines that let something through; of the others the portal alone knows. */
const TOLD: readonly EnforcementTarget[] = [
  'kyverno',
  'guardrail',
  'pod-security',
];

/** Rows that are looked through, so that a whole cluster does not have to be. */
const LOOKED_AT = 5000;

interface Options {
  /** What may be told. */
  readable: Readable;
  /** What somebody owns things as: only more than that is wider than their own. */
  ownership: readonly string[];
}

/** What engines would let through beside what the exception reaches. @internal */
export interface LetThrough {
  /** Of what may be told. */
  reaches: Reach[];
  /** There is something that is not theirs, whether or not it may be told. */
  beyondOwn: boolean;
}

/**
 * What else fails those policies, or would be admitted, where engines are told to let an
 * exception through.
 * @internal
 */
export async function selectLetThrough(
  knex: Knex,
  scopes: readonly EffectiveScope[],
  { ownership, readable }: Options,
): Promise<LetThrough> {
  const reaches = new Map<string, Reach>();
  let beyondOwn = false;
  for (const scope of scopes.filter(it => TOLD.includes(it.target))) {
    const [rows, others]: [
      { finding_id: string; entity_ref: string }[],
      unknown,
    ] = await Promise.all([
      applyReadable(selectFailing(knex, scope), readable, 'fe.entity_ref'),
      beyondOwn || selectOthers(knex, scope, ownership).first(),
    ]);
    for (const { entity_ref: entityRef, finding_id: findingId } of rows) {
      reaches.set(`${findingId} ${entityRef}`, { findingId, entityRef });
    }
    beyondOwn = Boolean(others);
  }
  return {
    reaches: [...reaches.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, reach]) => reach),
    beyondOwn,
  };
}

/** Links to findings that the policies were seen to fail for there. */
function selectFailing(
  knex: Knex,
  scope: EffectiveScope,
): Knex.QueryBuilder<object, { finding_id: string; entity_ref: string }[]> {
  const seen = selectSubjects(knex, scope)
    .join('occurrences as o', 'o.subject_id', 's.id')
    .where(any => {
      for (const { policy, rules } of scope.policies) {
        any.orWhere(one => {
          one.where(jsonText(knex, 'o.witness', 'policy'), '=', policy);
          if (rules.length > 0) {
            one.whereIn(jsonText(knex, 'o.witness', 'rule') as never, rules);
          }
        });
      }
      // None at all.
      any.orWhereRaw('1 = 0');
    })
    .distinct('o.finding_id')
    .limit(LOOKED_AT);
  return knex('finding_entities as fe')
    .whereIn('fe.finding_id', knex.select('finding_id').from(seen.as('seen')))
    .whereIn('fe.result', ['fail', 'unknown'])
    .select('fe.finding_id', 'fe.entity_ref')
    .limit(LOOKED_AT);
}

/** Workloads there that belong to nobody, or to others. */
function selectOthers(
  knex: Knex,
  scope: EffectiveScope,
  ownership: readonly string[],
): Knex.QueryBuilder {
  return selectSubjects(knex, scope)
    .select('s.id')
    .whereNotNull('s.object_id')
    .whereNotExists(
      knex('subject_entities as se')
        .join('entity_relations as own', join =>
          join
            .on('own.source_ref', 'se.entity_ref')
            .andOnVal('own.type', 'ownedBy'),
        )
        .select(knex.raw('1'))
        .whereRaw('se.subject_id = s.id')
        .whereIn('own.target_ref', [...ownership]),
    );
}

function selectSubjects(
  knex: Knex,
  { cluster, namespaces, workloads }: EffectiveScope,
): Knex.QueryBuilder {
  const query = knex('subjects as s')
    .where('s.cluster_uid', cluster)
    .whereIn('s.namespace', namespaces.length > 0 ? namespaces : ['']);
  if (workloads.length > 0) {
    query.whereIn(knex.raw(`s.kind || '/' || s.name`) as never, workloads);
  }
  return query;
}
