import type { Knex } from 'knex';
import type { ObjectRows } from '../../../collection/objectRows';
import { bulkInsert } from '../../bulkInsert';
import { eachChunk } from '../../inChunks';

/** Since when there is one stays with it, however often it changes. */
const UPDATES = {
  ...Object.fromEntries(
    [
      'engine',
      'namespace',
      'name',
      'policies',
      'namespaces',
      'scope',
      'reason',
      'expires_at',
    ].map(column => [column, `excluded."${column}"`]),
  ),
  created_at:
    'case when "exemptions"."created_at" < excluded."created_at" ' +
    'then "exemptions"."created_at" else excluded."created_at" end',
};

/**
 * Stores the exceptions that these objects are, and forgets those that they were.
 * @internal
 */
export async function storeExemptions(
  tx: Knex,
  objects: ObjectRows[],
  known: ReadonlySet<string>,
): Promise<void> {
  const without = objects.filter(
    it => it.exemptions.length === 0 && known.has(it.object.id),
  );
  await eachChunk(
    without.map(it => it.object.id),
    chunk => tx('exemptions').whereIn('object_id', chunk).delete(),
  );
  await bulkInsert(
    tx,
    'exemptions',
    objects.flatMap(it => it.exemptions),
    { key: ['object_id'], then: UPDATES },
  );
}
