import {
  fieldsOf,
  podWith,
  podWithContainer,
  podWithSecurity,
  verdictOf,
} from '../../__testUtils__/podSecurity';
import type { KubernetesObject } from '../../evaluation';

const containers = [{ name: 'a' }];
const windows = podWith({ containers, os: { name: 'windows' } });
const ownUsers = podWith({
  hostUsers: false,
  containers: [{ name: 'a', securityContext: { runAsUser: 0 } }],
});

type Kept = [check: string, pod: KubernetesObject, version?: `v1.${number}`];

type Broken = [
  check: string,
  pod: KubernetesObject,
  message: string,
  fields: string[],
  version?: `v1.${number}`,
];

describe('restricted checks', () => {
  it.each<Kept>([
    [
      'allowPrivilegeEscalation',
      podWithSecurity({ allowPrivilegeEscalation: false }),
    ],
    ['allowPrivilegeEscalation', windows, 'v1.25'],
    [
      'capabilities_restricted',
      podWithSecurity({
        capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
      }),
    ],
    ['capabilities_restricted', windows, 'v1.25'],
    ['procMount_restricted', podWithSecurity({ procMount: 'Default' })],
    [
      'restrictedVolumes',
      podWith({
        containers,
        volumes: [{ name: 'v', image: { reference: 'x' } }, { name: 'w' }],
      }),
    ],
    [
      'runAsNonRoot',
      podWith({ containers, securityContext: { runAsNonRoot: true } }),
    ],
    ['runAsNonRoot', podWithSecurity({ runAsNonRoot: true })],
    ['runAsNonRoot', ownUsers, 'v1.35'],
    ['runAsUser', podWithSecurity({ runAsUser: 1 })],
    ['runAsUser', ownUsers, 'v1.35'],
    [
      'seccompProfile_restricted',
      podWith({
        containers,
        securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      }),
    ],
    [
      'seccompProfile_restricted',
      podWithSecurity({
        seccompProfile: { type: 'Localhost', localhostProfile: 'x' },
      }),
    ],
    ['seccompProfile_restricted', windows, 'v1.25'],
  ])('%s lets be: %j in %s', (check, pod, version = 'v1.37') => {
    expect(verdictOf(check, pod, version)).toMatchObject({
      result: 'pass',
      violations: [],
    });
  });

  it.each<Broken>([
    [
      'allowPrivilegeEscalation',
      podWith({
        initContainers: [
          {
            name: 'first',
            securityContext: { allowPrivilegeEscalation: true },
          },
        ],
        containers,
      }),
      'allowPrivilegeEscalation != false (containers "first", "a" must set securityContext.allowPrivilegeEscalation=false)',
      [
        'spec.initContainers[0].securityContext.allowPrivilegeEscalation',
        'spec.containers[0].securityContext.allowPrivilegeEscalation',
      ],
    ],
    [
      'allowPrivilegeEscalation',
      windows,
      'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false)',
      ['spec.containers[0].securityContext.allowPrivilegeEscalation'],
      'v1.24',
    ],
    [
      'capabilities_restricted',
      podWith({
        containers: [
          { name: 'a' },
          {
            name: 'b',
            securityContext: {
              capabilities: { drop: ['ALL'], add: ['CHOWN'] },
            },
          },
        ],
      }),
      'unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]; container "b" must not include "CHOWN" in securityContext.capabilities.add)',
      [
        'spec.containers[0].securityContext.capabilities.drop',
        'spec.containers[1].securityContext.capabilities.add[0]',
      ],
    ],
    [
      'procMount_restricted',
      podWith({
        hostUsers: false,
        containers: [{ name: 'a', securityContext: { procMount: 'Unmasked' } }],
      }),
      'procMount (container "a" must not set securityContext.procMount to "Unmasked")',
      ['spec.containers[0].securityContext.procMount'],
    ],
    [
      'restrictedVolumes',
      podWith({
        containers,
        volumes: [
          { name: 'v', nfs: {} },
          { name: 'w', hostPath: {} },
          { name: 'x', secret: {} },
        ],
      }),
      'restricted volume types (volumes "v", "w" use restricted volume types "hostPath", "nfs")',
      ['spec.volumes[0].nfs', 'spec.volumes[1].hostPath'],
    ],
    [
      'runAsNonRoot',
      podWithContainer({}),
      'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)',
      ['spec.containers[0].securityContext.runAsNonRoot'],
    ],
    [
      'runAsNonRoot',
      podWith({
        securityContext: { runAsNonRoot: false },
        containers: [
          { name: 'a' },
          { name: 'b', securityContext: { runAsNonRoot: false } },
        ],
      }),
      'runAsNonRoot != true (pod and container "b" must not set securityContext.runAsNonRoot=false)',
      [
        'spec.securityContext.runAsNonRoot',
        'spec.containers[1].securityContext.runAsNonRoot',
      ],
    ],
    [
      'runAsUser',
      podWith({ containers, securityContext: { runAsUser: 0 } }),
      'runAsUser=0 (pod must not set runAsUser=0)',
      ['spec.securityContext.runAsUser'],
    ],
    [
      'runAsUser',
      ownUsers,
      'runAsUser=0 (container "a" must not set runAsUser=0)',
      ['spec.containers[0].securityContext.runAsUser'],
      'v1.34',
    ],
    [
      'seccompProfile_restricted',
      podWithContainer({}),
      'seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
      ['spec.containers[0].securityContext.seccompProfile.type'],
    ],
    [
      'seccompProfile_restricted',
      podWith({
        securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: 'a',
            securityContext: { seccompProfile: { type: 'Unconfined' } },
          },
        ],
      }),
      'seccompProfile (container "a" must not set securityContext.seccompProfile.type to "Unconfined")',
      ['spec.containers[0].securityContext.seccompProfile.type'],
    ],
  ])('%s refuses: %j', (check, pod, message, fields, version = 'v1.37') => {
    const verdict = verdictOf(check, pod, version);
    expect(verdict).toMatchObject({ result: 'fail', message });
    expect(fieldsOf(verdict)).toEqual(fields);
  });
});
