/** What follows from the answer about sources: standing, order and groups. */
import { REPORT_KINDS } from '@shift-down/plugin-shift-down-common';
import type {
  SourceList,
  SourceStatus,
} from '@shift-down/plugin-shift-down-common/client';
import { needsAttention } from '../../posture';

/** One cluster of the answer. */
export type Cluster = SourceList['clusters'][number];

/** How a cluster is doing as a whole, worst first. */
export const STANDINGS = [
  'failed',
  'forbidden',
  'stale',
  'waiting',
  'duplicate',
  'not-installed',
  'fresh',
] as const;

export type Standing = (typeof STANDINGS)[number];

/** The worst state of its sources; `waiting` where there is none yet. */
export function standingOf(cluster: Cluster): Standing {
  if (cluster.duplicateOf) {
    return 'duplicate';
  }
  if (cluster.error) {
    return 'failed';
  }
  const states = new Set<string>(cluster.sources.map(({ state }) => state));
  if (states.size === 0) {
    return 'waiting';
  }
  states.delete('not-installed');
  return STANDINGS.find(standing => states.has(standing)) ?? 'not-installed';
}

/** Whether somebody has to look at it. */
export function clusterNeedsAttention(cluster: Cluster): boolean {
  return ['failed', 'forbidden', 'stale'].includes(standingOf(cluster));
}

export function worstFirst(clusters: Cluster[]): Cluster[] {
  const rank = (cluster: Cluster) => STANDINGS.indexOf(standingOf(cluster));
  return [...clusters].sort(
    (left, right) =>
      rank(left) - rank(right) || left.title.localeCompare(right.title),
  );
}

/** Kinds of a cluster that need attention. */
export function problemsOf(cluster: Cluster): SourceStatus[] {
  return cluster.sources.filter(needsAttention);
}

/** The groups that kinds are shown in, in order. */
const GROUPS: { id: Group; kinds: readonly string[] }[] = [
  { id: 'workloads', kinds: ['Workload', 'Namespace'] },
  {
    id: 'reports',
    kinds: [...REPORT_KINDS, 'Evaluation', 'Baseline', 'Registry', 'Upload'],
  },
  {
    id: 'guardrails',
    kinds: [
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
      'PolicyException',
      'NetworkPolicy',
      'Service',
      'ResourceQuota',
      'LimitRange',
    ],
  },
  {
    id: 'access',
    kinds: [
      'ServiceAccount',
      'Role',
      'RoleBinding',
      'ClusterRole',
      'ClusterRoleBinding',
    ],
  },
];

export type Group = 'workloads' | 'reports' | 'guardrails' | 'access' | 'other';

/** Sources by group; kinds that this page does not know come last, never lost. */
export function byGroup(
  sources: SourceStatus[],
): { id: Group; sources: SourceStatus[] }[] {
  const known = new Set(GROUPS.flatMap(({ kinds }) => kinds));
  return [
    ...GROUPS.map(({ id, kinds }) => ({
      id,
      sources: kinds.flatMap(kind =>
        sources.filter(source => source.kind === kind),
      ),
    })),
    {
      id: 'other' as const,
      sources: sources.filter(({ kind }) => !known.has(kind)),
    },
  ].filter(group => group.sources.length > 0);
}
