/** Exceptions that engines honour and that are none of ours. */
import type { Knex } from 'knex';
import type { ExemptionRow } from '../../../tables';

/** @internal */
export interface ForeignExemption {
  clusterUid: string;
  apiVersion: string;
  kind: string;
  namespace: string;
  name: string;
  engine: string;
  policies: { policy: string; rules: string[] }[];
  /** Empty: it may reach every namespace. */
  namespaces: string[];
  /** In words. */
  scope: string;
  reason: string;
  expiresAt?: string;
  createdAt: string;
}

type Row = ExemptionRow & { api_version: string; kind: string; uid: string };

/**
 * All of them. One is ours if we have an order for the object of that name in that cluster,
 * and did not make another one under that name: labels say nothing.
 * @internal
 */
export async function selectForeign(knex: Knex): Promise<ForeignExemption[]> {
  const rows: Row[] = await knex('exemptions as x')
    .join('objects as o', 'o.id', 'x.object_id')
    .select('x.*', 'o.api_version', 'o.kind', 'o.uid')
    .orderBy(['x.cluster_uid', 'x.namespace', 'x.name']);
  if (rows.length === 0) {
    return [];
  }
  const ours: {
    cluster_uid: string;
    object_key: string;
    object_uid: string | null;
  }[] = await knex('enforcements')
    .whereNot('object_key', '')
    .select('cluster_uid', 'object_key', 'object_uid');
  const uids = new Map<string, Set<string | null>>();
  for (const { cluster_uid, object_key, object_uid } of ours) {
    const key = JSON.stringify([cluster_uid, object_key]);
    uids.set(key, (uids.get(key) ?? new Set()).add(object_uid));
  }
  return rows
    .filter(row => {
      const key = [row.api_version, row.kind, row.namespace, row.name];
      const made = uids.get(JSON.stringify([row.cluster_uid, key.join('/')]));
      // Without a UID it may just have been made.
      return !(made?.has(row.uid) || made?.has(null));
    })
    .map(row => ({
      clusterUid: row.cluster_uid,
      apiVersion: row.api_version,
      kind: row.kind,
      namespace: row.namespace,
      name: row.name,
      engine: row.engine,
      policies: JSON.parse(row.policies),
      namespaces: JSON.parse(row.namespaces),
      scope: row.scope,
      reason: row.reason,
      ...(row.expires_at !== null && { expiresAt: row.expires_at }),
      createdAt: row.created_at,
    }));
}

/** Imported ones that nobody looked at yet. @internal */
export async function selectUndecidedImports(
  knex: Knex,
): Promise<{ id: string; importedFrom: string }[]> {
  const rows: { id: string; imported_from: string }[] = await knex('exceptions')
    .select('id', 'imported_from')
    .where('state', 'unreviewed')
    .whereNotNull('imported_from');
  return rows.map(row => ({ id: row.id, importedFrom: row.imported_from }));
}

/** Where those come from that were ever imported. @internal */
export async function selectImported(knex: Knex): Promise<Set<string>> {
  const rows: { imported_from: string }[] = await knex('exceptions')
    .select('imported_from')
    .whereNotNull('imported_from');
  return new Set(rows.map(row => row.imported_from));
}
