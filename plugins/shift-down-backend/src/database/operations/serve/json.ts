import type { Knex } from 'knex';

/**
 * One field of an object that is stored as JSON text, as text; `null` where it
 * has no such field.
 */
export function jsonText(
  database: Knex,
  column: string,
  field: string,
): Knex.Raw {
  return database.client.config.client === 'pg'
    ? database.raw('(??::json ->> ?)', [column, field])
    : database.raw('json_extract(??, ?)', [column, `$.${field}`]);
}
