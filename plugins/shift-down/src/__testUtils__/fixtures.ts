/** Sample evidence for tests and for the development app; none of it is real. */
import type { Entity } from '@backstage/catalog-model';
import type {
  ControlResult,
  Finding,
  FindingDetail,
  Image,
  NamespaceDetail,
  Posture,
  PostureOverview,
  SourceList,
  SourceStatus,
} from '@shift-down/plugin-shift-down-common/client';
import { DateTime } from 'luxon';

/** A moment some hours ago, so that samples read the same on every day. */
export function hoursAgo(hours: number): string {
  return DateTime.utc().minus({ hours }).toISO();
}

/** An id of the shape that findings have. */
export function findingId(number: number): string {
  return number.toString(16).padStart(32, '0');
}

export const sampleEntity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'payments-api', namespace: 'default' },
  spec: { type: 'service', lifecycle: 'production', owner: 'team-a' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/team-a' }],
};

export function aControl(
  overrides: Partial<ControlResult> = {},
): ControlResult {
  return {
    id: 'no-privileged-containers',
    title: 'Containers are not privileged',
    area: 'misconfigurations',
    responsibility: 'application',
    severity: 'critical',
    result: 'fail',
    failing: 2,
    unknown: 0,
    worstSeverity: 'critical',
    since: hoursAgo(50),
    rationale:
      'A privileged container has every capability of the node it runs on.',
    remediation:
      'Set securityContext.privileged to false on every container of the Pod template.',
    references: [
      {
        standard: 'pod-security',
        id: 'baseline: privileged containers',
        url: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      },
    ],
    ...overrides,
  };
}

export function aSource(overrides: Partial<SourceStatus> = {}): SourceStatus {
  return {
    cluster: 'demo',
    kind: 'PolicyReport',
    state: 'fresh',
    lastSuccessAt: hoursAgo(1),
    ...overrides,
  };
}

export function aCluster(
  overrides: Partial<SourceList['clusters'][number]> = {},
): SourceList['clusters'][number] {
  return {
    name: 'demo',
    title: 'Demo cluster',
    uid: '7f3c9a52-0000-4000-8000-000000000001',
    reportTrust: 'rbac',
    testable: true,
    events: [],
    sources: [
      aSource({ kind: 'Workload', objects: 120 }),
      aSource({ kind: 'Namespace', objects: 9 }),
      aSource({ objects: 1200, writers: [], writersTotal: 0 }),
    ],
    ...overrides,
  };
}

export function aSourceList(overrides: Partial<SourceList> = {}): SourceList {
  return {
    complete: true,
    clusters: [aCluster()],
    exemptions: [],
    exemptionsTotal: 0,
    unowned: { workloads: 0, findings: 0 },
    unboundNamespaces: [],
    ...overrides,
  };
}

export function anExemption(
  overrides: Partial<NonNullable<SourceList['exemptions']>[number]> = {},
): NonNullable<SourceList['exemptions']>[number] {
  return {
    cluster: 'demo',
    engine: 'kyverno',
    namespace: 'payments',
    name: 'let-the-agent-in',
    policies: [
      { policy: 'disallow-host-path', rules: ['host-path'] },
      { policy: 'disallow-privileged-containers', rules: [] },
    ],
    scope: 'Pods whose name begins with agent-, in namespace payments',
    reason: 'The vendor’s agent needs it.',
    createdAt: hoursAgo(700),
    ...overrides,
  };
}

export function anOverview(
  overrides: Partial<PostureOverview> = {},
): PostureOverview {
  return {
    entityRef: 'component:default/payments-api',
    title: 'Payments API',
    kind: 'component',
    ownerRef: 'group:default/team-a',
    state: 'assessed',
    score: 71,
    grade: 'C',
    coverage: 0.826,
    passing: 6,
    failing: 3,
    unknown: 2,
    worstFinding: {
      id: findingId(1),
      title: 'Container runs privileged',
      severity: 'critical',
    },
    assessedAt: hoursAgo(0.1),
    ...overrides,
  };
}

