import { exampleBaseline } from '../__testUtils__/namespaces';
import type { Baseline } from '../types';
import { compareBaselines, compareBaselineVersions } from './compareBaselines';

const BASELINE = exampleBaseline('1.0.0');

function change(id: string, changes: object): Baseline {
  return {
    ...BASELINE,
    version: '1.0.1',
    objects: BASELINE.objects.map(object =>
      object.id === id ? { ...object, ...changes } : object,
    ),
  };
}

it('finds nothing in a version that differs by its number alone', () => {
  expect(
    compareBaselines(BASELINE, { ...BASELINE, version: '2.0.0', notes: 'x' }),
  ).toEqual([]);
});

it('calls everything added to what is not there', () => {
  expect(
    compareBaselines(undefined, BASELINE).map(({ change: it }) => it),
  ).toEqual(BASELINE.objects.map(() => 'added'));
});

it('tells what is removed, after the rest', () => {
  const newer = {
    ...BASELINE,
    objects: BASELINE.objects.filter(({ id }) => id !== 'allow-dns'),
  };
  expect(compareBaselines(BASELINE, newer)).toEqual([
    {
      id: 'allow-dns',
      title: 'Workloads resolve names',
      change: 'removed',
      differences: [],
    },
  ]);
});

it.each<[string, object, object[]]>([
  [
    'a field that is added',
    {
      template: {
        ...(BASELINE.objects[1].template as object),
        immutable: true,
      },
    },
    [{ path: 'immutable', found: 'true' }],
  ],
  [
    'a list, as a whole',
    {
      template: {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'baseline-default-deny' },
        spec: { podSelector: {}, policyTypes: ['Ingress'] },
      },
    },
    [
      {
        path: 'spec.policyTypes',
        applied: '["Ingress","Egress"]',
        found: '["Ingress"]',
      },
    ],
  ],
  [
    'when it is made',
    { limits: 'strict' },
    [{ path: 'limits', found: '"strict"' }],
  ],
])('tells %s', (_, changes, differences) => {
  expect(
    compareBaselines(BASELINE, change('default-deny', changes)),
  ).toMatchObject([{ id: 'default-deny', change: 'changed', differences }]);
});

it('orders versions as semantic versions are', () => {
  expect(
    ['1.10.0', '1.9.0', '1.10.0-rc.1'].sort(compareBaselineVersions),
  ).toEqual(['1.9.0', '1.10.0-rc.1', '1.10.0']);
});
