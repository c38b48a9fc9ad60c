/** Managed namespaces as they are after a while: recorded, applied, and collected just so. */
import type {
  CollectedObject,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';
import { readBaselines } from '@shift-down/plugin-shift-down-node';
import {
  renderBaseline,
  type Baseline,
  type BaselineManifest,
} from '@shift-down/plugin-shift-down-policy';
// Records are written as the portal itself writes them; the package exports no such thing.
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import type {
  ManagedNamespaceRow,
  ManagedObjectRow,
} from '@shift-down/plugin-shift-down-backend/src/database/provisioningTables';
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import {
  DEFAULT_DNS,
  DEFAULT_RULES,
} from '@shift-down/plugin-shift-down-backend/src/provisioning/defaults';
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import { newNamespaceRow } from '@shift-down/plugin-shift-down-backend/src/provisioning/newNamespaceRow';
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import {
  manifestOf,
  toObjectRows,
  withBaselineState,
} from '@shift-down/plugin-shift-down-backend/src/provisioning/objectRows';
import { join } from 'node:path';
import { EXAMPLES } from './guardedCluster';

export interface ManagedFleet {
  baseline: Baseline;
  clusters: number;
  namespaces: number;
}

/** One namespace of the fleet. */
export interface Member {
  id: string;
  name: string;
  cluster: number;
}

/** Well before now: what was written a moment ago is not compared yet. */
const WRITTEN_AT = new Date(Date.now() - 3_600_000).toISOString();

export const BASELINES = join(EXAMPLES, 'baselines');
export const clusterName = (cluster: number) => `bench-${cluster}`;
export const clusterUid = (cluster: number) => `bench-uid-${cluster}`;

/** The newest of the examples. */
export async function readExampleBaseline(): Promise<Baseline> {
  const nobody = () => Promise.reject(new Error('Nothing is read by URL here'));
  const { baselines, problems } = await readBaselines({
    locations: [{ type: 'folder', target: BASELINES }],
    urlReader: { readUrl: nobody, readTree: nobody, search: nobody },
    baseDirectory: BASELINES,
  });
  if (problems.length > 0) {
    throw new Error(problems.join('\n'));
  }
  return baselines[0];
}

export function membersOf({ clusters, namespaces }: ManagedFleet): Member[] {
  return Array.from({ length: namespaces }, (_, index) => ({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    name: `team-${index}`,
    cluster: index % clusters,
  }));
}

/** What is written down of a namespace whose baseline is complete. */
export function recordsOf(
  baseline: Baseline,
  { cluster, id, name }: Member,
): { row: ManagedNamespaceRow; objects: ManagedObjectRow[] } {
  const [size] = DEFAULT_RULES.sizes;
  const request = {
    cluster: clusterName(cluster),
    name,
    ownerRef: 'group:default/team-0',
    dependencyOf: [],
    environment: DEFAULT_RULES.environments[0].name,
    podSecurity: 'restricted' as const,
    size: size.name,
    limits: 'default' as const,
    egress: [],
    roles: DEFAULT_RULES.roles.map(role => role.name),
  };
  const planned = renderBaseline(baseline, {
    request,
    cluster: {
      cluster: request.cluster,
      delivery: 'cluster',
      dns: DEFAULT_DNS,
      justInTime: false,
    },
    size,
    roles: DEFAULT_RULES.roles.map(preset => ({ preset, group: 'team-0' })),
    podSecurity: 'restricted',
    provisioningId: id,
  }).map(object =>
    object.manifest.kind === 'Namespace'
      ? { ...object, manifest: withBaselineState(object.manifest, 'complete') }
      : object,
  );
  return {
    row: {
      ...newNamespaceRow(request, {
        id,
        clusterUid: clusterUid(cluster),
        delivery: 'cluster',
        origin: 'provisioned',
        uid: uidOf({ kind: 'Namespace', namespace: '', name }),
        version: baseline.version,
        createdBy: 'user:default/mock',
        now: WRITTEN_AT,
      }),
      state: 'complete',
      completed_at: WRITTEN_AT,
    },
    objects: toObjectRows(id, planned, 'applied').map(row => ({
      ...row,
      uid: uidOf(row),
      applied_at: WRITTEN_AT,
    })),
  };
}

/** What the collector sees of them. */
export function collectedOf(
  objects: readonly ManagedObjectRow[],
): CollectedObject[] {
  return objects.map(row => toCollected(manifestOf(row), uidOf(row)));
}

/** As the module for Kubernetes keeps an object of these kinds. */
export function toCollected(
  { apiVersion, kind, metadata, ...rest }: BaselineManifest,
  uid: string,
): CollectedObject {
  const { annotations, labels = {}, name, namespace = '' } = metadata;
  const fields = {
    apiVersion,
    kind,
    metadata: { name, ...(namespace && { namespace }), annotations },
    ...rest,
  };
  return {
    key: { apiVersion, kind, namespace, name },
    uid,
    observedAt: WRITTEN_AT,
    subjects: [],
    evidence: [
      kind === 'Namespace'
        ? { type: 'namespace', name, uid, labels, fields }
        : {
            type: 'resource',
            object: { namespace, kind, name },
            apiVersion,
            uid,
            labels,
            fields,
          },
    ],
  };
}

export function kindOf({ key }: CollectedObject): SourceKind {
  return key.kind as SourceKind;
}

function uidOf(object: Pick<ManagedObjectRow, 'kind' | 'namespace' | 'name'>) {
  return `${object.kind} ${object.namespace}/${object.name}`;
}
