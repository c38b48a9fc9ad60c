import type { JsonObject } from '../../evaluation';
import {
  bindingOf,
  judgeOnce,
  podOf,
  policyOf,
  validation,
} from '../__testUtils__/policies';
import { bestPath } from './paths';

const two: JsonObject = {
  initContainers: [{ name: 'init', image: 'registry.example.com/init:1' }],
  containers: [
    { name: 'web', image: 'registry.example.com/web:1' },
    {
      name: 'side',
      image: 'quay.io/side',
      securityContext: { privileged: true },
    },
  ],
};

const privileged =
  'has(c.securityContext) && has(c.securityContext.privileged) && c.securityContext.privileged';

function placesOf(spec: JsonObject, object: JsonObject) {
  const verdict = judgeOnce([policyOf(spec), bindingOf()], podOf(object));
  expect(verdict.result).toBe('fail');
  return verdict.violations.map(
    ({ component, field }) => `${component}:${field.join('.')}`,
  );
}

describe('where to look', () => {
  it.each<[string, JsonObject, JsonObject, string[]]>([
    [
      'a field',
      validation('object.spec.hostNetwork == false'),
      { hostNetwork: true },
      [':spec.hostNetwork'],
    ],
    [
      'a field that is not there',
      validation(
        'has(object.spec.securityContext) && has(object.spec.securityContext.runAsNonRoot)',
      ),
      {},
      [':spec.securityContext.runAsNonRoot'],
    ],
    [
      'the field of which most is there',
      validation(
        'has(object.spec.tolerations) || object.spec.securityContext.runAsNonRoot == true',
      ),
      { securityContext: { runAsNonRoot: false } },
      [':spec.securityContext.runAsNonRoot'],
    ],
    [
      'not what only tells objects apart',
      validation('object.kind != "Pod" || object.spec.hostNetwork == false'),
      { hostNetwork: true },
      [':spec.hostNetwork'],
    ],
    [
      'what tells objects apart if nothing else is read',
      validation('object.metadata.name == "x"'),
      {},
      [':metadata.name'],
    ],
    ['nothing in particular', validation('false'), {}, [':']],
    [
      'the container that fails',
      validation(
        'object.spec.containers.all(c, c.image.startsWith("registry.example.com/"))',
      ),
      two,
      ['side:spec.containers.1.image'],
    ],
    [
      'the field in the container',
      validation(`!object.spec.containers.exists(c, ${privileged})`),
      two,
      ['side:spec.containers.1.securityContext.privileged'],
    ],
    [
      'the field in the container that is more than its name',
      validation(
        'object.spec.containers.filter(c, c.name != "x" && !c.image.startsWith("registry.example.com/")).size() == 0',
      ),
      two,
      ['side:spec.containers.1.image'],
    ],
    [
      'a field that is not there in the container',
      validation(
        'object.spec.containers.all(c, has(c.resources) && has(c.resources.limits))',
      ),
      two,
      [
        'web:spec.containers.0.resources.limits',
        'side:spec.containers.1.resources.limits',
      ],
    ],
    [
      'the list if no item is to blame',
      validation('object.spec.containers.size() > 3'),
      two,
      [':spec.containers'],
    ],
    [
      'the list if something is missing in it',
      validation('object.spec.containers.exists(c, c.name == "proxy")'),
      two,
      [':spec.containers'],
    ],
    [
      'containers of several lists',
      {
        variables: [
          {
            name: 'all',
            expression: 'object.spec.containers + object.spec.initContainers',
          },
        ],
        ...validation('variables.all.all(c, c.image.contains("x.y"))'),
      },
      two,
      [
        'web:spec.containers.0.image',
        'side:spec.containers.1.image',
        'init:spec.initContainers.0.image',
      ],
    ],
    [
      'through variables',
      {
        variables: [
          { name: 'pod', expression: 'object.spec' },
          { name: 'network', expression: 'variables.pod.hostNetwork' },
        ],
        ...validation('variables.network == false'),
      },
      { hostNetwork: true },
      [':spec.hostNetwork'],
    ],
    [
      'through variables that choose by kind',
      {
        variables: [
          {
            name: 'pod',
            expression:
              'object.kind == "Pod" ? object.spec : object.spec.template.spec',
          },
        ],
        ...validation(
          'variables.pod.?automountServiceAccountToken.orValue(true) == false',
        ),
      },
      {},
      [':spec.automountServiceAccountToken'],
    ],
    [
      'items of other lists',
      validation('object.spec.volumes.all(v, !has(v.hostPath))'),
      {
        volumes: [
          { name: 'a', emptyDir: {} },
          { name: 'b', hostPath: { path: '/' } },
        ],
      },
      [':spec.volumes.1.hostPath'],
    ],
    [
      'an error',
      validation('object.spec.nodeName == "a"'),
      {},
      [':spec.nodeName'],
    ],
  ])('%s', (_, spec, object, expected) => {
    expect(placesOf(spec, object)).toEqual(expected);
  });

  it('does not take forever over long lists', () => {
    const containers = Array.from({ length: 2000 }, (_, index) => ({
      name: `c${index}`,
      image: 'x',
    }));
    const places = placesOf(
      validation('object.spec.containers.all(c, c.image != "x")'),
      { containers },
    );
    expect(places.length).toBeLessThanOrEqual(64);
  });
});

describe('the best path', () => {
  const object = { kind: 'Pod', spec: { a: { b: 1 }, list: [{ c: 1 }] } };

  it.each<[(string | number)[][], (string | number)[]]>([
    [[], []],
    [[['kind']], ['kind']],
    [
      [['kind'], ['spec', 'x']],
      ['spec', 'x'],
    ],
    [
      [
        ['spec', 'x', 'y'],
        ['spec', 'a', 'b'],
      ],
      ['spec', 'a', 'b'],
    ],
    [
      [
        ['spec', 'x'],
        ['spec', 'y'],
      ],
      ['spec', 'x'],
    ],
    [
      [
        ['spec', 'a'],
        ['spec', 'a', 'z'],
      ],
      ['spec', 'a', 'z'],
    ],
    [
      [
        ['spec', 'list', 0, 'c'],
        ['spec', 'a'],
      ],
      ['spec', 'list', 0, 'c'],
    ],
  ])('of %j is %j', (paths, expected) => {
    expect(bestPath(object, paths)).toEqual(expected);
  });
});
