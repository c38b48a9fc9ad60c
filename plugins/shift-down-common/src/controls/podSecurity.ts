/** Misconfigurations that the Pod Security Standards name. */
import {
  WORKLOAD_WITNESSES,
  cis,
  gatekeeper,
  guardrail,
  kubescape,
  kyverno,
  nsa,
  podSecurity,
  shiftDown,
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

const CONTROLS: Control[] = [
  {
    ...shared,
    id: 'privileged-containers',
    title: 'Containers must not be privileged',
    severity: 'critical',
    rationale:
      'A privileged container has every capability and every device of its node: whoever takes it over owns the node and all that runs there.',
    remediation:
      'Remove spec.template.spec.containers[].securityContext.privileged or set it to false, and add only the capabilities that the container needs.',
    references: [
      podSecurity('privileged'),
      cis('5.2.2'),
      nsa('1.2'),
      kubescape('C-0057'),
    ],
    matchers: [
      ...kyverno('disallow-privileged-containers'),
      ...gatekeeper('K8sPSPPrivilegedContainer'),
      ...trivy(17),
    ],
  },
  {
    ...shared,
    id: 'host-namespaces',
    title: 'Pods must not share the namespaces of their node',
    severity: 'high',
    rationale:
      'With the host’s PID, IPC or network namespace a container sees, signals and listens in on other processes of the node, past every network policy.',
    remediation:
      'Remove spec.template.spec.hostNetwork, spec.template.spec.hostPID and spec.template.spec.hostIPC, or set them to false.',
    references: [
      podSecurity('hostNamespaces'),
      cis('5.2.3'),
      cis('5.2.4'),
      cis('5.2.5'),
      nsa('1.3'),
      nsa('1.4'),
      nsa('1.5'),
      kubescape('C-0038'),
      kubescape('C-0041'),
    ],
    matchers: [
      ...kyverno('disallow-host-namespaces'),
      ...gatekeeper('K8sPSPHostNamespace'),
      ...trivy(8, 9, 10),
    ],
  },
  {
    ...shared,
    id: 'host-path-volumes',
    title: 'Pods must not mount paths of their node',
    severity: 'high',
    rationale:
      'A path of the node lets a container read other Pods’ data and credentials; the socket of the container runtime gives it the node.',
    remediation:
      'Replace the hostPath entries of spec.template.spec.volumes[] by emptyDir, configMap, projected or persistentVolumeClaim.',
    references: [podSecurity('hostPathVolumes'), cis('5.2.11')],
    matchers: [
      ...kyverno(
        'disallow-host-path',
        'disallow-cri-sock-mount',
        'disallow-container-sock-mounts',
      ),
      ...gatekeeper('K8sPSPHostFilesystem'),
      ...trivy(6, 23, 121),
    ],
  },
  {
    ...shared,
    id: 'host-ports',
    title: 'Containers must not take ports of their node',
    severity: 'medium',
    rationale:
      'A host port is reachable wherever the node is, network policies do not hold it, and two Pods that want it cannot share a node.',
    remediation:
      'Remove spec.template.spec.containers[].ports[].hostPort and expose the Pods through a Service.',
    references: [podSecurity('hostPorts'), cis('5.2.12'), kubescape('C-0044')],
    matchers: [
      ...kyverno('disallow-host-ports', 'disallow-host-ports-range'),
      ...gatekeeper('K8sPSPHostNetworkingPorts'),
      ...trivy(24),
      ...guardrail('no-host-ports'),
    ],
  },
  {
    ...shared,
    id: 'host-probes',
    title: 'Probes and lifecycle hooks must ask their own Pod only',
    severity: 'medium',
    rationale:
      'The node makes these calls. With a host of one’s own choosing they reach what the Pod itself may not, past every network policy.',
    remediation:
      'Remove host from the httpGet and tcpSocket of spec.template.spec.containers[].livenessProbe, readinessProbe, startupProbe and lifecycle.',
    references: [podSecurity('hostProbesAndHostLifecycle')],
    matchers: [],
  },
  {
    ...shared,
    id: 'dangerous-capabilities',
    title: 'Containers must not add dangerous capabilities',
    severity: 'high',
    rationale:
      'Capabilities such as SYS_ADMIN, NET_RAW or SYS_MODULE each open a known way out of the container or into its neighbours’ traffic.',
    remediation:
      'Remove the entries of spec.template.spec.containers[].securityContext.capabilities.add that are not among the baseline’s allowed ones.',
    references: [
      podSecurity('capabilities_baseline'),
      cis('5.2.8'),
      kubescape('C-0046'),
    ],
    matchers: [
      ...kyverno(
        'disallow-capabilities',
        'require-drop-cap-net-raw',
        'drop-cap-net-raw',
      ),
      ...trivy(5, 22, 119, 120),
    ],
  },
  {
    ...shared,
    id: 'drop-all-capabilities',
    title: 'Containers must drop all capabilities',
    severity: 'medium',
    rationale:
      'The runtime’s default set of capabilities is more than nearly every service needs; what is not there cannot be abused.',
    remediation:
      'Set spec.template.spec.containers[].securityContext.capabilities.drop to [ALL] and add back NET_BIND_SERVICE only if it is needed.',
    references: [
      podSecurity('capabilities_restricted'),
      cis('5.2.9'),
      kubescape('C-0046'),
    ],
    matchers: [
      ...kyverno(
        'disallow-capabilities-strict',
        'require-drop-all',
        'drop-all-capabilities',
      ),
      ...gatekeeper('K8sPSPCapabilities'),
      ...trivy(3, 4, 106),
    ],
  },
  {
    ...shared,
    id: 'privilege-escalation',
    title: 'Containers must not gain privileges while they run',
    severity: 'high',
    rationale:
      'Unless escalation is off, a set-uid program in the image turns a process without privileges into root inside the container.',
    remediation:
      'Set spec.template.spec.containers[].securityContext.allowPrivilegeEscalation to false.',
    references: [
      podSecurity('allowPrivilegeEscalation'),
      cis('5.2.6'),
      nsa('1.7'),
      kubescape('C-0016'),
    ],
    matchers: [
      ...kyverno('disallow-privilege-escalation'),
      ...gatekeeper('K8sPSPAllowPrivilegeEscalationContainer'),
      ...trivy(1),
    ],
  },
  {
    ...shared,
    id: 'run-as-non-root',
    title: 'Containers must be made to run as a user other than root',
    severity: 'high',
    rationale:
      'Root in a container is root on the node as soon as one isolation fails. runAsNonRoot makes the node refuse an image that would start as root.',
    remediation:
      'Set spec.template.spec.securityContext.runAsNonRoot to true, and a USER with a numeric id in the image.',
    references: [
      podSecurity('runAsNonRoot'),
      cis('5.2.7'),
      nsa('1.0'),
      kubescape('C-0013'),
    ],
    matchers: [
      ...kyverno('require-run-as-nonroot'),
      ...gatekeeper('K8sPSPAllowedUsers'),
      ...trivy(12),
      ...shiftDown('dockerfile', 'non-root-user'),
    ],
  },
  {
    ...shared,
    id: 'root-user-id',
    title: 'Containers must not ask for user id 0',
    severity: 'medium',
    rationale:
      'runAsUser: 0 overrides a careful image and starts it as root all the same.',
    remediation:
      'Remove runAsUser: 0 from spec.template.spec.securityContext and spec.template.spec.containers[].securityContext, or set it to the id of an ordinary user.',
    references: [podSecurity('runAsUser'), cis('5.2.7'), nsa('1.6')],
    matchers: [...kyverno('require-run-as-non-root-user'), ...trivy(105)],
  },
  {
    ...shared,
    id: 'seccomp-unconfined',
    title: 'Seccomp must not be switched off',
    severity: 'medium',
    rationale:
      'Unconfined processes may make every system call of the kernel, the rarely used and badly tested ones too.',
    remediation:
      'Remove seccompProfile.type: Unconfined from spec.template.spec.securityContext and spec.template.spec.containers[].securityContext.',
    references: [
      podSecurity('seccompProfile_baseline'),
      nsa('1.10'),
      kubescape('C-0055'),
    ],
    matchers: [...kyverno('restrict-seccomp'), ...trivy(104)],
  },
  {
    ...shared,
    id: 'seccomp-profile',
    title: 'Pods must name a seccomp profile',
    severity: 'low',
    rationale:
      'Without a profile of its own a Pod gets what its node happens to default to, which is often none.',
    remediation:
      'Set spec.template.spec.securityContext.seccompProfile.type to RuntimeDefault.',
    references: [
      podSecurity('seccompProfile_restricted'),
      cis('5.6.2'),
      nsa('1.10'),
      kubescape('C-0055'),
    ],
    matchers: [
      ...kyverno('restrict-seccomp-strict'),
      ...gatekeeper('K8sPSPSeccomp', 'K8sPSPSeccompV2'),
      ...trivy(30),
    ],
  },
  {
    ...shared,
    id: 'apparmor-profile',
    title: 'AppArmor must not be switched off',
    severity: 'low',
    rationale:
      'AppArmor’s default profile keeps a container from files and mounts of the kernel which nothing in it should touch.',
    remediation:
      'Set spec.template.spec.securityContext.appArmorProfile.type to RuntimeDefault, or to Localhost with a profile of your own.',
    references: [
      podSecurity('appArmorProfile'),
      nsa('1.9'),
      kubescape('C-0055'),
    ],
    matchers: [
      ...kyverno('restrict-apparmor-profiles'),
      ...gatekeeper('K8sPSPAppArmor'),
      ...trivy(2),
    ],
  },
  {
    ...shared,
    id: 'selinux-options',
    title: 'Containers must keep their node’s SELinux confinement',
    severity: 'low',
    rationale:
      'A user, role or type of one’s own choosing takes a container out of the confinement that the node’s policy has for it.',
    remediation:
      'Remove user and role from seLinuxOptions in spec.template.spec.securityContext and spec.template.spec.containers[].securityContext, and set its type to container_t, container_init_t, container_kvm_t or container_engine_t.',
    references: [
      podSecurity('seLinuxOptions'),
      nsa('1.8'),
      kubescape('C-0055'),
    ],
    matchers: [
      ...kyverno('disallow-selinux'),
      ...gatekeeper('K8sPSPSELinuxV2'),
      ...trivy(25),
    ],
  },
  {
    ...shared,
    id: 'proc-mount',
    title: 'Containers must keep /proc masked',
    severity: 'low',
    rationale:
      'The parts of /proc that are masked by default hold kernel state of the whole node, some of it writable.',
    remediation:
      'Remove spec.template.spec.containers[].securityContext.procMount or set it to Default.',
    references: [podSecurity('procMount'), podSecurity('procMount_restricted')],
    matchers: [
      ...kyverno('disallow-proc-mount'),
      ...gatekeeper('K8sPSPProcMount'),
      ...trivy(27),
    ],
  },
  {
    ...shared,
    id: 'unsafe-sysctls',
    title: 'Pods must set safe kernel parameters only',
    severity: 'medium',
    rationale:
      'Kernel parameters that are not namespaced change the node for every Pod on it and can switch off its protections.',
    remediation:
      'Remove from spec.template.spec.securityContext.sysctls[] what is not among the safe ones.',
    references: [podSecurity('sysctls')],
    matchers: [
      ...kyverno('restrict-sysctls'),
      ...gatekeeper('K8sPSPForbiddenSysctls'),
      ...trivy(26),
    ],
  },
  {
    ...shared,
    id: 'windows-host-process',
    title: 'Windows Pods must not run as host processes',
    severity: 'low',
    rationale:
      'A HostProcess container is no container at all: it is a privileged process of the Windows node.',
    remediation:
      'Remove windowsOptions.hostProcess from spec.template.spec.securityContext and spec.template.spec.containers[].securityContext, or set it to false.',
    references: [podSecurity('windowsHostProcess'), cis('5.2.10')],
    matchers: [
      ...kyverno('disallow-host-process'),
      ...gatekeeper('K8sPSPHostProcess'),
      ...trivy(103),
    ],
  },
  {
    ...shared,
    id: 'volume-types',
    title: 'Pods must use volume types of the restricted profile',
    severity: 'low',
    rationale:
      'In-tree volume types beyond the restricted ones reach storage of the node or the network without the cluster’s storage rules.',
    remediation:
      'Keep spec.template.spec.volumes[] to configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected and secret.',
    references: [podSecurity('restrictedVolumes')],
    matchers: [
      ...kyverno('restrict-volume-types'),
      ...gatekeeper('K8sPSPVolumeTypes', 'K8sPSPFlexVolumes'),
      ...trivy(28),
    ],
  },
];

/** A control covers our own check of each rule of the standard that it cites. */
export const POD_SECURITY_CONTROLS: Control[] = CONTROLS.map(control => ({
  ...control,
  matchers: [
    ...control.matchers,
    ...control.references
      .filter(({ standard }) => standard === 'pod-security')
      .flatMap(({ id }) => shiftDown('pod-security', id)),
  ],
}));
