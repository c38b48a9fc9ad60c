/** Namespaces in every state, for the development app. */
import type { NamespaceDetail } from '@shift-down/plugin-shift-down-common/client';
import { aNamespace, hoursAgo } from '../src/__testUtils__/fixtures';

const ready = [
  { level: 'baseline' as const, meets: 3, fails: 0, unknown: 0 },
  { level: 'restricted' as const, meets: 3, fails: 0, unknown: 0 },
];

export const sampleNamespaces: NamespaceDetail[] = [
  aNamespace(),
  aNamespace({
    namespace: 'sample-ready',
    levels: ready,
    workloadList: aNamespace().workloadList.slice(1),
    suggestion: {
      level: 'restricted',
      labels: {
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/enforce-version': 'v1.36',
      },
    },
    isolationProvider: undefined,
  }),
  aNamespace({
    namespace: 'sample-own-workloads-only',
    complete: false,
    checks: undefined,
    access: undefined,
    identities: undefined,
  }),
  aNamespace({
    namespace: 'sample-stale',
    freshness: 'stale',
    freshSince: hoursAgo(9),
  }),
  aNamespace({
    namespace: 'sample-access-unknown',
    access: [],
    accessUnknown: 'Role deployer could not be read',
    identities: [],
    checks: [],
  }),
  aNamespace({
    namespace: 'sample-not-evaluated',
    version: undefined,
    enforces: undefined,
    ownerRef: undefined,
    labels: {},
    levels: [],
    workloads: 0,
    workloadList: [],
    isolation: [],
    freshness: 'failed',
  }),
];
