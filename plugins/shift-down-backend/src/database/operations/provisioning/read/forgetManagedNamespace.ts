import type { Knex } from 'knex';

/**
 * Ends the record of a namespace that is gone: it is kept for the audit, and nobody is
 * told of it any more.
 * @returns whether it was gone, and not forgotten.
 * @internal
 */
export async function forgetManagedNamespace(
  knex: Knex,
  id: string,
  now: string,
): Promise<boolean> {
  const forgotten = await knex('managed_namespaces')
    .where({ id, state: 'gone' })
    .whereNull('forgotten_at')
    .update({
      forgotten_at: now,
      gone_at: knex.raw('coalesce(gone_at, ?)', [now]),
      updated_at: now,
    });
  return forgotten > 0;
}
