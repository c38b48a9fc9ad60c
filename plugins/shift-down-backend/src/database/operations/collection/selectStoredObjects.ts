import type { Knex } from 'knex';
import { inChunks } from '../../inChunks';
import type { ObjectRow } from '../../tables';

/** @internal */
export type StoredObject = Pick<ObjectRow, 'id' | 'hash' | 'unreadable'>;

/** Those of the objects that are known, by id. @internal */
export async function selectStoredObjects(
  knex: Knex,
  ids: string[],
): Promise<Map<string, StoredObject>> {
  const rows = await inChunks<string, StoredObject>(ids, chunk =>
    knex('objects').whereIn('id', chunk).select('id', 'hash', 'unreadable'),
  );
  return new Map(rows.map(row => [row.id, row]));
}
