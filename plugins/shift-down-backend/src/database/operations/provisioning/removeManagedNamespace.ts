import type { Knex } from 'knex';

/**
 * Removes a record of which nothing was ever made, so that the name is free again.
 *
 * @param token - Of whoever holds it now.
 * @returns whether it was such a one.
 * @internal
 */
export async function removeManagedNamespace(
  knex: Knex,
  { id, token }: { id: string; token: string },
): Promise<boolean> {
  const removed = await knex('managed_namespaces')
    .where({ id, uid: '', busy_token: token })
    .delete();
  return removed > 0;
}
