/** What to grant the collector, so that it may read a kind. Never more than reading. */
import type { SourceKind } from '@shift-down/plugin-shift-down-common';

interface Rule {
  apiGroups: string[];
  resources: string[];
}

const rule = (apiGroup: string, ...resources: string[]): Rule => ({
  apiGroups: [apiGroup],
  resources,
});

const RULES: Record<SourceKind, Rule[]> = {
  Namespace: [rule('', 'namespaces')],
  Workload: [
    rule('', 'pods', 'replicationcontrollers'),
    rule('apps', 'deployments', 'replicasets', 'statefulsets', 'daemonsets'),
    rule('batch', 'jobs', 'cronjobs'),
  ],
  PolicyReport: [rule('wgpolicyk8s.io', 'policyreports')],
  ClusterPolicyReport: [rule('wgpolicyk8s.io', 'clusterpolicyreports')],
  Report: [rule('openreports.io', 'reports')],
  ClusterReport: [rule('openreports.io', 'clusterreports')],
  GatekeeperConstraint: [rule('constraints.gatekeeper.sh', '*')],
  VulnerabilityReport: [rule('aquasecurity.github.io', 'vulnerabilityreports')],
  ConfigAuditReport: [rule('aquasecurity.github.io', 'configauditreports')],
  ExposedSecretReport: [rule('aquasecurity.github.io', 'exposedsecretreports')],
  RbacAssessmentReport: [
    rule('aquasecurity.github.io', 'rbacassessmentreports'),
  ],
  NetworkPolicy: [rule('networking.k8s.io', 'networkpolicies')],
  ResourceQuota: [rule('', 'resourcequotas')],
  LimitRange: [rule('', 'limitranges')],
  ServiceAccount: [rule('', 'serviceaccounts')],
  Role: [rule('rbac.authorization.k8s.io', 'roles')],
  RoleBinding: [rule('rbac.authorization.k8s.io', 'rolebindings')],
  ClusterRole: [rule('rbac.authorization.k8s.io', 'clusterroles')],
  ClusterRoleBinding: [
    rule('rbac.authorization.k8s.io', 'clusterrolebindings'),
  ],
  ValidatingAdmissionPolicy: [
    rule('admissionregistration.k8s.io', 'validatingadmissionpolicies'),
  ],
  ValidatingAdmissionPolicyBinding: [
    rule('admissionregistration.k8s.io', 'validatingadmissionpolicybindings'),
  ],
  PolicyException: [
    rule('kyverno.io', 'policyexceptions'),
    rule('policies.kyverno.io', 'policyexceptions'),
  ],
  Service: [rule('', 'services')],
  Evaluation: [],
  Registry: [],
  Upload: [],
  Baseline: [],
};

/** Rules to add to a role, one for each API group. */
export function rulesFor(
  kinds: readonly SourceKind[],
): (Rule & { verbs: string[] })[] {
  const resources = new Map<string, string[]>();
  for (const { apiGroups, resources: added } of kinds.flatMap(
    kind => RULES[kind],
  )) {
    const [group] = apiGroups;
    resources.set(group, [...(resources.get(group) ?? []), ...added]);
  }
  return [...resources].map(([group, names]) => ({
    apiGroups: [group],
    resources: [...new Set(names)],
    verbs: ['get', 'list', 'watch'],
  }));
}
