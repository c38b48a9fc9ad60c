import type {
  NamespaceReadiness,
  PodSecurityLevel,
} from '@shift-down/plugin-shift-down-common/client';
import type { FreshnessState } from '@shift-down/plugin-shift-down-common';
import { POD_SECURITY_LEVELS } from '@shift-down/plugin-shift-down-policy';
import type { NamespaceCounts } from '../../database/operations/serve/listNamespaces';
import type { NamespaceObject } from '../../database/operations/serve/loadNamespaceObjects';

const PREFIX = 'pod-security.kubernetes.io/';
const ENFORCE = `${PREFIX}enforce`;
const ENFORCE_VERSION = `${PREFIX}enforce-version`;

/** What is told of a namespace besides its own row. */
export interface NamespaceSurroundings {
  object: NamespaceObject | undefined;
  /** Of our own evaluation in the cluster. */
  freshness: { state: FreshnessState; since?: string };
  /** Whether the counts are over every workload that there is. */
  complete: boolean;
}

export function toNamespaceReadiness(
  row: NamespaceCounts,
  { object, freshness, complete }: NamespaceSurroundings,
): NamespaceReadiness {
  const labels = podSecurityLabels(object);
  const enforces = levelIn(labels[ENFORCE]);
  const isFresh = freshness.state === 'fresh';
  const levels = (['baseline', 'restricted'] as const).map(level => {
    // What was evaluated is not known to hold any more.
    const meets = isFresh ? row[`${level}_pass`] : 0;
    const fails = isFresh ? row[`${level}_fail`] : 0;
    return { level, meets, fails, unknown: row.workloads - meets - fails };
  });
  const attained = [...levels]
    .reverse()
    .find(({ meets }) => row.workloads > 0 && meets === row.workloads)?.level;
  return {
    cluster: row.cluster,
    namespace: row.namespace,
    ownerRef: object?.owner_ref ?? undefined,
    freshness: freshness.state,
    freshSince: freshness.since,
    complete,
    version: row.version ?? undefined,
    workloads: row.workloads,
    levels,
    labels,
    enforces,
    suggestion:
      complete && object && attained && row.version
        ? suggestionOf(attained, row.version, labels)
        : undefined,
  };
}

/** Nothing where what is enforced is as strict already, and pinned to a version. */
function suggestionOf(
  level: 'baseline' | 'restricted',
  version: string,
  labels: Record<string, string>,
): NamespaceReadiness['suggestion'] {
  const rank = (it: string | undefined) =>
    POD_SECURITY_LEVELS.findIndex(known => known === it);
  const current = labels[ENFORCE];
  const isPinned = /^v1\.\d+$/.test(labels[ENFORCE_VERSION] ?? '');
  if (rank(current) > rank(level) || (current === level && isPinned)) {
    return undefined;
  }
  return {
    level,
    labels: { [ENFORCE]: level, [ENFORCE_VERSION]: version },
  };
}

function podSecurityLabels(
  object: NamespaceObject | undefined,
): Record<string, string> {
  const labels: Record<string, string> = JSON.parse(object?.labels ?? '{}');
  return Object.fromEntries(
    Object.entries(labels).filter(([label]) => label.startsWith(PREFIX)),
  );
}

function levelIn(text: string | undefined): PodSecurityLevel | undefined {
  return POD_SECURITY_LEVELS.find(level => level === text);
}
