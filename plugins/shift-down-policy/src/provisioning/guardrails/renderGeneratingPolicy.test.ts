import { parseAllDocuments } from 'yaml';
import { exampleBaseline, RULES } from '../__testUtils__/namespaces';
import type { Baseline, BaselineManifest } from '../types';
import { renderGeneratingPolicy } from './renderGeneratingPolicy';

const BASELINE = exampleBaseline('1.1.0');
const [cluster] = RULES.clusters;
const [size] = RULES.sizes;

interface Spec {
  matchConstraints: { objectSelector: unknown };
  generate: { template: { value: string } }[];
}

function specOf(policy: BaselineManifest): Spec {
  return policy.spec as unknown as Spec;
}

function generated(baseline: Baseline, limits?: 'default' | 'strict') {
  const [{ template }] = specOf(
    renderGeneratingPolicy(baseline, { cluster, size, limits }),
  ).generate;
  return parseAllDocuments(template.value).map(
    document => document.toJS() as BaselineManifest,
  );
}

it('generates what a namespace is made secure by, into the one that was made', () => {
  const objects = generated(BASELINE);
  expect(
    objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
  ).toEqual([
    'NetworkPolicy baseline-default-deny',
    'NetworkPolicy baseline-allow-dns',
    'ResourceQuota baseline-quota',
    'ResourceQuota baseline-services',
    'ResourceQuota baseline-storage',
    'LimitRange baseline-limits',
    'ServiceAccount workload',
  ]);
  expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(
    new Set(['(( object.metadata.name ))']),
  );
});

it('fills in what the platform team decided', () => {
  expect(generated(BASELINE)[2].spec).toEqual({ hard: size.quota });
  expect(JSON.stringify(generated(BASELINE)[1].spec)).toContain('kube-dns');
});

it('is for namespaces of its version and its preset', () => {
  const of = (limits: 'default' | 'strict') => {
    const policy = renderGeneratingPolicy(BASELINE, { cluster, size, limits });
    return {
      name: policy.metadata.name,
      selector: specOf(policy).matchConstraints.objectSelector,
      kinds: generated(BASELINE, limits).map(({ kind }) => kind),
    };
  };
  const matchLabels = { 'shift-down.io/baseline': '1.1.0' };
  const requirement = { key: 'shift-down.io/limits', values: ['strict'] };
  expect(of('default')).toMatchObject({
    name: 'shift-down-baseline-1.1.0',
    selector: {
      matchLabels,
      matchExpressions: [{ ...requirement, operator: 'NotIn' }],
    },
  });
  expect(of('strict')).toMatchObject({
    name: 'shift-down-baseline-1.1.0-strict',
    selector: {
      matchLabels,
      matchExpressions: [{ ...requirement, operator: 'In' }],
    },
  });
  expect(of('default').kinds).toContain('LimitRange');
  expect(of('strict').kinds).not.toContain('LimitRange');
});

it('takes the owner from the labels, and no text for an expression', () => {
  const baseline: Baseline = {
    ...BASELINE,
    objects: [
      BASELINE.objects[0],
      {
        id: 'config',
        title: 'Config',
        controls: [],
        madeByCluster: false,
        template: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'config' },
          data: { owner: 'of ${owner.name}', text: 'f((x))' },
        },
      },
    ],
  };
  const label = "object.metadata.labels['shift-down.io/owner']";
  expect(generated(baseline)[0].data).toEqual({
    owner: `of (( 'shift-down.io/owner' in object.metadata.labels ? ${label} : '' ))`,
    text: 'f\\((x))',
  });
});
