import { manifestHash, sameManifest } from '.';
import type { RenderedObject } from '../types';

const OURS: RenderedObject = {
  apiVersion: 'policies.kyverno.io/v1',
  kind: 'PolicyException',
  metadata: { name: 'a', namespace: 'b', labels: { ours: 'yes' } },
  spec: { policyRefs: [{ kind: 'ValidatingPolicy', name: 'p' }] },
};

it('hashes content, not the order of fields', () => {
  const { apiVersion, kind, metadata, spec } = OURS;
  const other = {
    spec,
    metadata: { labels: metadata.labels, namespace: 'b', name: 'a' },
    kind,
    apiVersion,
  };
  expect(manifestHash(other)).toBe(manifestHash(OURS));
  expect(manifestHash(OURS)).toMatch(/^[0-9a-f]{64}$/);
  expect(manifestHash({ ...OURS, spec: {} })).not.toBe(manifestHash(OURS));
});

it.each<[string, Partial<RenderedObject>, boolean]>([
  ['as it was written', {}, true],
  [
    'with what its definition fills in',
    { spec: { ...(OURS.spec as object), reportResult: 'skip' } },
    true,
  ],
  [
    'with a label of others',
    { metadata: { ...OURS.metadata, labels: { ours: 'yes', theirs: 'x' } } },
    true,
  ],
  ['with a status', { status: {} }, true],
  [
    'reported as a pass',
    { spec: { ...(OURS.spec as object), reportResult: 'pass' } },
    false,
  ],
  ['with images', { spec: { ...(OURS.spec as object), images: ['*'] } }, false],
  [
    'for another policy',
    { spec: { policyRefs: [{ kind: 'ValidatingPolicy', name: 'q' }] } },
    false,
  ],
  ['without our label', { metadata: { name: 'a', namespace: 'b' } }, false],
  ['elsewhere', { metadata: { ...OURS.metadata, namespace: 'c' } }, false],
])('an object %s', (_, change, expected) => {
  expect(sameManifest({ ...OURS, ...change }, OURS)).toBe(expected);
});

it('takes entries in any order, and no others', () => {
  const list = (...names: string[]): RenderedObject => ({
    apiVersion: 'guardrails.shift-down.io/v1',
    kind: 'GuardrailExceptions',
    metadata: { name: 'p' },
    entries: names.map(name => ({ name })),
  });
  expect(sameManifest(list('b', 'a'), list('a', 'b'))).toBe(true);
  expect(sameManifest(list('a', 'b', 'c'), list('a', 'b'))).toBe(false);
  expect(sameManifest(list(), list('a'))).toBe(false);
});
