import type { KubernetesObject } from '../../evaluation';
import { WITHHELD } from '../../evaluation';
import type { ParamRef } from '../types';
import { findParams } from './findParams';

const configMap = (
  name: string,
  namespace: string | undefined,
  labels: Record<string, string> = {},
): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...(namespace && { namespace }), labels },
});
const limits = (name: string, namespace?: string): KubernetesObject => ({
  apiVersion: 'rules.example.com/v1',
  kind: 'ReplicaLimit',
  metadata: { name, ...(namespace && { namespace }) },
});
const definition = (scope: 'Cluster' | 'Namespaced'): KubernetesObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'replicalimits.rules.example.com' },
  spec: {
    group: 'rules.example.com',
    scope,
    names: { kind: 'ReplicaLimit', plural: 'replicalimits' },
    versions: [{ name: 'v1', served: true, storage: true }],
  },
});

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };
const LIMIT = { apiVersion: 'rules.example.com/v1', kind: 'ReplicaLimit' };

const ref = (changes: Partial<ParamRef> = {}): ParamRef => ({
  name: '',
  namespace: '',
  parameterNotFoundAction: 'Deny',
  ...changes,
});
const byName = (name: string, changes: Partial<ParamRef> = {}) =>
  ref({ name, ...changes });
const byLabels = (
  matchLabels: Record<string, string>,
  changes: Partial<ParamRef> = {},
) => ref({ selector: { matchLabels }, ...changes });

const namesOf = (found: ReturnType<typeof findParams>) =>
  found.type === 'found'
    ? found.params.map(param =>
        param === null
          ? null
          : (param as { metadata: { name: string } }).metadata.name,
      )
    : found.type;

const OBJECTS = [
  configMap('a', 'shop', { set: 'x' }),
  configMap('b', 'shop', { set: 'x' }),
  configMap('a', 'rules', { set: 'x' }),
  configMap('c', undefined, { set: 'x' }),
];

describe('parameters', () => {
  it.each([
    ['none where the policy takes none', undefined, byName('a'), [null]],
    ['none where the binding gives none', CONFIG_MAP, undefined, [null]],
    [
      'by name from the namespace of the object',
      CONFIG_MAP,
      byName('b'),
      ['b'],
    ],
    [
      'by name from a namespace',
      CONFIG_MAP,
      byName('a', { namespace: 'rules' }),
      ['a'],
    ],
    [
      'by name from the default namespace',
      CONFIG_MAP,
      byName('c', { namespace: 'default' }),
      ['c'],
    ],
    ['by labels, several', CONFIG_MAP, byLabels({ set: 'x' }), ['a', 'b']],
    [
      'by labels from a namespace',
      CONFIG_MAP,
      byLabels({ set: 'x' }, { namespace: 'rules' }),
      ['a'],
    ],
    ['all by an empty selector', CONFIG_MAP, byLabels({}), ['a', 'b']],
    ['missing by name', CONFIG_MAP, byName('z'), 'error'],
    [
      'missing in that namespace',
      CONFIG_MAP,
      byName('b', { namespace: 'rules' }),
      'error',
    ],
    ['missing by labels', CONFIG_MAP, byLabels({ set: 'y' }), 'error'],
    [
      'missing but not needed',
      CONFIG_MAP,
      byName('z', { parameterNotFoundAction: 'Allow' }),
      'skip',
    ],
    ['of another kind', LIMIT, byName('a'), 'error'],
    [
      'that are secret',
      { apiVersion: 'v1', kind: 'Secret' },
      byName('a'),
      'unknown',
    ],
  ])('%s', (_, paramKind, paramRef, expected) => {
    const found = findParams(paramKind, paramRef, 'shop', {
      objects: OBJECTS,
      complete: true,
    });
    expect(namesOf(found)).toEqual(expected);
  });

  it.each([
    ['not found by name', byName('z'), 'unknown', undefined],
    [
      'not found by name and not needed',
      byName('z', { parameterNotFoundAction: 'Allow' }),
      'unknown',
      undefined,
    ],
    ['found by name', byName('a'), ['a'], ''],
    [
      'found by labels',
      byLabels({ set: 'x' }),
      ['a', 'b'],
      expect.stringContaining('may exist'),
    ],
  ])('where there may be others: %s', (_, paramRef, expected, missing) => {
    const found = findParams(CONFIG_MAP, paramRef, 'shop', {
      objects: OBJECTS,
      complete: false,
    });
    expect(namesOf(found)).toEqual(expected);
    expect(found.type === 'found' ? found.missing : undefined).toEqual(missing);
  });

  it('are not settled by labels that are withheld', () => {
    const objects = [configMap('a', 'shop', { [WITHHELD]: 'true' })];
    const found = findParams(CONFIG_MAP, byLabels({ set: 'x' }), 'shop', {
      objects,
      complete: true,
    });
    expect(found).toMatchObject({ type: 'unknown' });
  });

  it.each([
    [
      'a definition says cluster',
      [definition('Cluster'), limits('one')],
      byName('one'),
      '',
      ['one'],
    ],
    [
      'a definition says namespaced',
      [definition('Namespaced'), limits('one', 'shop')],
      byName('one'),
      'shop',
      ['one'],
    ],
    [
      'they lie in a namespace',
      [limits('one', 'shop')],
      byName('one'),
      'shop',
      ['one'],
    ],
    ['they lie in none', [limits('one')], byName('one'), 'shop', ['one']],
    [
      'a namespace is given for cluster-wide ones',
      [definition('Cluster'), limits('one')],
      byName('one', { namespace: 'shop' }),
      'shop',
      'error',
    ],
    [
      'the object lies in no namespace',
      [configMap('a', 'shop')],
      byName('a'),
      '',
      'error',
    ],
  ])(
    'by the scope of their kind: %s',
    (_, objects, paramRef, namespace, expected) => {
      const kind = objects.some(object => object.kind === 'ReplicaLimit')
        ? LIMIT
        : CONFIG_MAP;
      const found = findParams(kind, paramRef, namespace, {
        objects,
        complete: true,
      });
      expect(namesOf(found)).toEqual(expected);
    },
  );

  it.each([
    [
      CONFIG_MAP,
      byName('z'),
      'shop',
      'no params found for policy binding with `Deny` parameterNotFoundAction',
    ],
    [
      CONFIG_MAP,
      byName('a'),
      '',
      'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources',
    ],
    [
      { apiVersion: 'v1', kind: 'Namespace' },
      byName('a', { namespace: 'shop' }),
      'shop',
      'paramRef.namespace must not be provided for a cluster-scoped `paramKind`',
    ],
  ])(
    'fail in the words of the API server (%#)',
    (kind, paramRef, namespace, message) => {
      expect(
        findParams(kind, paramRef, namespace, {
          objects: OBJECTS,
          complete: true,
        }),
      ).toEqual({ type: 'error', message });
    },
  );
});
