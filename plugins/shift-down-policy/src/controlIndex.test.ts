import {
  CONTROL_CATALOGUE,
  SEVERITIES,
  type Control,
} from '@shift-down/plugin-shift-down-common';
import { createControlIndex } from './controlIndex';
import { matchesGlob } from './PolicyMatchers';
import { control } from './__testUtils__/evidence';

const other = control({ id: 'other-policies' });

function indexOf(...controls: Control[]) {
  return createControlIndex([...controls, other]);
}

function policyControl(id: string, policy: string, rule?: string): Control {
  return control({
    id,
    matchers: [{ type: 'policy', engine: 'kyverno', policy, rule }],
  });
}

function find(
  index: ReturnType<typeof indexOf>,
  policy: string,
  rule = '',
  engine = 'kyverno' as const,
) {
  return index.forPolicy({ engine, policy, rule }).id;
}

describe('matchesGlob', () => {
  it.each([
    ['a', 'a', true],
    ['a', 'ab', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['a*', 'abc', true],
    ['*c', 'abc', true],
    ['a*c', 'abc', true],
    ['a*c', 'ac', true],
    ['a*a', 'a', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c', false],
    ['*ab*ab', 'ab', false],
    ['a.c', 'abc', false],
  ])('%s on %s: %s', (pattern, name, expected) => {
    expect(matchesGlob(pattern, name)).toBe(expected);
  });
});

describe('createControlIndex', () => {
  it('takes the shipped catalogue', () => {
    expect(createControlIndex(CONTROL_CATALOGUE).other.id).toBe(
      'other-policies',
    );
  });

  it.each<[string, Control[], RegExp]>([
    [
      'an id twice',
      [control({ id: 'a' }), control({ id: 'a' }), other],
      /Two controls have the id 'a'/,
    ],
    ['an id with capitals', [control({ id: 'A' }), other], /kebab-case/],
    ['an id with a slash', [control({ id: 'a/b' }), other], /kebab-case/],
    [
      'no weight',
      [control({ id: 'a', severity: 'unknown' }), other],
      /severity 'unknown'/,
    ],
    [
      'a matcher nobody knows',
      [control({ id: 'a', matchers: [{ type: 'guess' } as never] }), other],
      /unknown type 'guess'/,
    ],
    [
      'an engine nobody knows',
      [
        control({
          id: 'a',
          matchers: [{ type: 'policy', engine: 'x' as never, policy: 'p' }],
        }),
        other,
      ],
      /unknown engine 'x'/,
    ],
    [
      'a witness nobody knows',
      [control({ id: 'a', witnesses: ['X' as never] }), other],
      /unknown kind 'X'/,
    ],
    [
      'one policy for two',
      [policyControl('a', 'p'), policyControl('b', 'p'), other],
      /'a' and 'b' both match/,
    ],
    [
      'one pattern for two',
      [policyControl('a', 'p*'), policyControl('b', 'p*'), other],
      /'a' and 'b' both match/,
    ],
    [
      'two for one check',
      [
        control({ id: 'a', matchers: [{ type: 'end-of-life-os' }] }),
        control({ id: 'b', matchers: [{ type: 'end-of-life-os' }] }),
        other,
      ],
      /'a' and 'b' both match end-of-life-os/,
    ],
    ['nothing to take the rest', [control({ id: 'a' })], /no 'other-policies'/],
  ])('refuses %s', (_, controls, message) => {
    expect(() => createControlIndex(controls)).toThrow(message);
  });
});

describe('forPolicy', () => {
  it('prefers the rule to the policy, and names to patterns', () => {
    const index = indexOf(
      policyControl('by-pattern', 'require-*'),
      policyControl('by-longer-pattern', 'require-run-*'),
      policyControl('by-name', 'require-run-as-nonroot'),
      policyControl('by-rule', 'require-run-as-nonroot', 'user'),
    );
    expect(find(index, 'require-run-as-nonroot', 'user')).toBe('by-rule');
    expect(find(index, 'require-run-as-nonroot', 'group')).toBe('by-name');
    expect(find(index, 'require-run-as-group')).toBe('by-longer-pattern');
    expect(find(index, 'require-labels')).toBe('by-pattern');
    expect(find(index, 'forbid-labels')).toBe('other-policies');
  });

  it('tells engines apart', () => {
    const index = indexOf(policyControl('a', 'p'));
    expect(
      index.forPolicy({ engine: 'gatekeeper', policy: 'p', rule: '' }).id,
    ).toBe('other-policies');
  });

  it('lends no meaning to a namespaced policy that borrows a name', () => {
    const index = indexOf(
      policyControl('by-name', 'disallow-privileged-containers'),
      policyControl('by-pattern', '*-privileged-*'),
    );
    expect(find(index, 'shop/disallow-privileged-containers')).toBe(
      'other-policies',
    );
  });

  it.each([
    ['kyverno', 'disallow-privileged-containers', 'privileged-containers'],
    [
      'validating-admission-policy',
      'cpol-disallow-host-path',
      'host-path-volumes',
    ],
    [
      'validating-admission-policy',
      'vpol-restrict-seccomp',
      'seccomp-unconfined',
    ],
    ['gatekeeper', 'K8sPSPCapabilities', 'drop-all-capabilities'],
    ['trivy', 'KSV001', 'privilege-escalation'],
    ['trivy', 'KSV-0001', 'privilege-escalation'],
    ['trivy', 'KSV0111', 'cluster-admin-binding'],
    ['trivy', 'KSV-01011', 'rbac-escalation'],
    ['trivy', 'exposed-secret', 'exposed-secrets'],
    ['kyverno', 'verify-image-with-multi-keys', 'image-signature'],
    ['kyverno', 'verify-image-slsa-level', 'image-provenance'],
    ['kyverno', 'require-cost-centre', 'other-policies'],
  ] as const)('takes %s %s to %s', (engine, policy, id) => {
    const index = createControlIndex(CONTROL_CATALOGUE);
    expect(index.forPolicy({ engine, policy, rule: 'any' }).id).toBe(id);
  });
});

describe('forVulnerability', () => {
  const index = createControlIndex(CONTROL_CATALOGUE);

  it.each([
    ['critical', true, 'critical-vulnerabilities'],
    ['critical', false, 'unfixable-vulnerabilities'],
    ['high', true, 'high-vulnerabilities'],
    ['high', false, 'unfixable-vulnerabilities'],
    ['medium', true, 'medium-vulnerabilities'],
    ['medium', false, 'minor-vulnerabilities'],
    ['low', true, 'minor-vulnerabilities'],
    ['info', false, 'minor-vulnerabilities'],
    ['unknown', true, 'unrated-vulnerabilities'],
    ['unknown', false, 'unrated-vulnerabilities'],
  ] as const)('takes %s, fixable %s, to %s', (severity, fixable, id) => {
    expect(index.forVulnerability({ severity, fixable }).id).toBe(id);
  });

  it('leaves no vulnerability of the catalogue to the rest', () => {
    for (const severity of SEVERITIES) {
      for (const fixable of [true, false]) {
        expect(index.forVulnerability({ severity, fixable })).not.toBe(
          index.other,
        );
      }
    }
  });
});
