import type { Knex } from 'knex';

/** Which of these entities the mirror of the catalog knows. @internal */
export async function selectKnownEntities(
  knex: Knex,
  refs: readonly string[],
): Promise<Set<string>> {
  const rows: { ref: string }[] = await knex('entities')
    .whereIn('ref', refs)
    .select('ref');
  return new Set(rows.map(row => row.ref));
}
