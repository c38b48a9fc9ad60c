/** ValidatingAdmissionPolicies with bindings and parameters, made up within what is valid. */
import type {
  JsonObject,
  JsonValue,
  KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';
import fc from 'fast-check';
import { map, maybe, oneOf, some } from './fields';

/** Namespaces of a group carry it as a label, and only its bindings are about them. */
export const GROUP_LABEL = 'verdict-group';

/** Some are errors for some objects, which failurePolicy decides about. */
const CONDITIONS = [
  'true',
  "object.metadata.name == 'generated'",
  "has(object.metadata.labels) && 'app' in object.metadata.labels",
  "object.metadata.labels.app == 'web'",
  "object.metadata.labels['team'] == 'shop'",
  "object.metadata.?labels[?'team'].orValue('none') != 'shop'",
  "'note' in object.metadata.annotations",
  '!has(object.spec) || !has(object.spec.replicas) || object.spec.replicas > 0',
  'object.spec.replicas <= 1',
  "string(object.spec.replicas) == '1'",
  "object.spec.template.spec.containers.all(c, c.image.contains('@'))",
  "object.kind != 'Pod' || object.spec.containers.all(c, has(c.resources.limits))",
  'object.spec.containers.all(c, !c.securityContext.privileged)',
  'object.spec.containers.exists_one(c, has(c.securityContext))',
  "object.spec.containers[1].name == 'c1'",
  "object.spec.containers.map(c, c.name).join(',') == 'c0'",
  "object.spec.containers.filter(c, c.image.matches('^[^/]+$')).size() == 0",
  "object.spec.containers.all(c, c.image.lastIndexOf(':') > c.image.lastIndexOf('/'))",
  "quantity(object.spec.containers[0].resources.requests.memory).isLessThan(quantity('500Mi'))",
  "object.spec.containers.all(c, quantity(c.?resources.?limits.?cpu.orValue('1')).asApproximateFloat() <= 4.0)",
  'object.spec.?terminationGracePeriodSeconds.orValue(30) >= 10',
  'object.spec.volumes.all(v, !has(v.hostPath))',
  "object.spec.tolerations.exists(t, t.?key.orValue('') == 'a')",
  '1 / size(object.metadata.?labels.orValue({})) > 0',
  "object.metadata.name.find('[aeiou]') == 'e'",
  "request.operation == 'CREATE' && request.namespace.startsWith('warn')",
  "request.kind.kind in ['Pod', 'Deployment', 'Service']",
  "request.resource.resource != 'services'",
  "request.name == 'generated'",
  'oldObject == null',
  "namespaceObject.metadata.labels['verdict-group'] != 'warn-1'",
  'has(namespaceObject.metadata.annotations)',
  'variables.labels.size() < 2',
  "variables.images.all(i, !i.endsWith(':latest'))",
  "variables.images.exists(i, i.startsWith('registry.example/'))",
  'variables.broken > 0',
  "object.kind == 'Pod' ? object.spec.hostNetwork == true : variables.images.size() > 0",
  'object.spec.ports.all(p, p.targetPort == p.port || type(p.targetPort) == string)',
  "object.data.key != ''",
  "object.rules.all(r, !('*' in r.verbs))",
  'object.spec.minReplicas < object.spec.maxReplicas',
  "object.spec.podSelector.matchLabels.app == 'web'",
  "duration('90s') > duration('1m') && timestamp('2026-01-01T00:00:00Z').getFullYear() == 2026",
  "[1, 2, 3].sum() == 6 && ['b', 'a'].isSorted() == false",
  "'a-b'.split('-') == ['a', 'b'] && 'ab'.charAt(0) == 'a' && 'x'.replace('x', 'y') == 'y'",
  "url('https://a.example.com:8080/p').getPort() == '8080'",
  "isIP('10.0.0.1') && cidr('10.0.0.0/8').containsIP('10.1.1.1')",
  "sets.contains(['a', 'b'], ['a']) && sets.intersects([1], [1, 2])",
];

/** Match conditions come before variables. */
const WITHOUT_VARIABLES = CONDITIONS.filter(it => !it.includes('variables.'));

const ABOUT_PARAMS = [
  "params.data.kinds.split(',').exists(k, k == object.kind)",
  "params.metadata.name == 'first'",
  "params.data.most == '2' || object.spec.replicas < int(params.data.most)",
  'has(params.data.kinds)',
  'params != null',
];

const VARIABLES: JsonObject[] = [
  { name: 'labels', expression: 'object.metadata.?labels.orValue({})' },
  {
    name: 'containers',
    expression:
      "object.kind == 'Pod' ? object.spec.containers : has(object.spec) && has(object.spec.template) && has(object.spec.template.spec) ? object.spec.template.spec.containers : []",
  },
  { name: 'images', expression: 'variables.containers.map(c, c.image)' },
  { name: 'broken', expression: 'int(object.metadata.name)' },
];

const MESSAGES = [
  "'says ' + object.metadata.name",
  "object.kind + ' of ' + request.namespace",
  "variables.images.join(', ')",
  "object.metadata.labels.app + ' is no app'",
  "''",
  "'two\\nlines'",
  "'  spaces  '",
  "'size ' + string(size(variables.labels))",
  "'x'.format([])",
  "'%s has %d and %.1f'.format([object.kind, 2, 1.5])",
];

const RULES: JsonObject[] = [
  rule(['*'], ['*'], ['*']),
  rule([''], ['v1'], ['pods']),
  rule([''], ['v1'], ['pods', 'services', 'configmaps']),
  rule(['apps'], ['v1'], ['deployments', 'statefulsets']),
  rule(['apps'], ['*'], ['*']),
  rule(['apps', 'batch'], ['v1'], ['*']),
  rule(['apps'], ['v1beta1'], ['deployments']),
  rule(['autoscaling'], ['v1'], ['horizontalpodautoscalers']),
  rule([''], ['v1'], ['pods/status', 'pods/exec']),
  rule([''], ['v1'], ['*/*']),
  { ...rule([''], ['v1'], ['pods']), scope: 'Cluster' },
  { ...rule(['*'], ['*'], ['*']), scope: 'Namespaced' },
  { ...rule(['*'], ['*'], ['*']), resourceNames: ['generated', 'other'] },
  { ...rule(['*'], ['*'], ['*']), resourceNames: ['other'] },
  { ...rule(['*'], ['*'], ['*']), operations: ['UPDATE', 'DELETE'] },
  { ...rule(['*'], ['*'], ['*']), operations: ['*'] },
];

function rule(
  apiGroups: string[],
  apiVersions: string[],
  resources: string[],
): JsonObject {
  return {
    apiGroups,
    apiVersions,
    resources,
    operations: ['CREATE', 'UPDATE'],
  };
}

const selector = oneOf<JsonValue>(
  {},
  { matchLabels: { app: 'web' } },
  { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
  { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] },
  { matchExpressions: [{ key: 'team', operator: 'In', values: ['shop'] }] },
  { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['shop'] }] },
);

