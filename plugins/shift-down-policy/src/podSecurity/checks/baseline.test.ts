import {
  fieldsOf,
  podWith,
  podWithContainer,
  podWithSecurity,
  verdictOf,
} from '../../__testUtils__/podSecurity';
import type { KubernetesObject } from '../../evaluation';

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/a';
const SECCOMP = 'seccomp.security.alpha.kubernetes.io/pod';
const containers = [{ name: 'a' }];

type Kept = [check: string, pod: KubernetesObject, version?: `v1.${number}`];

type Broken = [
  check: string,
  pod: KubernetesObject,
  message: string,
  fields: string[],
  version?: `v1.${number}`,
];

describe('baseline checks', () => {
  it.each<Kept>([
    ['appArmorProfile', podWith({ containers })],
    ['appArmorProfile', podWith({ containers }, { [APPARMOR]: '' })],
    [
      'appArmorProfile',
      podWith({ containers }, { [APPARMOR]: 'runtime/default' }),
    ],
    ['appArmorProfile', podWith({ containers }, { [APPARMOR]: 'localhost/x' })],
    [
      'appArmorProfile',
      podWithSecurity({ appArmorProfile: { type: 'Localhost' } }),
    ],
    [
      'capabilities_baseline',
      podWithSecurity({ capabilities: { add: ['CHOWN'] } }),
    ],
    [
      'hostNamespaces',
      podWith({ containers, hostNetwork: false, hostPID: null }),
    ],
    [
      'hostPathVolumes',
      podWith({
        containers,
        volumes: [{ name: 'v', hostPath: null, emptyDir: {} }],
      }),
    ],
    [
      'hostPorts',
      podWithContainer({ ports: [{ containerPort: 80, hostPort: 0 }] }),
    ],
    [
      'hostProbesAndHostLifecycle',
      podWithContainer({ livenessProbe: { httpGet: { host: '', port: 80 } } }),
    ],
    ['privileged', podWithSecurity({ privileged: false })],
    ['procMount', podWithSecurity({ procMount: 'Default' })],
    [
      'procMount',
      podWith({
        hostUsers: false,
        containers: [{ name: 'a', securityContext: { procMount: 'Unmasked' } }],
      }),
      'v1.35',
    ],
    [
      'seLinuxOptions',
      podWithSecurity({
        seLinuxOptions: { type: 'container_kvm_t', level: 's0' },
      }),
    ],
    [
      'seLinuxOptions',
      podWithSecurity({ seLinuxOptions: { type: 'container_engine_t' } }),
      'v1.31',
    ],
    [
      'seccompProfile_baseline',
      podWith({ containers }, { [SECCOMP]: 'docker/default' }),
      'v1.18',
    ],
    [
      'seccompProfile_baseline',
      podWith({ containers }, { [SECCOMP]: 'unconfined' }),
      'v1.19',
    ],
    [
      'seccompProfile_baseline',
      podWithSecurity({ seccompProfile: { type: 'Unconfined' } }),
      'v1.18',
    ],
    [
      'sysctls',
      podWith({
        containers,
        securityContext: {
          sysctls: [{ name: 'kernel.shm_rmid_forced', value: '1' }],
        },
      }),
      'v1.0',
    ],
    [
      'windowsHostProcess',
      podWithSecurity({ windowsOptions: { hostProcess: false } }),
    ],
  ])('%s lets be: %j in %s', (check, pod, version = 'v1.37') => {
    expect(verdictOf(check, pod, version, 'baseline')).toMatchObject({
      result: 'pass',
      violations: [],
    });
  });

  it.each<Broken>([
    [
      'appArmorProfile',
      podWith({
        containers,
        securityContext: { appArmorProfile: { type: 'Unconfined' } },
      }),
      'forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined")',
      ['spec.securityContext.appArmorProfile.type'],
    ],
    [
      'appArmorProfile',
      podWith({ containers }, { [APPARMOR]: 'unconfined' }),
      `forbidden AppArmor profiles (container "a" and annotation must not set AppArmor profile type to "Unconfined", "${APPARMOR}="unconfined"")`,
      [`metadata.annotations['${APPARMOR}']`],
    ],
    [
      'capabilities_baseline',
      podWithSecurity({
        capabilities: { add: ['SYS_TIME', 'CHOWN', 'NET_RAW'] },
      }),
      'non-default capabilities (container "a" must not include "NET_RAW", "SYS_TIME" in securityContext.capabilities.add)',
      [
        'spec.containers[0].securityContext.capabilities.add[0]',
        'spec.containers[0].securityContext.capabilities.add[2]',
      ],
    ],
    [
      'hostNamespaces',
      podWith({ containers, hostIPC: true, hostNetwork: true }),
      'host namespaces (hostNetwork=true, hostIPC=true)',
      ['spec.hostNetwork', 'spec.hostIPC'],
    ],
    [
      'hostPathVolumes',
      podWith({
        containers,
        volumes: [{ name: 'v', hostPath: { path: '/' } }],
      }),
      'hostPath volumes (volume "v")',
      ['spec.volumes[0].hostPath'],
    ],
    [
      'hostPorts',
      podWithContainer({ ports: [{ hostPort: 90 }, { hostPort: 8080 }] }),
      'hostPort (container "a" uses hostPorts 8080, 90)',
      [
        'spec.containers[0].ports[0].hostPort',
        'spec.containers[0].ports[1].hostPort',
      ],
    ],
    [
      'hostPorts',
      podWith({
        hostNetwork: true,
        containers: [{ name: 'a', ports: [{ containerPort: 80 }] }],
      }),
      'hostPort (container "a" uses hostPort 80)',
      ['spec.containers[0].ports[0].hostPort'],
    ],
    [
      'hostProbesAndHostLifecycle',
      podWithContainer({
        startupProbe: { tcpSocket: { host: '10.0.0.1', port: 1 } },
        lifecycle: { preStop: { httpGet: { host: 'meta', port: 1 } } },
      }),
      'probe or lifecycle host (container "a" uses probe or lifecycle hosts "10.0.0.1", "meta")',
      [
        'spec.containers[0].startupProbe.tcpSocket.host',
        'spec.containers[0].lifecycle.preStop.httpGet.host',
      ],
    ],
    [
      'privileged',
      podWith({
        initContainers: [
          { name: 'first', securityContext: { privileged: true } },
        ],
        containers: [
          { name: 'a' },
          { name: 'b', securityContext: { privileged: true } },
        ],
        ephemeralContainers: [
          { name: 'late', securityContext: { privileged: true } },
        ],
      }),
      'privileged (containers "first", "b", "late" must not set securityContext.privileged=true)',
      [
        'spec.initContainers[0].securityContext.privileged',
        'spec.containers[1].securityContext.privileged',
        'spec.ephemeralContainers[0].securityContext.privileged',
      ],
    ],
    [
      'procMount',
      podWith({
        hostUsers: false,
        containers: [{ name: 'a', securityContext: { procMount: 'Unmasked' } }],
      }),
      'procMount (container "a" must not set securityContext.procMount to "Unmasked")',
      ['spec.containers[0].securityContext.procMount'],
      'v1.34',
    ],
    [
      'seLinuxOptions',
      podWith({
        securityContext: { seLinuxOptions: { type: 'spc_t', user: 'u' } },
        containers: [
          { name: 'a', securityContext: { seLinuxOptions: { role: 'r' } } },
        ],
      }),
      'seLinuxOptions (pod and container "a" set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set; role may not be set)',
      [
        'spec.securityContext.seLinuxOptions.type',
        'spec.securityContext.seLinuxOptions.user',
        'spec.containers[0].securityContext.seLinuxOptions.role',
      ],
    ],
    [
      'seLinuxOptions',
      podWithSecurity({ seLinuxOptions: { type: 'container_engine_t' } }),
      'seLinuxOptions (container "a" set forbidden securityContext.seLinuxOptions: type "container_engine_t")',
      ['spec.containers[0].securityContext.seLinuxOptions.type'],
      'v1.30',
    ],
    [
      'seccompProfile_baseline',
      podWith({ containers }, { [SECCOMP]: 'unconfined' }),
      `seccompProfile (forbidden annotation ${SECCOMP}="unconfined")`,
      [`metadata.annotations['${SECCOMP}']`],
      'v1.18',
    ],
    [
      'seccompProfile_baseline',
      podWithSecurity({ seccompProfile: { type: 'Unconfined' } }),
      'seccompProfile (container "a" must not set securityContext.seccompProfile.type to "Unconfined")',
      ['spec.containers[0].securityContext.seccompProfile.type'],
      'v1.19',
    ],
    [
      'sysctls',
      podWith({
        containers,
        securityContext: { sysctls: [{ name: 'b' }, { name: 'a' }] },
      }),
      'forbidden sysctls (b, a)',
      [
        'spec.securityContext.sysctls[0].name',
        'spec.securityContext.sysctls[1].name',
      ],
    ],
    [
      'windowsHostProcess',
      podWith({
        securityContext: { windowsOptions: { hostProcess: true } },
        containers: [
          {
            name: 'a',
            securityContext: { windowsOptions: { hostProcess: true } },
          },
        ],
      }),
      'hostProcess (pod and container "a" must not set securityContext.windowsOptions.hostProcess=true)',
      [
        'spec.securityContext.windowsOptions.hostProcess',
        'spec.containers[0].securityContext.windowsOptions.hostProcess',
      ],
    ],
  ])('%s refuses: %j', (check, pod, message, fields, version = 'v1.37') => {
    const verdict = verdictOf(check, pod, version, 'baseline');
    expect(verdict).toMatchObject({ result: 'fail', message });
    expect(fieldsOf(verdict)).toEqual(fields);
  });

  it.each([
    ['kernel.shm_rmid_forced', 0],
    ['net.ipv4.ip_local_reserved_ports', 27],
    ['net.ipv4.tcp_keepalive_time', 29],
    ['net.ipv4.tcp_fin_timeout', 29],
    ['net.ipv4.tcp_rmem', 32],
    ['net.ipv4.tcp_wmem', 32],
    ['net.ipv4.tcp_notsent_lowat', 37],
    ['net.ipv4.tcp_slow_start_after_idle', 37],
  ])('sysctl %s is safe since 1.%i', (name, since) => {
    const pod = podWith({
      containers,
      securityContext: { sysctls: [{ name, value: '1' }] },
    });
    const results = Array.from({ length: 38 }, (_, minor) =>
      verdictOf('sysctls', pod, `v1.${minor}`, 'baseline'),
    ).map(verdict => verdict?.result);
    expect(results.indexOf('pass')).toBe(since);
    expect(results.lastIndexOf('fail')).toBe(since - 1);
  });
});
