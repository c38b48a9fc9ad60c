import type { AdmissionInput, JsonObject } from '../../evaluation';
import { WITHHELD } from '../../evaluation';
import { inputOf } from '../__testUtils__/inputs';
import {
  matchResourcesSchema,
  type LabelSelector,
  type MatchResources,
} from '../schema/matchResources';
import { labelsOf, matchesLabels } from './labels';
import { matchesResources } from './matchResources';

const rule = (changes: JsonObject = {}) => ({
  operations: ['CREATE'],
  apiGroups: [''],
  apiVersions: ['v1'],
  resources: ['pods'],
  ...changes,
});

function match(constraints: JsonObject, input: AdmissionInput) {
  const parsed: MatchResources = matchResourcesSchema.parse(constraints);
  return matchesResources(parsed, input).type;
}

const pod = inputOf({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
});
const deployment = inputOf({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
});
const clusterRole = inputOf({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'reader' },
});
const namespace = inputOf({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels: { tier: 'gold' } },
});
const autoscaler = inputOf({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web', namespace: 'shop' },
});
const certificate = inputOf(
  {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'web', namespace: 'shop' },
  },
  { resource: 'certificates', namespaced: true },
);
const generated = inputOf({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { generateName: 'web-', namespace: 'shop' },
});

describe('resource rules', () => {
  it.each([
    ['the resource itself', rule(), pod, 'yes'],
    ['another resource', rule({ resources: ['services'] }), pod, 'no'],
    ['any resource', rule({ resources: ['*'] }), pod, 'yes'],
    ['any resource and subresource', rule({ resources: ['*/*'] }), pod, 'yes'],
    ['it and its subresources', rule({ resources: ['pods/*'] }), pod, 'yes'],
    ['a subresource', rule({ resources: ['pods/exec'] }), pod, 'no'],
    ['a subresource of any', rule({ resources: ['*/scale'] }), pod, 'no'],
    ['several', rule({ resources: ['services', 'pods'] }), pod, 'yes'],
    ['another group', rule({ apiGroups: ['apps'] }), pod, 'no'],
    ['any group', rule({ apiGroups: ['*'] }), pod, 'yes'],
    ['a version nobody serves', rule({ apiVersions: ['v2'] }), pod, 'no'],
    ['any version', rule({ apiVersions: ['*'] }), pod, 'yes'],
    ['any operation', rule({ operations: ['*'] }), pod, 'yes'],
    ['updates', rule({ operations: ['UPDATE', 'DELETE'] }), pod, 'no'],
    [
      'several operations',
      rule({ operations: ['UPDATE', 'CREATE'] }),
      pod,
      'yes',
    ],
    ['namespaced ones', rule({ scope: 'Namespaced' }), pod, 'yes'],
    ['cluster-wide ones', rule({ scope: 'Cluster' }), pod, 'no'],
    ['any scope', rule({ scope: '*' }), pod, 'yes'],
    ['its name', rule({ resourceNames: ['web', 'api'] }), pod, 'yes'],
    ['another name', rule({ resourceNames: ['api'] }), pod, 'no'],
    ['no names', rule({ resourceNames: [] }), pod, 'yes'],
    [
      'a name yet to be generated',
      rule({ resourceNames: ['web-'] }),
      generated,
      'no',
    ],
    [
      'namespaced ones',
      rule({ apiGroups: ['*'], resources: ['*'], scope: 'Namespaced' }),
      clusterRole,
      'no',
    ],
    [
      'cluster-wide ones',
      rule({ apiGroups: ['*'], resources: ['*'], scope: 'Cluster' }),
      clusterRole,
      'yes',
    ],
    [
      'cluster-wide ones',
      rule({ resources: ['namespaces'], scope: 'Cluster' }),
      namespace,
      'yes',
    ],
    [
      'namespaced ones',
      rule({ resources: ['namespaces'], scope: 'Namespaced' }),
      namespace,
      'no',
    ],
  ])('that name %s (%#)', (_, resourceRule, input, expected) => {
    expect(match({ resourceRules: [resourceRule] }, input)).toBe(expected);
  });

  it('match everything where there are none', () => {
    expect(match({}, pod)).toBe('yes');
  });

  it('match if any of them does', () => {
    const rules = [rule({ resources: ['services'] }), rule()];
    expect(match({ resourceRules: rules }, pod)).toBe('yes');
  });

  it.each([
    ['is excluded', [rule({ resourceNames: ['web'] })], 'no'],
    ['is not excluded', [rule({ resourceNames: ['api'] })], 'yes'],
  ])(
    'give way to exclusions: one that %s',
    (_, excludeResourceRules, expected) => {
      expect(
        match({ resourceRules: [rule()], excludeResourceRules }, pod),
      ).toBe(expected);
    },
  );
});