/** Of namespaces, of which each group has two. */
const namespaceSelector = oneOf<JsonValue>(
  {},
  { matchLabels: { second: 'true' } },
  { matchExpressions: [{ key: 'second', operator: 'DoesNotExist' }] },
);

const matchConstraints = map({
  resourceRules: fc.oneof(
    { weight: 3, arbitrary: fc.constant<JsonValue>([RULES[0]]) },
    {
      weight: 4,
      arbitrary: fc.subarray(RULES, { minLength: 1, maxLength: 3 }),
    },
  ),
  excludeResourceRules: maybe(some(RULES.slice(1), 1), 4),
  matchPolicy: maybe(oneOf('Exact', 'Equivalent')),
  objectSelector: maybe(selector, 4),
  namespaceSelector: maybe(namespaceSelector, 5),
});

function validation(conditions: readonly string[]) {
  return map({
    expression: fc.constantFrom(...conditions) as fc.Arbitrary<JsonValue>,
    message: maybe(oneOf('must be otherwise', '  padded  ')),
    messageExpression: maybe(fc.constantFrom(...MESSAGES)),
    reason: maybe(oneOf('Forbidden', 'Invalid', 'RequestEntityTooLarge'), 4),
  });
}

/** The API server refuses messages in several lines without a message to fall back on. */
const validations = (conditions: readonly string[]) =>
  fc.array(validation(conditions), { minLength: 1, maxLength: 3 });

