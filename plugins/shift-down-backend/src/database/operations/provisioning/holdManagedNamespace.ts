/** Who may write the objects of a namespace: one at a time, until a moment or longer. */
import type { Knex } from 'knex';

/**
 * Takes the right to write the objects of a namespace, if nobody has it now.
 * @returns whether it was free and the namespace is not gone.
 * @internal
 */
export async function holdManagedNamespace(
  knex: Knex,
  hold: { id: string; token: string; now: string; until: string },
): Promise<boolean> {
  const taken = await knex('managed_namespaces')
    .where({ id: hold.id })
    .whereNull('gone_at')
    .where(row =>
      row.whereNull('busy_until').orWhere('busy_until', '<=', hold.now),
    )
    .update({ busy_token: hold.token, busy_until: hold.until });
  return taken > 0;
}

/** @returns whether it was still held. @internal */
export async function prolongHold(
  knex: Knex,
  hold: { id: string; token: string; until: string },
): Promise<boolean> {
  const prolonged = await knex('managed_namespaces')
    .where({ id: hold.id, busy_token: hold.token })
    .update({ busy_until: hold.until });
  return prolonged > 0;
}

/** @internal */
export async function releaseHold(
  knex: Knex,
  hold: { id: string; token: string },
): Promise<void> {
  await knex('managed_namespaces')
    .where({ id: hold.id, busy_token: hold.token })
    .update({ busy_token: null, busy_until: null });
}

/**
 * Frees all: for an embedded database, whose one process has just started and need not
 * wait for the one before it.
 * @internal
 */
export async function releaseAllHolds(knex: Knex): Promise<void> {
  await knex('managed_namespaces')
    .whereNotNull('busy_token')
    .update({ busy_token: null, busy_until: null });
}
