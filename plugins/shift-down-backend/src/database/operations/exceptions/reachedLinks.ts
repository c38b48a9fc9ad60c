/**
 * What an expectation means in SQL: links `fe` between entities and findings `f` that it is
 * about. What is reached is always a row of `finding_entities`, so of what is confirmed.
 */
import {
  OTHER_POLICIES_CONTROL_ID,
  type ExceptionExpectation,
  type ExceptionScope,
} from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { jsonText } from '../serve/json';
import { OWN_PLACE } from '../serve/places';

/** Results that an exception can lie over; what is suppressed needs none. @internal */
export const REACHED_RESULTS = ['fail', 'unknown'];

/** What is not to be met, and by whom. @internal */
export interface ReachSubject {
  expectation: ExceptionExpectation;
  scope: ExceptionScope;
}

/** Links of the one entity that the expectation is about, within the scope. @internal */
export function selectReachedLinks(
  knex: Knex,
  { expectation, scope }: ReachSubject,
): Knex.QueryBuilder {
  const query = knex('finding_entities as fe')
    .join('findings as f', 'f.id', 'fe.finding_id')
    .where('fe.entity_ref', scope.entityRef)
    .whereIn('fe.result', REACHED_RESULTS);
  whereExpected(knex, query, expectation);
  whereInScope(query, scope);
  return query;
}

/** Keeps the links `fe` of findings `f` that the expectation is about. */
function whereExpected(
  knex: Knex,
  query: Knex.QueryBuilder,
  expectation: ExceptionExpectation,
): void {
  switch (expectation.type) {
    case 'control':
      // That one takes whatever no other control covers: nobody can approve that.
      query
        .where('fe.control_id', expectation.control)
        .whereNot('fe.control_id', OTHER_POLICIES_CONTROL_ID);
      break;
    case 'policy':
      query.where('f.type', 'policy').whereExists(
        selectWitnesses(knex, expectation)
          .select(knex.raw('1'))
          // The planner would look through the policy's witnesses everywhere.
          .whereRaw('o.finding_id = f.id'),
      );
      break;
    default:
      query
        .where('f.type', 'vulnerability')
        .where('f.advisory', expectation.advisory);
      if (expectation.packageUrl !== undefined) {
        query.where('f.package_url', expectation.packageUrl);
      }
  }
}

/** Occurrences `o` in which the policy was seen not to pass. @internal */
export function selectWitnesses(
  knex: Knex,
  policy: Extract<ExceptionExpectation, { type: 'policy' }>,
): Knex.QueryBuilder {
  const query = knex('occurrences as o')
    .where(jsonText(knex, 'o.witness', 'engine'), '=', policy.engine)
    .where(jsonText(knex, 'o.witness', 'policy'), '=', policy.policy);
  if (policy.rule !== undefined) {
    query.where(jsonText(knex, 'o.witness', 'rule'), '=', policy.rule);
  }
  return query;
}

/** Keeps the findings `f` that lie within the scope altogether. */
function whereInScope(
  query: Knex.QueryBuilder,
  { cluster, namespace, workload, container, repository }: ExceptionScope,
): void {
  if ([cluster, namespace, workload, container].some(it => it !== undefined)) {
    // What is shared by all who run an image lies in no one place.
    query.whereNot('f.subject_name', '');
  }
  if (cluster !== undefined) {
    query.where(OWN_PLACE.cluster, cluster);
  }
  if (namespace !== undefined) {
    query.whereRaw(`${OWN_PLACE.namespace} = ?`, [namespace]);
  }
  if (workload !== undefined) {
    query.where({
      'f.subject_kind': workload.kind,
      'f.subject_name': workload.name,
    });
  }
  if (container !== undefined) {
    query.where('f.component', container);
  }
  if (repository !== undefined) {
    query.where('f.repository', repository);
  }
}
