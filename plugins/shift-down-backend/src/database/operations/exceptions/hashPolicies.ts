import type { PolicyWitness } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';

/** Objects whose text is collected, and which a policy's name names. */
const COLLECTED_KINDS = ['ValidatingAdmissionPolicy'];

/**
 * Digest of the policies as they are known: cluster, engine, name, the rules that were seen,
 * and their text where it is collected.
 * @internal
 */
export async function hashPolicies(
  knex: Knex,
  witnesses: readonly PolicyWitness[],
): Promise<string> {
  const texts: { cluster_uid: string; name: string; fields: string }[] =
    witnesses.length === 0
      ? []
      : await knex('resources')
          .select('cluster_uid', 'name', 'fields')
          .whereIn('kind', COLLECTED_KINDS)
          .whereIn('cluster_uid', [
            ...new Set(witnesses.map(({ cluster }) => cluster)),
          ])
          .whereIn('name', [...new Set(witnesses.map(({ policy }) => policy))]);
  const known = witnesses.map(({ cluster, engine, policy, rules, checks }) => [
    cluster,
    engine,
    policy,
    rules,
    checks,
    texts.find(it => it.cluster_uid === cluster && it.name === policy)
      ?.fields ?? '',
  ]);
  return createHash('sha256').update(JSON.stringify(known)).digest('hex');
}