export function aPosture(overrides: Partial<Posture> = {}): Posture {
  return {
    ...anOverview(),
    trust: 'namespace-owner',
    notApplicable: 1,
    byArea: [
      {
        area: 'vulnerabilities',
        score: 60,
        coverage: 1,
        passing: 1,
        failing: 1,
        unknown: 0,
      },
      {
        area: 'misconfigurations',
        score: 74,
        coverage: 0.9,
        passing: 5,
        failing: 2,
        unknown: 1,
      },
      {
        area: 'supply-chain',
        coverage: 0,
        passing: 0,
        failing: 0,
        unknown: 1,
      },
    ],
    byResponsibility: [
      {
        responsibility: 'platform',
        score: 100,
        coverage: 1,
        passing: 3,
        failing: 0,
        unknown: 0,
      },
      {
        responsibility: 'application',
        score: 55,
        coverage: 0.8,
        passing: 2,
        failing: 3,
        unknown: 2,
      },
      {
        responsibility: 'security',
        score: 100,
        coverage: 1,
        passing: 1,
        failing: 0,
        unknown: 0,
      },
    ],
    controls: [
      aControl(),
      aControl({
        id: 'drop-all-capabilities',
        title: 'Containers drop all capabilities',
        severity: 'medium',
        result: 'pass',
        failing: 0,
        worstSeverity: undefined,
      }),
      aControl({
        id: 'images-pinned-by-digest',
        title: 'Images are pinned by digest',
        area: 'supply-chain',
        severity: 'medium',
        result: 'unknown',
        reason: 'Nothing in this cluster checks this.',
        failing: 0,
        worstSeverity: undefined,
      }),
      aControl({
        id: 'no-fixable-critical-vulnerabilities',
        title: 'No critical vulnerability with a fix',
        area: 'vulnerabilities',
        failing: 1,
      }),
    ],
    claims: [
      { annotation: 'backstage.io/kubernetes-id', value: 'payments-api' },
    ],
    workloads: [
      {
        cluster: 'demo',
        namespace: 'payments',
        kind: 'Deployment',
        name: 'payments-api',
        podSecurityEnforce: 'baseline',
        pods: { total: 3, ready: 2 },
        containers: [
          {
            name: 'api',
            type: 'main',
            image: 'registry.example.com/payments/api:1.4.2',
          },
          {
            name: 'migrate',
            type: 'init',
            image: 'registry.example.com/payments/migrate:1.4.2',
          },
        ],
      },
    ],
    sources: [
      aSource(),
      aSource({ kind: 'VulnerabilityReport' }),
      aSource({ kind: 'Workload' }),
    ],
    trend: [
      { at: hoursAgo(96), score: 58, grade: 'F', coverage: 0.7 },
      { at: hoursAgo(72), score: 64, grade: 'D', coverage: 0.8 },
      { at: hoursAgo(48), grade: 'unknown', coverage: 0 },
      { at: hoursAgo(24), score: 74, grade: 'C', coverage: 0.82 },
      { at: hoursAgo(1), score: 71, grade: 'C', coverage: 0.82 },
    ],
    changes: [
      {
        controlId: 'no-privileged-containers',
        at: hoursAgo(50),
        from: 'pass',
        to: 'fail',
      },
    ],
    parts: [],
    ...overrides,
  };
}

export function aFinding(overrides: Partial<Finding> = {}): Finding {
  return {
    id: findingId(1),
    type: 'policy',
    controlId: 'no-privileged-containers',
    title: 'Container runs privileged',
    severity: 'critical',
    area: 'misconfigurations',
    responsibility: 'application',
    engine: 'kyverno',
    category: 'Pod Security Standards (Baseline)',
    policy: 'disallow-privileged-containers',
    rule: 'privileged-containers',
    subject: {
      cluster: 'demo',
      namespace: 'payments',
      kind: 'Deployment',
      name: 'payments-api',
    },
    result: 'fail',
    message: 'validation error: privileged mode is disallowed',
    firstSeen: hoursAgo(50),
    lastSeen: hoursAgo(1),
    lastFailedAt: hoursAgo(1),
    occurrences: 1,
    entityRefs: ['component:default/payments-api'],
    ...overrides,
  };
}

export function aVulnerability(overrides: Partial<Finding> = {}): Finding {
  return aFinding({
    id: findingId(100),
    type: 'vulnerability',
    controlId: 'no-fixable-critical-vulnerabilities',
    title: 'openssl: buffer overflow in an example',
    area: 'vulnerabilities',
    engine: 'trivy',
    category: undefined,
    policy: undefined,
    rule: undefined,
    subject: undefined,
    message: undefined,
    advisory: 'CVE-2099-0001',
    packageName: 'openssl',
    packageUrl: 'pkg:deb/debian/openssl',
    installedVersion: '3.0.1',
    fixedVersion: '3.0.9',
    repository: 'registry.example.com/payments/api',
    ...overrides,
  });
}

export function aFindingDetail(
  overrides: Partial<FindingDetail> = {},
): FindingDetail {
  const { id, title, rationale, remediation, references } = aControl();
  return {
    ...aFinding(),
    control: { id, title, rationale, remediation, references },
    remediation,
    occurrenceList: [
      {
        cluster: 'demo',
        namespace: 'payments',
        kind: 'Deployment',
        name: 'payments-api',
        result: 'fail',
        message: 'validation error: privileged mode is disallowed',
        reportedBy: 'kyverno disallow-privileged-containers',
        outcome: 'fail',
        sourceKind: 'PolicyReport',
        freshness: 'fresh',
        observedAt: hoursAgo(1),
        entityRefs: ['component:default/payments-api'],
        fields: {
          spec: {
            template: {
              spec: {
                containers: [
                  { name: 'api', securityContext: { privileged: true } },
                ],
              },
            },
          },
        },
      },
    ],
    ...overrides,
  };
}

