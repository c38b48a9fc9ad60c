import type { Knex } from 'knex';
import { z } from 'zod';

const roleSchema = z.object({
  rules: z
    .array(
      z.object({
        apiGroups: z.array(z.string()).default([]),
        resources: z.array(z.string()).default([]),
        verbs: z.array(z.string()).default([]),
      }),
    )
    .default([]),
});

/**
 * Whether any of these ClusterRoles lets somebody create Deployments, as it was collected.
 * Those that were not are taken to: then the cluster is asked, and its answer shows.
 * @internal
 */
export async function mayDeploy(
  knex: Knex,
  clusterUid: string,
  clusterRoles: readonly string[],
): Promise<boolean> {
  const rows: { name: string; fields: string }[] = await knex('resources')
    .where({ cluster_uid: clusterUid, source_kind: 'ClusterRole' })
    .whereIn('name', [...clusterRoles])
    .select('name', 'fields');
  const known = new Map(rows.map(({ fields, name }) => [name, fields]));
  return clusterRoles.some(name => {
    const fields = known.get(name);
    return fields === undefined || letsDeploy(fields);
  });
}

function letsDeploy(fields: string): boolean {
  const parsed = roleSchema.safeParse(JSON.parse(fields));
  const has = (values: string[], value: string) =>
    values.includes(value) || values.includes('*');
  return (
    !parsed.success ||
    parsed.data.rules.some(
      ({ apiGroups, resources, verbs }) =>
        has(apiGroups, 'apps') &&
        has(resources, 'deployments') &&
        has(verbs, 'create'),
    )
  );
}
