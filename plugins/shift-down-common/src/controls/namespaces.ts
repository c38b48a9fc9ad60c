/** Misconfigurations of namespaces and of the access to them: the platform's part. */
import {
  NAMESPACE_WITNESSES,
  cis,
  gatekeeper,
  kubescape,
  kyverno,
  nsa,
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
      cis('5.3.2'),
      nsa('2.0'),
      kubescape('C-0030'),
      kubescape('C-0054'),
    ],
    matchers: [
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
    id: 'pod-security-enforcement',
    title: 'Namespaces must enforce a Pod Security level',
    severity: 'medium',
    rationale:
      'The API server itself refuses what the enforced level forbids, whatever else in the cluster is down.',
    remediation:
      'Set metadata.labels["pod-security.kubernetes.io/enforce"] of the Namespace to baseline or restricted, and enforce-version to a fixed version.',
    references: [cis('5.2.1')],
    matchers: kyverno('add-psa-labels', 'deny-privileged-profile'),
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
    references: [nsa('4.0'), nsa('4.1')],
    matchers: [...kyverno('add-ns-quota'), ...trivy(39, 40)],
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
    references: [],
    matchers: [
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
      'Replace * in rules[].verbs, rules[].resources and rules[].apiGroups of the Role by what is needed, and bind no cluster-admin.',
    references: [cis('5.1.1'), cis('5.1.3'), kubescape('C-0035')],
    matchers: [
      ...kyverno(
        'restrict-wildcard-verbs',
        'restrict-wildcard-resources',
        'restrict-binding-clusteradmin',
      ),
      ...trivy(44, 45, 46, 111, 112),
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
    references: [cis('5.1.8'), cis('5.1.12'), cis('5.1.13')],
    matchers: [
      ...kyverno(
        'restrict-escalation-verbs-roles',
        'restrict-binding-system-groups',
        'restrict-clusterrole-nodesproxy',
        'restrict-clusterrole-mutating-validating-admission-webhooks',
      ),
      ...gatekeeper('K8sDisallowAnonymous', 'K8sBlockEndpointEditDefaultRole'),
      ...trivy(43, 47, 48, 50, 51, 52, 53, 54, 55, 114, 122, 123, 1011),
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
    references: [cis('5.1.2')],
    matchers: [...kyverno('restrict-secret-role-verbs'), ...trivy(41, 113)],
  },
];
