import {
  FRESHNESS_STATES,
  type FreshnessState,
} from '@shift-down/plugin-shift-down-common';
import type { PolicyExport } from '@shift-down/plugin-shift-down-common/client';
import { redactionIn } from '@shift-down/plugin-shift-down-policy';
import { matchesGlob } from '../../correlation/namespaceOwner';
import {
  loadAdmissionPolicies,
  POLICY_KINDS,
  type AdmissionPolicyRow,
} from '../../database/operations/serve/loadAdmissionPolicies';
import {
  loadClusters,
  type ClusterWithSources,
} from '../../database/operations/serve/loadClusters';
import { loadVisibleNamespaces } from '../../database/operations/serve/loadNamespaceObjects';
import type { PolicyReader } from '../NamespaceCatalog';
import { policiesNotFound } from '../request/notFound';
import { freshnessOf } from '../response/freshness';
import type { ServeContext } from '../ServeContext';
import { namespaceScopeOf } from './namespaceScope';

/**
 * The admission policies of a cluster, as its own API would tell them.
 * @throws NotFoundError if there is no such cluster.
 */
export async function listPolicies(
  context: ServeContext,
  name: string,
  reader: PolicyReader,
): Promise<PolicyExport> {
  const { clock, database } = context;
  const found = (await loadClusters(database)).find(
    it => it.cluster.name === name,
  );
  if (!found?.cluster.uid) {
    throw policiesNotFound(name);
  }
  const { cluster } = found;
  const [policies, namespaces] = await Promise.all([
    loadAdmissionPolicies(database, found.cluster.uid),
    visibleNamespaces(context, found.cluster.uid, reader),
  ]);
  const objects = policies.flatMap(toObject);
  const { state, since } = worstOf(found, clock.now());
  return {
    cluster: name,
    recordedAt: cluster.recorded_at ?? undefined,
    kubernetesVersion: cluster.kubernetes_version ?? undefined,
    freshness: state,
    freshSince: since,
    objects: [
      ...objects,
      ...namespaces.map(namespace => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: namespace.name,
          labels: JSON.parse(namespace.labels),
        },
      })),
    ],
    problems: [
      ...policies.flatMap(({ kind, name: policy, unreadable }) =>
        unreadable === null
          ? []
          : [{ policy, reason: `${kind} could not be read: ${unreadable}` }],
      ),
      ...objects.flatMap(({ metadata, spec }) =>
        [...problemsIn(spec)]
          .slice(0, 1)
          .map(reason => ({ policy: metadata.name, reason })),
      ),
    ],
  };
}

async function visibleNamespaces(
  context: ServeContext,
  clusterUid: string,
  reader: PolicyReader,
) {
  const { database } = context;
  if (reader.type === 'pipeline') {
    const all = await loadVisibleNamespaces(
      database,
      { type: 'every workload' },
      clusterUid,
    );
    return all.filter(({ name }) =>
      reader.namespaces.some(pattern => matchesGlob(pattern, name)),
    );
  }
  return reader.namespaces
    ? await loadVisibleNamespaces(
        database,
        await namespaceScopeOf(context, reader.namespaces),
        clusterUid,
      )
    : [];
}

const REASONS = {
  masked:
    'A part of an expression looked like a secret and was masked: what it says is unknown.',
  cut: 'An expression is too long to be kept: what it says is unknown.',
};

/** Why expressions in a specification are not what their author wrote. */
function* problemsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    if (typeof item !== 'string') {
      yield* problemsIn(item);
    } else if (/expression$/i.test(key)) {
      const redaction = redactionIn(item);
      if (redaction) {
        yield REASONS[redaction];
      }
    }
  }
}

/** With its labels where the API has them. */
function toObject({ fields, labels }: AdmissionPolicyRow) {
  if (fields === null) {
    return [];
  }
  const object = JSON.parse(fields);
  return [
    {
      ...object,
      metadata: { ...object.metadata, labels: JSON.parse(labels ?? '{}') },
    },
  ];
}

function worstOf(
  { sources }: ClusterWithSources,
  now: Date,
): { state: FreshnessState; since?: string } {
  const states = POLICY_KINDS.map(kind => {
    const source = sources.find(it => it.kind === kind);
    return source
      ? freshnessOf(source, now)
      : { state: 'not-installed' as const };
  });
  const rank = ({ state }: { state: FreshnessState }) =>
    state === 'fresh' ? -1 : FRESHNESS_STATES.indexOf(state);
  return states.reduce((a, b) => (rank(b) > rank(a) ? b : a));
}