export function anImage(overrides: Partial<Image> = {}): Image {
  return {
    repository: 'registry.example.com/payments/api',
    tag: '1.4.2',
    digest: `sha256:${'ab'.repeat(32)}`,
    scanned: true,
    scanner: 'Trivy',
    scannedAt: hoursAgo(5),
    os: 'debian 10.13',
    osEndOfLife: true,
    vulnerabilities: { critical: 1, high: 4, medium: 0, low: 12 },
    workloads: [
      {
        cluster: 'demo',
        namespace: 'payments',
        kind: 'Deployment',
        name: 'payments-api',
      },
    ],
    ...overrides,
  };
}

const PAYMENTS_ADMINS = {
  binding: {
    namespace: 'payments',
    kind: 'RoleBinding',
    name: 'payments-admins',
  },
  role: { namespace: '', kind: 'ClusterRole', name: 'admin' },
  names: [],
};

/** Two of three workloads meet restricted; its owner looks at it. */
export function aNamespace(
  overrides: Partial<NamespaceDetail> = {},
): NamespaceDetail {
  const isolated = {
    state: 'isolated' as const,
    reason: '',
    policies: ['default-deny'],
    undoneBy: [],
  };
  return {
    cluster: 'demo',
    namespace: 'payments',
    ownerRef: 'group:default/team-a',
    freshness: 'fresh',
    complete: true,
    version: 'v1.36',
    workloads: 3,
    levels: [
      { level: 'baseline', meets: 3, fails: 0, unknown: 0 },
      { level: 'restricted', meets: 2, fails: 1, unknown: 0 },
    ],
    labels: {
      'pod-security.kubernetes.io/enforce': 'baseline',
      'pod-security.kubernetes.io/enforce-version': 'v1.34',
    },
    enforces: 'baseline',
    workloadList: [
      {
        kind: 'Deployment',
        name: 'ledger',
        entityRefs: ['component:default/payments-api'],
        baseline: 'pass',
        restricted: 'fail',
        checks: [
          {
            policy: 'pod-security',
            rule: 'runAsNonRoot',
            level: 'restricted',
            title: 'Containers must be made to run as a user other than root',
            result: 'fail',
            reason: '',
            message: 'runAsNonRoot != true',
            violations: [
              {
                component: 'book',
                field: 'spec.template.spec.containers[0].securityContext',
                message:
                  'container "book" must set securityContext.runAsNonRoot=true',
              },
            ],
          },
          {
            policy: 'require-owner',
            rule: '0',
            title: 'Every other policy of the cluster must pass',
            result: 'unknown',
            reason: 'It asks for the user, who is not known here',
            message: '',
            violations: [],
          },
        ],
      },
      ...['payments-api', 'payments-worker'].map(name => ({
        kind: 'Deployment',
        name,
        entityRefs: [],
        baseline: 'pass' as const,
        restricted: 'pass' as const,
        checks: [],
      })),
    ],
    isolation: [
      {
        kind: 'Deployment',
        name: 'ledger',
        ingress: isolated,
        egress: {
          state: 'open',
          reason: 'NetworkPolicy allow-all allows traffic to every Pod',
          policies: ['default-deny', 'allow-all'],
          undoneBy: ['allow-all'],
        },
      },
    ],
    isolationProvider: 'cilium',
    checks: [
      {
        policy: 'namespace-baseline',
        rule: 'resource-quota',
        controlId: 'resource-quota',
        title: 'Namespaces must have a quota and default limits',
        result: 'fail',
        reason: '',
        message: 'Namespace payments has no ResourceQuota',
        violations: [
          {
            component: '',
            field: '',
            message: 'Namespace payments has no ResourceQuota',
          },
        ],
      },
    ],
    access: [
      {
        who: 'group:team-payments',
        power: 'read-secrets',
        title: 'read Secrets',
        scope: 'namespace',
        trusted: false,
        anybody: false,
        paths: [PAYMENTS_ADMINS],
      },
      {
        who: 'group:team-payments',
        power: 'change-admission',
        title: 'change admission policies and webhooks',
        scope: 'cluster',
        trusted: false,
        anybody: false,
        paths: [
          {
            binding: {
              namespace: '',
              kind: 'ClusterRoleBinding',
              name: 'operator',
            },
            role: { namespace: '', kind: 'ClusterRole', name: 'operator' },
            actingAs: 'serviceaccount:payments:operator',
            names: ['guard'],
          },
        ],
      },
      {
        who: 'group:platform',
        power: 'everything',
        title: 'do everything',
        scope: 'cluster',
        trusted: true,
        anybody: false,
        paths: [
          {
            binding: {
              namespace: '',
              kind: 'ClusterRoleBinding',
              name: 'platform-admins',
            },
            role: { namespace: '', kind: 'ClusterRole', name: 'cluster-admin' },
            names: [],
          },
        ],
      },
    ],
    identities: [
      {
        serviceAccount: 'payments-api',
        provider: 'aws',
        identity: 'arn:aws:iam::123456789012:role/payments-api',
        workloads: [
          { namespace: 'payments', kind: 'Deployment', name: 'payments-api' },
        ],
        assumableBy: [
          { who: 'group:team-payments', trusted: false },
          { who: 'group:platform', trusted: true },
        ],
      },
    ],
    ...overrides,
  };
}
