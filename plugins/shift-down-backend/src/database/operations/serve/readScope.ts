/**
 * Which entities a request may read, worked out once and then laid over every
 * query of the request.
 */
import type { EntityFilter } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import { applyEntityFilter } from './applyEntityFilter';

/** Entities that may be read: those that the filter lets pass, or all. */
export type Readable = EntityFilter | 'everything';

/**
 * Few entities are held by ref, so that queries start from them; many stay a
 * filter, so that queries need not carry them.
 */
export type ReadScope =
  | { type: 'everything' }
  | { type: 'filter'; filter: EntityFilter }
  | { type: 'refs'; refs: string[] };

const FEW_ENTITIES = 500;

/** Works out the scope of a request over all entities. */
export async function loadReadScope(
  database: Knex,
  readable: Readable,
): Promise<ReadScope> {
  if (readable === 'everything') {
    return { type: 'everything' };
  }
  const refs = await applyEntityFilter(
    database('entities')
      .pluck('ref')
      .limit(FEW_ENTITIES + 1),
    readable,
    'ref',
  );
  return refs.length > FEW_ENTITIES
    ? { type: 'filter', filter: readable }
    : { type: 'refs', refs };
}

/** Those of the refs that exist and may be read. */
export async function loadReadableRefs(
  database: Knex,
  refs: string[],
  readable: Readable,
): Promise<string[]> {
  return await applyReadable(
    database('entities').pluck('ref').whereIn('ref', refs),
    readable,
    'ref',
  );
}

/** Keeps the rows whose column holds the ref of an entity that may be read. */
export function applyReadable<T extends Knex.QueryBuilder>(
  query: T,
  readable: Readable,
  entityRefColumn: string,
): T {
  return readable === 'everything'
    ? query
    : applyEntityFilter(query, readable, entityRefColumn);
}

/** Keeps the rows whose column holds the ref of an entity in the scope. */
export function applyReadScope<T extends Knex.QueryBuilder>(
  query: T,
  scope: ReadScope,
  entityRefColumn: string,
): T {
  switch (scope.type) {
    case 'refs':
      query.whereIn(entityRefColumn, scope.refs);
      break;
    case 'filter':
      applyEntityFilter(query, scope.filter, entityRefColumn);
      break;
    default:
  }
  return query;
}
