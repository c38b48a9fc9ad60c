/** Rows of provisioning, one type a table; see their migration for what they mean. */
import type {
  ManagedNamespaceState,
  ManagedObjectState,
  NamespaceOrigin,
  ProvisioningDelivery,
  RolloutItemState,
  RolloutState,
  WishedPodSecurityLevel,
} from '@shift-down/plugin-shift-down-common';

/** @internal */
export interface ManagedNamespaceRow {
  id: string;
  cluster_uid: string;
  cluster_name: string;
  name: string;
  uid: string;
  origin: NamespaceOrigin;
  delivery: ProvisioningDelivery;
  state: ManagedNamespaceState;
  reason: string | null;
  owner_ref: string;
  system_ref: string | null;
  request: string;
  environment: string;
  baseline_version: string;
  wished_level: WishedPodSecurityLevel;
  applied_level: WishedPodSecurityLevel;
  exception_id: string | null;
  pull_request_url: string | null;
  branch: string | null;
  created_by: string;
  created_at: string;
  updated_at: string;
  completed_at: string | null;
  gone_at: string | null;
  forgotten_at: string | null;
  drift: string;
  drift_at: string | null;
  drift_hash: string;
  proofs: string | null;
  proved_at: string | null;
  busy_token: string | null;
  busy_until: string | null;
}

/** @internal */
export interface ManagedObjectRow {
  namespace_id: string;
  object_id: string;
  position: number;
  title: string;
  controls: string;
  api_version: string;
  kind: string;
  namespace: string;
  name: string;
  made_by_cluster: boolean | number;
  manifest: string;
  uid: string;
  state: ManagedObjectState;
  reason: string | null;
  applied_at: string | null;
}

/** @internal */
export interface RolloutRow {
  id: string;
  to_version: string;
  state: RolloutState;
  reason: string | null;
  created_by: string;
  created_at: string;
  at_once: number;
  stop_after_failures: number;
}

/** @internal */
export interface RolloutItemRow {
  rollout_id: string;
  namespace_id: string;
  from_version: string;
  state: RolloutItemState;
  changes: string;
  reason: string | null;
  updated_at: string;
}
