/** Misconfigurations of namespaces and of the access to them: the platform's part. */
import {
  NAMESPACE_WITNESSES,
  cis,
  gatekeeper,
  guardrail,
  kubescape,
  kyverno,
  nsa,
  shiftDown,
  trivy,
} from './builders';
import type { Control } from './types';

/** What each control here has in common. */
const shared = {
  area: 'misconfigurations',
  responsibility: 'platform',
  witnesses: NAMESPACE_WITNESSES,
  appliesTo: 'namespace',
} as const;

/** Our own checks of a namespace by itself. */
const baseline = (...rules: string[]) =>
  shiftDown('namespace-baseline', ...rules);

/** Our own checks of who may do what in it. */
const access = (...rules: string[]) => shiftDown('access', ...rules);

const rbac = {
  ...shared,
  witnesses: [...NAMESPACE_WITNESSES, 'RbacAssessmentReport'],
} satisfies Partial<Control>;

export const NAMESPACE_CONTROLS: Control[] = [
  {
    ...shared,
    id: 'network-policy',
    title: 'Network traffic must be denied unless it is allowed',
    severity: 'high',
    rationale:
      'Without a network policy every Pod of the cluster reaches every other: one breach is a breach of all.',
    remediation:
      'Add a NetworkPolicy with an empty spec.podSelector and spec.policyTypes [Ingress, Egress], then allow what is needed, DNS among it.',
    references: [
      cis('5.3.1'),
      cis('5.3.2'),
      nsa('2.0'),
      nsa('3.0'),
      kubescape('C-0030'),
      kubescape('C-0054'),
      kubescape('C-0206'),
    ],
    matchers: [
      ...baseline('network-ingress', 'network-egress'),
      ...kyverno(
        'require-network-policy',
        'require-networkpolicy',
        'require-netpol',
        'add-networkpolicy',
        'add-network-policy',
        'restrict-networkpolicy-empty-podselector',
      ),
      ...trivy(38),
    ],
  },
  {
    ...shared,
    id: 'network-dns',
    title: 'Workloads whose traffic is denied should still resolve names',
    severity: 'info',
    rationale:
      'Where denied traffic takes DNS with it nothing works, and the quick way out is a policy that allows everything.',
    remediation:
      'Add a NetworkPolicy with an empty spec.podSelector whose spec.egress[] allows UDP and TCP on port 53 to the cluster’s DNS.',
    references: [],
    matchers: baseline('network-dns'),
  },
  {
    ...shared,
    id: 'pod-security-enforcement',
    title: 'Namespaces must enforce a Pod Security level',
    severity: 'medium',
    rationale:
      'The API server itself refuses what the enforced level forbids, whatever else in the cluster is down.',
    remediation:
      'Set metadata.labels["pod-security.kubernetes.io/enforce"] of the Namespace to baseline or restricted, and enforce-version to a fixed version.',
    references: [cis('5.2.1')],
    matchers: [
      ...baseline('pod-security-level', 'pod-security-version'),
      ...kyverno('add-psa-labels', 'deny-privileged-profile'),
    ],
  },
  {
    ...shared,
    id: 'pod-security-warnings',
    title: 'Namespaces should warn of what their Pod Security level forbids',
    severity: 'info',
    rationale:
      'Only Pods are refused: without a warning a Deployment is taken whose Pods never start, and nobody is told who applied it.',
    remediation:
      'Set metadata.labels["pod-security.kubernetes.io/warn"] and ["pod-security.kubernetes.io/audit"] of the Namespace to the enforced level or a stricter one.',
    references: [cis('5.2.1')],
    matchers: baseline('pod-security-warnings'),
  },
  {
    ...shared,
    id: 'resource-quota',
    title: 'Namespaces must have a quota and default limits',
    severity: 'low',
    rationale:
      'A quota keeps one team’s mistake from taking the cluster; default limits catch the containers that name none.',
    remediation:
      'Add a ResourceQuota with spec.hard and a LimitRange with spec.limits[].default to the namespace.',
    references: [
      nsa('4.0'),
      nsa('4.1'),
      kubescape('C-0270'),
      kubescape('C-0271'),
    ],
    matchers: [
      ...baseline('resource-quota', 'limit-range'),
      ...kyverno('add-ns-quota'),
      ...trivy(39, 40),
    ],
  },
  {
    ...shared,
    id: 'service-quota',
    title: 'Quotas should leave no room for node ports and load balancers',
    severity: 'info',
    rationale:
      'A quota of none is refused by the API server itself, whatever policy engine is installed or down.',
    remediation:
      'Set spec.hard["services.nodeports"] and spec.hard["services.loadbalancers"] of a ResourceQuota in the namespace to 0.',
    references: [nsa('4.0')],
    matchers: baseline('service-quota'),
  },
  {
    ...shared,
    id: 'default-service-account',
    title: 'The default service account must give no token and have no access',
    severity: 'low',
    rationale:
      'Every Pod that names no service account has this one: what it is granted is granted to whatever is deployed next.',
    remediation:
      'Set automountServiceAccountToken of the ServiceAccount default to false, remove it from subjects[] of bindings, and name an account of its own in spec.template.spec.serviceAccountName of each workload.',
    references: [
      cis('5.1.5'),
      cis('5.1.6'),
      nsa('1.11'),
      kubescape('C-0034'),
      kubescape('C-0189'),
    ],
    matchers: baseline('default-service-account'),
  },
  {
    ...shared,
    id: 'exposed-services',
    title: 'Services must be published through the platform’s ingress',
    severity: 'low',
    rationale:
      'Node ports, external IPs and load balancers of one’s own go past the ingress with its TLS, its authentication and its logs.',
    remediation:
      'Set spec.type of the Service to ClusterIP, remove spec.externalIPs, and publish it by an Ingress or HTTPRoute.',
    references: [kubescape('C-0256')],
    matchers: [
      ...baseline('exposed-services'),
      ...kyverno(
        'restrict-nodeport',
        'restrict-node-port',
        'restrict-external-ips',
        'restrict-service-external-ips',
      ),
      ...gatekeeper(
        'K8sBlockNodePort',
        'K8sBlockLoadBalancer',
        'K8sExternalIPs',
      ),
      ...trivy(108),
      ...guardrail('no-exposed-services'),
    ],
  },
  {
    ...rbac,
    id: 'cluster-admin-binding',
    title: 'Nobody in a namespace must have the role cluster-admin',
    severity: 'high',
    rationale:
      'In one namespace it grants everything that is there and will be; in all of the cluster it grants the cluster, and a stolen token is enough.',
    remediation:
      'Replace cluster-admin in roleRef.name of the binding by a Role whose rules[] name what is needed, or by edit.',
    references: [cis('5.1.1'), kubescape('C-0035'), kubescape('C-0185')],
    matchers: [
      ...access('cluster-admin'),
      ...kyverno('restrict-binding-clusteradmin'),
      ...trivy(111),
    ],
  },
  {
    ...rbac,
    id: 'rbac-wildcards',
    title: 'Roles must name the verbs and resources they grant',
    severity: 'high',
    rationale:
      'A wildcard grants what exists today and whatever is installed tomorrow.',
    remediation:
      'Replace * in rules[].verbs, rules[].resources and rules[].apiGroups of the Role by what is needed.',
    references: [cis('5.1.3'), kubescape('C-0187')],
    matchers: [
      ...access('wildcards'),
      ...kyverno('restrict-wildcard-verbs', 'restrict-wildcard-resources'),
      ...trivy(44, 45, 46, 112),
    ],
  },
  {
    ...rbac,
    id: 'rbac-escalation',
    title: 'Roles must not let their holders gain more access',
    severity: 'high',
    rationale:
      'Who may bind, escalate, impersonate or exec gets every permission of those they reach.',
    remediation:
      'Remove bind, escalate and impersonate from rules[].verbs of the Role, and pods/exec, pods/attach and nodes/proxy from rules[].resources.',
    references: [
      cis('5.1.8'),
      cis('5.1.9'),
      cis('5.1.12'),
      cis('5.1.13'),
      kubescape('C-0191'),
    ],
    matchers: [
      ...access('escalation'),
      ...kyverno(
        'restrict-escalation-verbs-roles',
        'restrict-binding-system-groups',
        'restrict-clusterrole-nodesproxy',
        'restrict-clusterrole-mutating-validating-admission-webhooks',
      ),
      ...gatekeeper('K8sDisallowAnonymous', 'K8sBlockEndpointEditDefaultRole'),
      ...trivy(43, 47, 50, 51, 52, 53, 54, 55, 114, 122, 123, 1011),
    ],
  },
  {
    ...rbac,
    id: 'rbac-secrets',
    title: 'Roles must not grant access to Secrets',
    severity: 'medium',
    rationale:
      'Whoever lists Secrets holds every credential of the namespace, those of service accounts included.',
    remediation:
      'Remove secrets from rules[].resources of the Role, or narrow it by rules[].resourceNames.',
    references: [cis('5.1.2'), kubescape('C-0186')],
    matchers: [
      ...access('secrets'),
      ...kyverno('restrict-secret-role-verbs'),
      ...trivy(41, 113),
    ],
  },
  {
    ...rbac,
    id: 'pod-creation',
    title: 'Only those who deploy must be able to run Pods',
    severity: 'low',
    rationale:
      'Whoever may run Pods in a namespace may mount any of its Secrets and run as any of its service accounts, with the cloud identities that these have.',
    remediation:
      'Remove create, update and patch of pods and of what makes Pods from rules[] of the Role, and leave deploying to a pipeline.',
    references: [cis('5.1.4'), kubescape('C-0188')],
    matchers: [...access('pod-creation'), ...trivy(48)],
  },
];
