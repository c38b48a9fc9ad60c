/** Clusters in every state, for the page of sources in the development app. */
import {
  REPORT_KINDS,
  SOURCE_KINDS,
} from '@shift-down/plugin-shift-down-common';
import type {
  SourceList,
  SourceTestResult,
} from '@shift-down/plugin-shift-down-common/client';
import {
  aCluster,
  anExemption,
  aSource,
  aSourceList,
  hoursAgo,
} from '../src/__testUtils__/fixtures';

const OWNER_LABEL = 'shift-down.io/owner';

function unbound(namespace: string, workloads: number) {
  return {
    cluster: 'production',
    namespace,
    workloads,
    label: `${OWNER_LABEL}: <group>`,
    config: `- { cluster: 'production', namespace: '${namespace}', owner: 'group:default/<group>' }`,
  };
}

const production = aCluster({
  name: 'production',
  title: 'Production (sample)',
  reportTrust: 'rbac',
  reportTrustReason:
    'Others than the platform may write policy reports in 2 namespaces.',
  sources: SOURCE_KINDS.map((kind, index) => {
    const source = aSource({
      cluster: 'production',
      kind,
      lastSuccessAt: hoursAgo(0.01),
      objects: (index + 1) * 137,
      ...(REPORT_KINDS.some(report => report === kind)
        ? { writers: [], writersTotal: 0 }
        : {}),
    });
    switch (kind) {
      case 'PolicyReport':
        return {
          ...source,
          dropped: 3,
          writersTotal: 61,
          writers: [
            {
              writer: 'group:team-payments',
              via: 'RoleBinding payments/admins and ClusterRole admin',
              namespace: 'payments',
              trusted: false,
            },
            {
              writer: 'serviceaccount:ci:deployer',
              via: 'ClusterRoleBinding deployers and ClusterRole edit-reports',
              namespace: '',
              trusted: false,
            },
            {
              writer: 'group:platform-admins',
              via: 'ClusterRoleBinding platform and ClusterRole cluster-admin',
              namespace: '',
              trusted: true,
            },
          ],
        };
      case 'Report':
      case 'ClusterReport':
        return {
          ...source,
          state: 'not-installed' as const,
          objects: 0,
          lastSuccessAt: undefined,
        };
      case 'GatekeeperConstraint':
        return {
          ...source,
          cut: [{ policy: 'required-labels', listed: 20, total: 500 }],
        };
      case 'VulnerabilityReport':
        return {
          ...source,
          state: 'failed' as const,
          since: hoursAgo(2),
          lastSuccessAt: hoursAgo(2),
          error:
            'The API server answered 504 after 30 s while listing vulnerabilityreports.aquasecurity.github.io (page 12).',
          warnings: [
            'payments/replicaset-api-7c9: larger than 16 MB, passed over',
          ],
        };
      case 'ConfigAuditReport':
      case 'LimitRange':
        return {
          ...source,
          state: 'forbidden' as const,
          since: hoursAgo(30),
          lastSuccessAt: undefined,
          error: `${kind} is forbidden: User "system:serviceaccount:shift-down:collector" cannot list it at the cluster scope`,
        };
      default:
        return source;
    }
  }),
  events: Array.from({ length: 14 }, (_, index) => ({
    at: hoursAgo(index + 1),
    kind: index % 3 === 0 ? 'VulnerabilityReport' : undefined,
    level: index % 4 === 0 ? ('warning' as const) : ('info' as const),
    message:
      index % 4 === 0
        ? 'the list did not complete; what was known is kept'
        : 'this replica took over the cluster',
  })),
});

const unreachable = aCluster({
  name: 'staging',
  title: 'Staging (sample)',
  reportTrust: 'unknown',
  reportTrustReason: 'The credential may not list role bindings.',
  error: 'getaddrinfo ENOTFOUND staging.example.org',
  sources: production.sources.slice(0, 6).map(source => ({
    ...source,
    cluster: 'staging',
    state: 'stale' as const,
    since: hoursAgo(5),
    lastSuccessAt: hoursAgo(5),
  })),
});

export const sampleSources: SourceList = aSourceList({
  clusters: [
    aCluster({
      name: 'demo',
      title: 'Recorded (sample)',
      reportTrust: 'trusted',
      recordedAt: hoursAgo(800),
      testable: false,
      sources: aCluster().sources.map(source => ({
        ...source,
        writers: undefined,
        writersTotal: undefined,
      })),
    }),
    production,
    unreachable,
    aCluster({ name: 'new', title: 'New (sample)', sources: [] }),
    aCluster({
      name: 'production-again',
      title: 'Production again (sample)',
      duplicateOf: 'production',
      sources: [],
    }),
  ],
  unowned: { workloads: 12, findings: 43 },
  exemptions: [
    anExemption({ cluster: 'production' }),
    anExemption({
      cluster: 'production',
      name: 'for-now',
      namespace: 'orders',
      reason: '',
      expiresAt: hoursAgo(-90),
    }),
  ],
  exemptionsTotal: 2,
  unboundNamespaces: [
    unbound('orders', 14),
    ...Array.from({ length: 12 }, (_, index) =>
      unbound(`preview-${index + 1}`, index % 3),
    ),
  ],
});

export const sampleTests: Record<string, SourceTestResult> = {
  production: {
    at: hoursAgo(0),
    checks: [
      {
        name: 'The API server answers',
        outcome: 'passed',
        message: 'Version 1.34.2, in 41 ms.',
      },
      {
        name: 'Who the portal is there',
        outcome: 'passed',
        message: 'system:serviceaccount:shift-down:collector',
      },
      {
        name: 'Configuration audits may be read',
        outcome: 'failed',
        message: 'Listing is forbidden. Apply the collector’s manifest again.',
      },
      {
        name: 'The credential can do no more than it needs',
        outcome: 'warning',
        message: 'It may read Secrets. Take that away from its role.',
      },
      {
        name: 'OpenReports reports may be read',
        outcome: 'skipped',
        message: 'They are not installed.',
      },
    ],
  },
};
