import { podWith } from '../__testUtils__/podSecurity';
import { evaluatePodSecurity } from './evaluatePodSecurity';
import { podSecurityDenial, podSecurityWarning } from './podSecurityDenial';

describe('what an API server says', () => {
  const standard = { level: 'restricted', version: 'v1.30' } as const;
  const object = podWith({
    securityContext: {
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'a',
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
    volumes: [{ name: 'v', hostPath: { path: '/' } }],
    hostPID: true,
  });
  const verdicts = evaluatePodSecurity({ object, ...standard });
  const words =
    'PodSecurity "restricted:v1.30": host namespaces (hostPID=true), restricted volume types (volume "v" uses restricted volume type "hostPath")';

  it('is the denial of a Pod, without what another check includes', () => {
    expect(
      verdicts.map(({ rule, result }) => result === 'fail' && rule),
    ).toContain('hostPathVolumes');
    expect(podSecurityDenial({ podName: 'pod', verdicts, ...standard })).toBe(
      `pods "pod" is forbidden: violates ${words}`,
    );
  });

  it('is a warning where the namespace only warns', () => {
    expect(podSecurityWarning({ verdicts, ...standard })).toBe(
      `would violate ${words}`,
    );
  });

  it('is nothing where all is well', () => {
    const fine = verdicts.filter(({ result }) => result === 'pass');
    expect(podSecurityDenial({ verdicts: fine, ...standard })).toBeUndefined();
    expect(podSecurityWarning({ verdicts: fine, ...standard })).toBeUndefined();
  });
});
