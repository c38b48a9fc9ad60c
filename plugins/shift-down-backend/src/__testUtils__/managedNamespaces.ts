/** Records of namespaces and rollouts, with what a test does not care about. */
import type { Knex } from 'knex';
import { idOf, SEEN } from './rows';
import type {
  ManagedNamespaceRow,
  ManagedObjectRow,
  RolloutItemRow,
  RolloutRow,
} from '../database/provisioningTables';
import type { NamespaceRequest } from '@shift-down/plugin-shift-down-policy';

/** An id as requests may name it. */
export function uuidOf(...parts: string[]): string {
  const hex = idOf(...parts);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
}

export function aStoredRequest(
  more: Partial<NamespaceRequest> = {},
): NamespaceRequest {
  return {
    cluster: 'demo',
    name: 'team-a-shop',
    ownerRef: 'group:default/team-a',
    dependencyOf: [],
    environment: 'production',
    podSecurity: 'restricted',
    size: 'small',
    limits: 'default',
    egress: [],
    roles: ['developer'],
    ...more,
  };
}

/** Returns its id. */
export async function insertManaged(
  knex: Knex,
  row: Partial<ManagedNamespaceRow> &
    Pick<ManagedNamespaceRow, 'name' | 'owner_ref'>,
): Promise<string> {
  const { cluster_name = 'demo', name, owner_ref } = row;
  const id = row.id ?? uuidOf('managed', cluster_name, name);
  const full: ManagedNamespaceRow = {
    id,
    cluster_uid: `uid-${cluster_name}`,
    cluster_name,
    uid: `uid-of-${name}`,
    origin: 'provisioned',
    delivery: 'cluster',
    state: 'complete',
    reason: null,
    system_ref: null,
    request: JSON.stringify(
      aStoredRequest({ cluster: cluster_name, name, ownerRef: owner_ref }),
    ),
    environment: 'production',
    baseline_version: '1.0.0',
    wished_level: 'restricted',
    applied_level: 'restricted',
    exception_id: null,
    pull_request_url: null,
    branch: null,
    created_by: 'user:default/ann',
    created_at: SEEN,
    updated_at: SEEN,
    completed_at: SEEN,
    gone_at: null,
    forgotten_at: null,
    drift: '[]',
    drift_at: SEEN,
    drift_hash: '',
    proofs: null,
    proved_at: null,
    busy_token: null,
    busy_until: null,
    ...row,
  };
  await knex('managed_namespaces').insert(full);
  return id;
}

export async function insertObject(
  knex: Knex,
  row: Partial<ManagedObjectRow> &
    Pick<ManagedObjectRow, 'namespace_id' | 'kind' | 'name'>,
): Promise<void> {
  const { kind, name, namespace = 'team-a-shop' } = row;
  const full: ManagedObjectRow = {
    object_id: name,
    position: 1,
    title: `The ${kind} ${name}`,
    controls: '["network-policy"]',
    api_version: 'v1',
    namespace,
    made_by_cluster: false,
    manifest: JSON.stringify({
      apiVersion: 'v1',
      kind,
      metadata: { name, ...(namespace && { namespace }) },
    }),
    uid: `uid-of-${name}`,
    state: 'applied',
    reason: null,
    applied_at: SEEN,
    ...row,
  };
  await knex('managed_objects').insert(full);
}

/** Returns its id. */
export async function insertRollout(
  knex: Knex,
  row: Partial<RolloutRow>,
  items: (Partial<RolloutItemRow> & Pick<RolloutItemRow, 'namespace_id'>)[],
): Promise<string> {
  const full: RolloutRow = {
    id: uuidOf('rollout'),
    to_version: '1.1.0',
    state: 'running',
    reason: null,
    created_by: 'user:default/pat',
    created_at: SEEN,
    at_once: 5,
    stop_after_failures: 1,
    ...row,
  };
  await knex('rollouts').insert(full);
  for (const item of items) {
    await knex('rollout_items').insert({
      rollout_id: full.id,
      from_version: '1.0.0',
      state: 'planned',
      changes: '[]',
      reason: null,
      updated_at: SEEN,
      ...item,
    });
  }
  return full.id;
}