const policySpec = (conditions: readonly string[]) =>
  map({
    failurePolicy: maybe(oneOf('Fail', 'Ignore'), 2),
    matchConstraints,
    matchConditions: maybe(
      fc
        .uniqueArray(fc.constantFrom(...WITHOUT_VARIABLES), { maxLength: 2 })
        .map(all =>
          all.map((expression, index) => ({ name: `c${index}`, expression })),
        ),
      4,
    ),
    variables: fc.constant<JsonValue>(VARIABLES),
    validations: validations(conditions),
    auditAnnotations: maybe(
      fc
        .constantFrom(
          "object.metadata.name + '!'",
          'null',
          'string(object.metadata.labels.app)',
        )
        .map(valueExpression => [{ key: 'note', valueExpression }]),
      6,
    ),
  });

const withoutParams = fc.record({
  spec: policySpec(CONDITIONS),
  paramRef: fc.constant(null),
});

const withParams = fc.record({
  spec: policySpec([...ABOUT_PARAMS, ...ABOUT_PARAMS, ...CONDITIONS]).map(
    spec => ({
      ...spec,
      paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
    }),
  ),
  paramRef: oneOf<JsonObject>(
    { name: 'first', namespace: 'default' },
    { name: 'first' },
    { name: 'missing', namespace: 'default' },
    { selector: {}, namespace: 'default' },
    { selector: { matchLabels: { params: 'both' } }, namespace: 'default' },
    { selector: { matchLabels: { params: 'none' } }, namespace: 'default' },
  ),
});

/** Policies of one group: they warn, so that one request tells what all of them say. */
export function policies(
  group: string,
  {
    seed,
    count,
    actions,
  }: { seed: number; count: number; actions: JsonValue[] },
): KubernetesObject[] {
  const made = fc.sample(
    fc.record({
      policy: fc.oneof(
        { weight: 3, arbitrary: withoutParams },
        { weight: 1, arbitrary: withParams },
      ),
      matchResources: map({
        objectSelector: maybe(selector, 5),
        resourceRules: maybe(some(RULES, 2), 6),
        excludeResourceRules: maybe(some(RULES.slice(1), 1), 6),
      }),
      notFound: oneOf(
        ...(actions.includes('Deny') ? ['Allow', 'Deny'] : ['Allow']),
      ),
      validationActions: fc.constantFrom(...actions),
    }),
    { seed, numRuns: count },
  );
  return made.flatMap(
    ({ policy, matchResources, notFound, validationActions }, index) => {
      const metadata = { name: `${group}-${index}` };
      const selects = { matchLabels: { [GROUP_LABEL]: group } };
      return [
        {
          apiVersion: 'admissionregistration.k8s.io/v1',
          kind: 'ValidatingAdmissionPolicy',
          metadata,
          spec: policy.spec,
        },
        {
          apiVersion: 'admissionregistration.k8s.io/v1',
          kind: 'ValidatingAdmissionPolicyBinding',
          metadata,
          spec: {
            policyName: metadata.name,
            validationActions: [validationActions].flat(),
            matchResources: { ...matchResources, namespaceSelector: selects },
            ...(policy.paramRef && {
              paramRef: {
                ...policy.paramRef,
                parameterNotFoundAction: notFound,
              },
            }),
          },
        },
      ];
    },
  );
}

export const PARAMETERS: KubernetesObject[] = [
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'first',
      namespace: 'default',
      labels: { params: 'both' },
    },
    data: { kinds: 'Pod,Service', most: '2' },
  },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'second',
      namespace: 'default',
      labels: { params: 'both' },
    },
    data: { most: 'many' },
  },
];
