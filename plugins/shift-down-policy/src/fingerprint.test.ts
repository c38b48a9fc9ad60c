import {
  objectId,
  policyFindingId,
  subjectId,
  vulnerabilityFindingId,
  type PolicyFindingIdentity,
} from './fingerprint';
import { CLUSTER, WEB } from './__testUtils__/evidence';

describe('subjectId', () => {
  it('is 32 hexadecimal digits and the same every time', () => {
    expect(subjectId(CLUSTER, WEB)).toMatch(/^[0-9a-f]{32}$/);
    expect(subjectId(CLUSTER, { ...WEB })).toBe(subjectId(CLUSTER, WEB));
  });

  it('keeps neighbouring parts apart', () => {
    expect(subjectId('a', { namespace: 'bc', kind: 'd', name: 'e' })).not.toBe(
      subjectId('ab', { namespace: 'c', kind: 'd', name: 'e' }),
    );
  });
});

describe('objectId', () => {
  const key = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'shop',
    name: 'web',
  };

  it.each(Object.keys(key))('changes with %s', part => {
    expect(objectId(CLUSTER, { ...key, [part]: 'other' })).not.toBe(
      objectId(CLUSTER, key),
    );
  });
});

describe('policyFindingId', () => {
  const identity: PolicyFindingIdentity = {
    expectation: { controlId: 'privileged-containers' },
    cluster: CLUSTER,
    subject: WEB,
    component: 'app',
  };

  it.each<[string, Partial<PolicyFindingIdentity>]>([
    ['control', { expectation: { controlId: 'host-namespaces' } }],
    [
      'expectation of an engine',
      {
        expectation: {
          engine: 'kyverno',
          policy: 'privileged-containers',
          rule: '',
        },
      },
    ],
    ['cluster', { cluster: 'another' }],
    ['namespace', { subject: { ...WEB, namespace: 'other' } }],
    ['kind of the owner', { subject: { ...WEB, kind: 'StatefulSet' } }],
    ['name of the owner', { subject: { ...WEB, name: 'other' } }],
    ['container', { component: 'sidecar' }],
  ])('changes with the %s', (_, change) => {
    expect(policyFindingId({ ...identity, ...change })).not.toBe(
      policyFindingId(identity),
    );
  });

  it('tells engines, policies and rules apart', () => {
    const ids = [
      { engine: 'kyverno' as const, policy: 'a', rule: 'b' },
      { engine: 'gatekeeper' as const, policy: 'a', rule: 'b' },
      { engine: 'kyverno' as const, policy: 'b', rule: 'b' },
      { engine: 'kyverno' as const, policy: 'a', rule: '' },
    ].map(expectation => policyFindingId({ ...identity, expectation }));
    expect(new Set(ids).size).toBe(4);
  });
});

describe('vulnerabilityFindingId', () => {
  const identity = {
    advisory: 'CVE-2026-1111',
    packageUrl: 'pkg:deb/debian/openssl@3.0.11?distro=debian-12',
    repository: 'registry.example/shop/web',
  };

  it('is the same for every version and build of the package', () => {
    expect(
      vulnerabilityFindingId({
        ...identity,
        packageUrl: 'pkg:deb/debian/openssl@3.0.9?arch=arm64',
      }),
    ).toBe(vulnerabilityFindingId(identity));
  });

  it.each([
    ['advisory', { advisory: 'CVE-2026-2222' }],
    ['package', { packageUrl: 'pkg:deb/debian/libssl3@3.0.11' }],
    ['repository', { repository: 'registry.example/shop/other' }],
  ])('changes with the %s', (_, change) => {
    expect(vulnerabilityFindingId({ ...identity, ...change })).not.toBe(
      vulnerabilityFindingId(identity),
    );
  });
});
