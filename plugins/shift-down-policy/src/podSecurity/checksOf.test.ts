import { checksOf } from './checksOf';

describe('the checks of a version', () => {
  const listed = (level: 'baseline' | 'restricted', minor: number) =>
    checksOf(level, minor)
      .filter(({ overridden }) => !overridden)
      .map(({ id }) => id);
  const always = [
    'appArmorProfile',
    'capabilities_baseline',
    'hostNamespaces',
    'hostPathVolumes',
    'hostPorts',
    'privileged',
    'procMount',
    'seLinuxOptions',
    'seccompProfile_baseline',
    'sysctls',
    'windowsHostProcess',
  ];
  const without = (...ids: string[]) => always.filter(it => !ids.includes(it));

  it.each([
    ['baseline', 0, always],
    ['baseline', 33, always],
    [
      'baseline',
      34,
      [...always.slice(0, 5), 'hostProbesAndHostLifecycle', ...always.slice(5)],
    ],
    [
      'restricted',
      0,
      [...without('hostPathVolumes'), 'restrictedVolumes', 'runAsNonRoot'],
    ],
    [
      'restricted',
      8,
      [
        ...without('hostPathVolumes'),
        'allowPrivilegeEscalation',
        'restrictedVolumes',
        'runAsNonRoot',
      ],
    ],
    [
      'restricted',
      19,
      [
        ...without('hostPathVolumes', 'seccompProfile_baseline'),
        'allowPrivilegeEscalation',
        'restrictedVolumes',
        'runAsNonRoot',
        'seccompProfile_restricted',
      ],
    ],
    [
      'restricted',
      23,
      [
        ...without(
          'capabilities_baseline',
          'hostPathVolumes',
          'seccompProfile_baseline',
        ),
        'allowPrivilegeEscalation',
        'capabilities_restricted',
        'restrictedVolumes',
        'runAsNonRoot',
        'runAsUser',
        'seccompProfile_restricted',
      ],
    ],
    [
      'restricted',
      35,
      [
        'appArmorProfile',
        'hostNamespaces',
        'hostPorts',
        'hostProbesAndHostLifecycle',
        'privileged',
        'seLinuxOptions',
        'sysctls',
        'windowsHostProcess',
        'allowPrivilegeEscalation',
        'capabilities_restricted',
        'procMount_restricted',
        'restrictedVolumes',
        'runAsNonRoot',
        'runAsUser',
        'seccompProfile_restricted',
      ],
    ],
  ] as const)(
    'are, as an API server lists them, of %s 1.%i: %j',
    (level, minor, ids) => {
      expect(listed(level, minor)).toEqual(ids);
    },
  );

  it('are judged where a stricter one includes them too', () => {
    expect(checksOf('restricted', 35)).toHaveLength(19);
  });
});
