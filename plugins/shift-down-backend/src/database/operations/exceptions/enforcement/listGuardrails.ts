import { GUARDRAIL_EXCEPTIONS } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';

/**
 * Admission policies that read exceptions from our object, by UID of the cluster: the
 * policy names its parameters, so nobody has to say so.
 * @internal
 */
export async function listGuardrails(
  knex: Knex,
  clusters: readonly string[],
): Promise<ReadonlyMap<string, string[]>> {
  const rows: { cluster_uid: string; name: string; fields: string }[] =
    await knex('resources')
      .whereIn('cluster_uid', [...clusters])
      .where({ kind: 'ValidatingAdmissionPolicy' })
      .orderBy('name')
      .select('cluster_uid', 'name', 'fields');
  const found = new Map<string, string[]>();
  for (const row of rows) {
    if (readsExceptions(JSON.parse(row.fields))) {
      found.set(row.cluster_uid, [
        ...(found.get(row.cluster_uid) ?? []),
        row.name,
      ]);
    }
  }
  return found;
}

interface PolicyFields {
  spec?: { paramKind?: { apiVersion?: string; kind?: string } };
}

function readsExceptions({ spec }: PolicyFields): boolean {
  return (
    spec?.paramKind?.apiVersion === GUARDRAIL_EXCEPTIONS.apiVersion &&
    spec.paramKind.kind === GUARDRAIL_EXCEPTIONS.kind
  );
}