describe('other versions of a resource', () => {
  const autoscalers = (version: string) =>
    rule({
      apiGroups: ['autoscaling'],
      apiVersions: [version],
      resources: ['horizontalpodautoscalers'],
    });
  const certificates = (version: string) =>
    rule({
      apiGroups: ['cert-manager.io'],
      apiVersions: [version],
      resources: ['certificates'],
    });
  const legacy = rule({
    apiGroups: ['extensions'],
    apiVersions: ['v1beta1'],
    resources: ['deployments'],
  });

  it.each([
    ['the same version', autoscalers('v2'), 'Equivalent', autoscaler, 'yes'],
    [
      'one it is converted to',
      autoscalers('v1'),
      'Equivalent',
      autoscaler,
      'unknown',
    ],
    [
      'one it is converted to',
      autoscalers('v1'),
      undefined,
      autoscaler,
      'unknown',
    ],
    [
      'one it is not converted to',
      autoscalers('v1'),
      'Exact',
      autoscaler,
      'no',
    ],
    [
      'one that is gone',
      autoscalers('v2beta2'),
      'Equivalent',
      autoscaler,
      'no',
    ],
    ['a group that is gone', legacy, 'Equivalent', deployment, 'no'],
    [
      'the same version of a custom resource',
      certificates('v1'),
      'Equivalent',
      certificate,
      'yes',
    ],
    [
      'one of a custom resource that may be served',
      certificates('v1alpha2'),
      'Equivalent',
      certificate,
      'unknown',
    ],
    [
      'one of a custom resource',
      certificates('v1alpha2'),
      'Exact',
      certificate,
      'no',
    ],
  ])(
    'are matched by a rule of %s (%#)',
    (_, resourceRule, matchPolicy, input, expected) => {
      expect(
        match(
          {
            resourceRules: [resourceRule],
            ...(matchPolicy && { matchPolicy }),
          },
          input,
        ),
      ).toBe(expected);
    },
  );

  it('leave open what may be excluded', () => {
    expect(
      match(
        {
          resourceRules: [autoscalers('v2')],
          excludeResourceRules: [autoscalers('v1')],
        },
        autoscaler,
      ),
    ).toBe('unknown');
  });
});

describe('label selectors', () => {
  const labels = { app: 'web', tier: 'gold' };
  const some = (key: string, operator: string, values?: string[]) =>
    ({ matchExpressions: [{ key, operator, values }] } as LabelSelector);

  it.each<[LabelSelector | null | undefined, boolean, boolean | undefined]>([
    [undefined, true, true],
    [null, true, true],
    [{}, true, true],
    [{ matchLabels: { app: 'web' } }, true, true],
    [{ matchLabels: { app: 'api' } }, true, false],
    [{ matchLabels: { app: 'web', owner: 'x' } }, true, false],
    [some('app', 'In', ['api', 'web']), true, true],
    [some('app', 'In', ['api']), true, false],
    [some('owner', 'In', ['x']), true, false],
    [some('app', 'NotIn', ['api']), true, true],
    [some('app', 'NotIn', ['web']), true, false],
    [some('owner', 'NotIn', ['x']), true, true],
    [some('app', 'Exists'), true, true],
    [some('owner', 'Exists'), true, false],
    [some('owner', 'DoesNotExist'), true, true],
    [some('app', 'DoesNotExist'), true, false],
    [some('owner', 'Exists'), false, undefined],
    [some('owner', 'DoesNotExist'), false, undefined],
    [some('owner', 'In', ['x']), false, undefined],
    [some('owner', 'NotIn', ['x']), false, undefined],
    [some('app', 'In', ['web']), false, true],
    [{ matchLabels: { app: 'api', owner: 'x' } }, false, false],
  ])(
    '%j over labels known in full (%s): %s',
    (selector, complete, expected) => {
      expect(matchesLabels(selector, { labels, complete })).toBe(expected);
    },
  );

  it('do not take the mark of a withheld value for the value', () => {
    const known = labelsOf({ labels: { app: WITHHELD, [WITHHELD]: 'true' } });
    expect(known.complete).toBe(false);
    expect(matchesLabels({ matchLabels: { app: 'web' } }, known)).toBe(
      undefined,
    );
    expect(matchesLabels(some('app', 'Exists'), known)).toBe(true);
  });
});

describe('selectors of a policy', () => {
  const gold = { namespaceSelector: { matchLabels: { tier: 'gold' } } };
  const notSystem = {
    namespaceSelector: {
      matchExpressions: [
        {
          key: 'kubernetes.io/metadata.name',
          operator: 'NotIn',
          values: ['kube-system'],
        },
      ],
    },
  };
  const known = (labels: JsonObject) => ({
    ...pod,
    namespaceObject: { metadata: { name: 'shop', labels } },
  });

  it.each([
    ['of the namespace', gold, known({ tier: 'gold' }), 'yes'],
    ['of another namespace', gold, known({ tier: 'iron' }), 'no'],
    ['of a namespace that is not known', gold, pod, 'unknown'],
    ['of anything in no namespace', gold, clusterRole, 'yes'],
    ['of a Namespace, by its own labels', gold, namespace, 'yes'],
    [
      'of a Namespace, by its own labels',
      { namespaceSelector: { matchLabels: { tier: 'iron' } } },
      namespace,
      'no',
    ],
    ['by the name of a namespace that is not known', notSystem, pod, 'yes'],
    [
      'by the name of a namespace that is not known',
      notSystem,
      { ...pod, namespace: 'kube-system' },
      'no',
    ],
    ['by a name that no manifest sets', notSystem, known({}), 'yes'],
    [
      'of the object',
      { objectSelector: { matchLabels: { app: 'web' } } },
      pod,
      'yes',
    ],
    [
      'of another object',
      { objectSelector: { matchLabels: { app: 'api' } } },
      pod,
      'no',
    ],
  ])('choose by labels %s (%#)', (_, constraints, input, expected) => {
    expect(match({ ...constraints, resourceRules: [] }, input)).toBe(expected);
  });

  it('are outweighed by a rule that says no', () => {
    const resourceRules = [rule({ resources: ['services'] })];
    expect(match({ ...gold, resourceRules }, pod)).toBe('no');
  });
});
