/** Between what is planned, what is kept of it, and what is there. */
import {
  LABEL_BASELINE,
  LABEL_BASELINE_STATE,
  LABEL_NAMESPACE_OWNER,
  LABEL_NAMESPACE_OWNER_NAMESPACE,
  type ManagedObjectState,
  type WishedPodSecurityLevel,
} from '@shift-down/plugin-shift-down-common';
import type {
  ClusterManifest,
  ClusterObject,
  ClusterObjectReference,
} from '@shift-down/plugin-shift-down-node';
import type {
  BaselineManifest,
  JsonValue,
  ObservedObject,
  PlannedObject,
} from '@shift-down/plugin-shift-down-policy';
import type { ManagedObjectRow } from '../database/provisioningTables';

/** https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
const ENFORCED_LEVEL = 'pod-security.kubernetes.io/enforce';

/** The Namespace before all, and rights of people after all. */
function rankOf({ manifest }: PlannedObject): number {
  if (manifest.kind === 'Namespace') {
    return 0;
  }
  return manifest.kind === 'RoleBinding' ? 2 : 1;
}

/** As they are kept: in the order in which they are applied. @internal */
export function toObjectRows(
  namespaceId: string,
  planned: readonly PlannedObject[],
  state: ManagedObjectState = 'pending',
): ManagedObjectRow[] {
  return [...planned]
    .sort((one, other) => rankOf(one) - rankOf(other))
    .map(({ controls, id, madeByCluster, manifest, title }, position) => ({
      namespace_id: namespaceId,
      object_id: id,
      position,
      title,
      controls: JSON.stringify(controls),
      api_version: manifest.apiVersion,
      kind: manifest.kind,
      namespace: manifest.metadata.namespace ?? '',
      name: manifest.metadata.name,
      made_by_cluster: madeByCluster,
      manifest: JSON.stringify(manifest),
      uid: '',
      state,
      reason: null,
      applied_at: null,
    }));
}

/** @internal */
export function manifestOf(row: ManagedObjectRow): BaselineManifest {
  return JSON.parse(row.manifest);
}

/** @internal */
export function referenceOf(row: ManagedObjectRow): ClusterObjectReference {
  const { api_version: apiVersion, kind, name, namespace } = row;
  return { apiVersion, kind, namespace, name };
}

/** `NetworkPolicy default-deny`, for people. @internal */
export function titleOf(row: Pick<ManagedObjectRow, 'kind' | 'name'>): string {
  return `${row.kind} ${row.name}`;
}

/**
 * As much of the Namespace as has to be said before anything is made in one that was there
 * before: which baseline it is to have, and whose it is. What it enforces comes at the end.
 * @internal
 */
export function toBeAdopted({
  apiVersion,
  kind,
  metadata: { annotations, labels = {}, name },
}: BaselineManifest): BaselineManifest {
  const kept = [
    LABEL_BASELINE,
    LABEL_NAMESPACE_OWNER,
    LABEL_NAMESPACE_OWNER_NAMESPACE,
  ];
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(annotations && { annotations }),
      labels: {
        ...Object.fromEntries(
          Object.entries(labels).filter(([label]) => kept.includes(label)),
        ),
        [LABEL_BASELINE_STATE]: 'adopting',
      },
    },
  };
}

/** The Namespace, with what its label says of its baseline. @internal */
export function withBaselineState(
  manifest: BaselineManifest,
  state: 'pending' | 'adopting' | 'complete',
): BaselineManifest {
  return withLabels(manifest, { [LABEL_BASELINE_STATE]: state });
}

/**
 * The objects with another Pod Security level enforced, whatever became of the baseline that
 * they were made from: raising it must always be possible.
 * @internal
 */
export function objectsAtLevel(
  rows: readonly ManagedObjectRow[],
  level: WishedPodSecurityLevel,
): ManagedObjectRow[] {
  return rows.map(row =>
    row.kind === 'Namespace'
      ? {
          ...row,
          manifest: JSON.stringify(
            withLabels(manifestOf(row), { [ENFORCED_LEVEL]: level }),
          ),
        }
      : row,
  );
}

function withLabels(
  manifest: BaselineManifest,
  labels: Record<string, string>,
): BaselineManifest {
  const { metadata } = manifest;
  return {
    ...manifest,
    metadata: { ...metadata, labels: { ...metadata.labels, ...labels } },
  };
}

/** What was read from a cluster, as drift compares it. @internal */
export function toObserved({ manifest, uid }: ClusterObject): ObservedObject {
  return {
    apiVersion: manifest.apiVersion,
    kind: manifest.kind,
    namespace: manifest.metadata.namespace ?? '',
    name: manifest.metadata.name,
    uid,
    fields: manifest as ClusterManifest & Record<string, JsonValue>,
    labels: manifest.metadata.labels ?? {},
  };
}
