import type { NamespaceRequest } from '@shift-down/plugin-shift-down-policy';
import type { ManagedNamespaceRow } from '../database/provisioningTables';

/** The record of a namespace of which nothing was written yet. @internal */
export function newNamespaceRow(
  request: NamespaceRequest,
  of: Pick<ManagedNamespaceRow, 'delivery' | 'id' | 'origin' | 'uid'> & {
    clusterUid: string;
    /** Of the baseline. */
    version: string;
    /** Ref of a user. */
    createdBy: string;
    /** ISO 8601 */
    now: string;
  } & Partial<Pick<ManagedNamespaceRow, 'busy_token' | 'busy_until'>>,
): ManagedNamespaceRow {
  return {
    id: of.id,
    cluster_uid: of.clusterUid,
    cluster_name: request.cluster,
    name: request.name,
    uid: of.uid,
    origin: of.origin,
    delivery: of.delivery,
    state: 'applying',
    reason: null,
    owner_ref: request.ownerRef,
    system_ref: request.systemRef ?? null,
    request: JSON.stringify(request),
    environment: request.environment,
    baseline_version: of.version,
    wished_level: request.podSecurity,
    applied_level: 'restricted',
    exception_id: null,
    pull_request_url: null,
    branch: null,
    created_by: of.createdBy,
    created_at: of.now,
    updated_at: of.now,
    completed_at: null,
    gone_at: null,
    drift: '[]',
    drift_at: null,
    drift_hash: '',
    proofs: null,
    proved_at: null,
    forgotten_at: null,
    busy_token: of.busy_token ?? null,
    busy_until: of.busy_until ?? null,
  };
}
