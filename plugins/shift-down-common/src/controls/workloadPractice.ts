/** Misconfigurations of workloads beyond the Pod Security Standards. */
import {
  WORKLOAD_WITNESSES,
  cis,
  gatekeeper,
  guardrail,
  kubescape,
  kyverno,
  nsa,
  trivy,
} from './builders';
import type { Control } from './types';

/** What each control here has in common. */
const shared = {
  area: 'misconfigurations',
  responsibility: 'application',
  witnesses: WORKLOAD_WITNESSES,
  appliesTo: 'workload',
} as const;

export const WORKLOAD_PRACTICE_CONTROLS: Control[] = [
  {
    ...shared,
    id: 'read-only-root-filesystem',
    title: 'Containers must have a read-only root file system',
    severity: 'low',
    rationale:
      'An attacker who cannot write into the container can neither drop tools there nor change the program that runs.',
    remediation:
      'Set spec.template.spec.containers[].securityContext.readOnlyRootFilesystem to true and mount an emptyDir where the program must write.',
    references: [cis('5.6.3'), nsa('1.1'), kubescape('C-0017')],
    matchers: [
      ...kyverno('require-ro-rootfs'),
      ...gatekeeper('K8sPSPReadOnlyRootFilesystem'),
      ...trivy(14),
      ...guardrail('read-only-root-filesystem'),
    ],
  },
  {
    ...shared,
    id: 'resource-limits',
    title: 'Containers must have requests and limits',
    severity: 'medium',
    rationale:
      'Without limits one leak or one flood of requests starves every neighbour on the node.',
    remediation:
      'Set spec.template.spec.containers[].resources.requests.cpu, resources.requests.memory and resources.limits.memory.',
    references: [kubescape('C-0270'), kubescape('C-0271')],
    matchers: [
      ...kyverno(
        'require-requests-limits',
        'require-pod-requests-limits',
        'require-limits',
      ),
      ...gatekeeper(
        'K8sContainerLimits',
        'K8sContainerRequests',
        'K8sRequiredResources',
      ),
      ...trivy(11, 15, 16, 18),
      ...guardrail('requests-and-limits'),
    ],
  },
  {
    ...shared,
    id: 'health-probes',
    title: 'Containers must have health probes',
    severity: 'low',
    rationale:
      'Without probes a hung or compromised process goes on getting traffic, and a patched release cannot be rolled out safely.',
    remediation:
      'Set spec.template.spec.containers[].readinessProbe and livenessProbe.',
    references: [],
    matchers: [
      ...kyverno('require-probes', 'require-pod-probes'),
      ...gatekeeper('K8sRequiredProbes'),
      ...guardrail('health-probes'),
    ],
  },
  {
    ...shared,
    id: 'service-account-token',
    title: 'Pods must not mount a service account token they do not need',
    severity: 'medium',
    rationale:
      'The token that is mounted by default speaks to the Kubernetes API for whoever reads one file.',
    remediation:
      'Set spec.template.spec.automountServiceAccountToken to false; mount a projected token where the program does call the API.',
    references: [cis('5.1.6'), nsa('1.11'), kubescape('C-0034')],
    matchers: [
      ...kyverno('restrict-automount-sa-token'),
      ...gatekeeper('K8sPSPAutomountServiceAccountTokenPod'),
      ...trivy(36),
      ...guardrail('no-service-account-token'),
    ],
  },
  {
    ...shared,
    id: 'dedicated-namespace',
    title: 'Workloads must run in a namespace of their own',
    severity: 'low',
    rationale:
      'The default and system namespaces have no owner: their quotas, network policies and roles fit nobody.',
    remediation:
      'Set metadata.namespace to a namespace of the team and deploy the workload there.',
    references: [cis('5.6.1'), cis('5.6.4'), nsa('1.12')],
    matchers: [...kyverno('disallow-default-namespace'), ...trivy(37, 110)],
  },
  {
    ...shared,
    id: 'high-user-ids',
    title: 'Containers should use user and group ids above 10000',
    severity: 'info',
    rationale:
      'High ids do not collide with users of the node, should a container ever get out.',
    remediation:
      'Set spec.template.spec.containers[].securityContext.runAsUser and runAsGroup above 10000.',
    references: [nsa('1.6')],
    matchers: [...gatekeeper('K8sPSPFSGroup'), ...trivy(20, 21, 116)],
  },
];
