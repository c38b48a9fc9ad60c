/** Everything that is listed in a cluster, in the order in which it is wanted. */
import type { SourceKind } from '@shift-down/plugin-shift-down-common';

/** One resource of the Kubernetes API that is collected. @internal */
export interface CollectedResource {
  sourceKind: SourceKind;
  /** Empty for the core group. */
  group: string;
  /** Those that can be read, the wanted first; only one of them is listed. */
  versions: readonly string[];
  /** Plural, as paths and RBAC have it; `*` for every resource of the group. */
  resource: string;
  /** As objects have it; of `*` it is known once the cluster was asked. */
  kind: string;
  namespaced: boolean;
  /** Objects asked for at once. */
  pageSize: number;
  /** Lists of lower phases come first: who owns what, before what is said of it. */
  phase: 1 | 2 | 3;
}

/** Reports hold up to megabytes each. */
const REPORT_PAGE = 50;
const PAGE = 500;

/** Groups that every API server serves. */
const BUILT_IN = new Set([
  '',
  'apps',
  'batch',
  'networking.k8s.io',
  'rbac.authorization.k8s.io',
]);

/** Whether a server without it is broken, rather than one where it isn't installed. @internal */
export function isBuiltIn({ group }: CollectedResource): boolean {
  return BUILT_IN.has(group);
}

const GATEKEEPER_GROUP = 'constraints.gatekeeper.sh';
const TRIVY_GROUP = 'aquasecurity.github.io';

function resource(
  sourceKind: SourceKind,
  group: string,
  versions: readonly string[],
  plural: string,
  options: {
    kind?: string;
    clusterScoped?: boolean;
    phase?: 1 | 2 | 3;
    pageSize?: number;
  } = {},
): CollectedResource {
  return {
    sourceKind,
    group,
    versions,
    resource: plural,
    kind: options.kind ?? sourceKind,
    namespaced: !options.clusterScoped,
    pageSize: options.pageSize ?? PAGE,
    phase: options.phase ?? 1,
  };
}

const workload = (group: string, plural: string, kind: string) =>
  resource('Workload', group, ['v1'], plural, { kind, phase: 2 });

const report = (
  sourceKind: SourceKind,
  group: string,
  versions: readonly string[],
  plural: string,
  clusterScoped = false,
) =>
  resource(sourceKind, group, versions, plural, {
    clusterScoped,
    phase: 3,
    pageSize: REPORT_PAGE,
  });

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const WGPOLICY = ['v1alpha2', 'v1beta1', 'v1alpha1'];
const KYVERNO_EXCEPTIONS = ['v2', 'v2beta1'];
const KYVERNO_CEL = ['v1', 'v1beta1', 'v1alpha1'];

/** @internal */
export const RESOURCES: readonly CollectedResource[] = [
  resource('Namespace', '', ['v1'], 'namespaces', { clusterScoped: true }),
  resource('ClusterRole', RBAC, ['v1'], 'clusterroles', {
    clusterScoped: true,
  }),
  resource('ClusterRoleBinding', RBAC, ['v1'], 'clusterrolebindings', {
    clusterScoped: true,
  }),
  resource('Role', RBAC, ['v1'], 'roles'),
  resource('RoleBinding', RBAC, ['v1'], 'rolebindings'),
  resource('ServiceAccount', '', ['v1'], 'serviceaccounts'),
  resource('NetworkPolicy', 'networking.k8s.io', ['v1'], 'networkpolicies'),
  resource('Service', '', ['v1'], 'services'),
  resource('ResourceQuota', '', ['v1'], 'resourcequotas'),
  resource('LimitRange', '', ['v1'], 'limitranges'),
  ...[
    ['ValidatingAdmissionPolicy', 'validatingadmissionpolicies'] as const,
    [
      'ValidatingAdmissionPolicyBinding',
      'validatingadmissionpolicybindings',
    ] as const,
  ].map(([kind, plural]) =>
    resource(kind, ADMISSION, ['v1', 'v1beta1'], plural, {
      clusterScoped: true,
    }),
  ),
  resource(
    'PolicyException',
    'kyverno.io',
    KYVERNO_EXCEPTIONS,
    'policyexceptions',
  ),
  resource(
    'PolicyException',
    'policies.kyverno.io',
    KYVERNO_CEL,
    'policyexceptions',
  ),

  workload('', 'pods', 'Pod'),
  workload('apps', 'replicasets', 'ReplicaSet'),
  workload('apps', 'deployments', 'Deployment'),
  workload('apps', 'statefulsets', 'StatefulSet'),
  workload('apps', 'daemonsets', 'DaemonSet'),
  workload('batch', 'jobs', 'Job'),
  workload('batch', 'cronjobs', 'CronJob'),
  workload('', 'replicationcontrollers', 'ReplicationController'),

  report('PolicyReport', 'wgpolicyk8s.io', WGPOLICY, 'policyreports'),
  report(
    'ClusterPolicyReport',
    'wgpolicyk8s.io',
    WGPOLICY,
    'clusterpolicyreports',
    true,
  ),
  report('Report', 'openreports.io', ['v1alpha1'], 'reports'),
  report(
    'ClusterReport',
    'openreports.io',
    ['v1alpha1'],
    'clusterreports',
    true,
  ),
  report(
    'GatekeeperConstraint',
    GATEKEEPER_GROUP,
    ['v1', 'v1beta1'],
    '*',
    true,
  ),
  ...[
    ['VulnerabilityReport', 'vulnerabilityreports'] as const,
    ['ConfigAuditReport', 'configauditreports'] as const,
    ['ExposedSecretReport', 'exposedsecretreports'] as const,
    ['RbacAssessmentReport', 'rbacassessmentreports'] as const,
  ].map(([kind, plural]) => report(kind, TRIVY_GROUP, ['v1alpha1'], plural)),
];
