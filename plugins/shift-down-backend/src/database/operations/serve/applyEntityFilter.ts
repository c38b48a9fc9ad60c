/**
 * Compiles a filter over entities to SQL: the counterpart, in the database, of
 * applying the permission rules in memory.
 */
import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import type {
  EntityCondition,
  EntityFilter,
} from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import { KIND_NAMESPACE } from './subjectKinds';

/**
 * Keeps the rows whose column holds the ref of an entity that the filter lets
 * pass.
 *
 * @remarks
 *
 * What the mirror does not hold never passes, not even a negated condition:
 * nothing is known about it that could be judged.
 */
export function applyEntityFilter<T extends Knex.QueryBuilder>(
  query: T,
  filter: EntityFilter,
  entityRefColumn: string,
): T {
  query.whereIn(entityRefColumn, entities =>
    entities.select('ref').from('entities'),
  );
  query.where(criteria => applyCriteria(criteria, filter, entityRefColumn));
  return query;
}

function applyCriteria(
  query: Knex.QueryBuilder,
  filter: EntityFilter,
  column: string,
): void {
  // The constants make an empty list mean what it means in memory: all of
  // nothing is true, any of nothing is false.
  if (isAndCriteria(filter)) {
    query.whereRaw('1 = 1');
    for (const part of filter.allOf) {
      query.andWhere(inner => applyCriteria(inner, part, column));
    }
  } else if (isOrCriteria(filter)) {
    query.whereRaw('1 = 0');
    for (const part of filter.anyOf) {
      query.orWhere(inner => applyCriteria(inner, part, column));
    }
  } else if (isNotCriteria(filter)) {
    query.whereNot(inner => applyCriteria(inner, filter.not, column));
  } else {
    query.whereIn(column, refs => selectMatching(refs, filter));
  }
}

function selectMatching(
  query: Knex.QueryBuilder,
  { property, values }: EntityCondition,
): void {
  switch (property) {
    case 'kind':
      query.select('ref').from('entities').whereIn('kind', values);
      break;
    case 'owner':
      selectRelated(query, 'ownedBy', values);
      break;
    case 'system':
      selectRelated(query, 'partOf', values);
      break;
    case 'namespace':
      selectRunning(query).where(subjects =>
        subjects
          .whereIn('subjects.namespace', values.filter(Boolean))
          .orWhere(namespace =>
            namespace
              .where('subjects.kind', KIND_NAMESPACE)
              .whereIn('subjects.name', values),
          ),
      );
      break;
    case 'cluster':
      selectRunning(query)
        .join('clusters', 'clusters.uid', 'subjects.cluster_uid')
        .whereIn('clusters.name', values);
      break;
    default:
      throw new TypeError(`No entity has a property ${property}`);
  }
}

function selectRelated(
  query: Knex.QueryBuilder,
  type: string,
  targets: string[],
): void {
  query
    .select('source_ref')
    .from('entity_relations')
    .where('type', type)
    .whereIn('target_ref', targets);
}

function selectRunning(query: Knex.QueryBuilder): Knex.QueryBuilder {
  return query
    .select('subject_entities.entity_ref')
    .from('subject_entities')
    .join('subjects', 'subjects.id', 'subject_entities.subject_id');
}
