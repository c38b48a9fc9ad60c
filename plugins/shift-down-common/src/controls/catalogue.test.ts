import { AREAS, RESPONSIBILITIES } from '../vocabulary';
import { CONTROL_CATALOGUE } from './catalogue';

describe('the control catalogue', () => {
  it('has every id once', () => {
    const ids = CONTROL_CATALOGUE.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(AREAS)('covers %s', area => {
    expect(
      CONTROL_CATALOGUE.filter(it => it.area === area).length,
    ).toBeGreaterThan(4);
  });

  it.each(RESPONSIBILITIES)('has work for %s', responsibility => {
    expect(
      CONTROL_CATALOGUE.some(it => it.responsibility === responsibility),
    ).toBe(true);
  });

  describe.each(CONTROL_CATALOGUE)('$id', control => {
    it('is written out', () => {
      for (const text of [
        control.title,
        control.rationale,
        control.remediation,
      ]) {
        expect(text.length).toBeGreaterThan(20);
      }
      expect(control.title).not.toMatch(/\.$/);
      expect(control.rationale).toMatch(/\.$/);
    });

    it('has witnesses', () => {
      expect(control.witnesses.length).toBeGreaterThan(0);
    });

    if (control.id !== 'other-policies' && control.area !== 'vulnerabilities') {
      it('names the field to change', () => {
        expect(control.remediation).toMatch(
          /\b(spec|metadata|rules)\b[.[]|securityContext|seLinuxOptions|base image/,
        );
      });
    }

    it('cites CIS and NSA with a version', () => {
      expect(
        control.references.filter(
          ({ standard, version }) =>
            ['cis', 'nsa', 'slsa'].includes(standard) && !version,
        ),
      ).toEqual([]);
    });
  });

  it('cites every check of the Pod Security Standards once', () => {
    const checks = CONTROL_CATALOGUE.flatMap(({ references }) =>
      references.filter(it => it.standard === 'pod-security').map(it => it.id),
    );
    expect(checks.sort()).toEqual([
      'allowPrivilegeEscalation',
      'appArmorProfile',
      'capabilities_baseline',
      'capabilities_restricted',
      'hostNamespaces',
      'hostPathVolumes',
      'hostPorts',
      'hostProbesAndHostLifecycle',
      'privileged',
      'procMount',
      'procMount_restricted',
      'restrictedVolumes',
      'runAsNonRoot',
      'runAsUser',
      'seLinuxOptions',
      'seccompProfile_baseline',
      'seccompProfile_restricted',
      'sysctls',
      'windowsHostProcess',
    ]);
  });
});
