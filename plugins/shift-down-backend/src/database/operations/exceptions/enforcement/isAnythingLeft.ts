import type { Knex } from 'knex';
import type { EnforcementRow } from '../../../exceptionTables';

/**
 * Whether anything that an exception covered is still seen in that cluster. What a source
 * could not list is kept, so that nothing left is no guess.
 * @internal
 */
export async function isAnythingLeft(
  knex: Knex,
  row: Pick<EnforcementRow, 'exception_id' | 'cluster_uid'>,
): Promise<boolean> {
  const found = await knex('exception_findings as f')
    .join('occurrences as o', 'o.finding_id', 'f.finding_id')
    .join('subjects as s', 's.id', 'o.subject_id')
    .where({
      'f.exception_id': row.exception_id,
      'f.covered': true,
      's.cluster_uid': row.cluster_uid,
    })
    .first('f.finding_id');
  return found !== undefined;
}
