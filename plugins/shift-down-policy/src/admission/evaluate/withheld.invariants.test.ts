/**
 * Unknown is never pass, and never fail: whatever is not kept of an object, a verdict on
 * the rest of it is the one on the whole object, or unknown.
 */
import fc from 'fast-check';
import { WITHHELD } from '../../evaluation';
import type { JsonObject, JsonValue, KubernetesObject } from '../../evaluation';
import { inputOf } from '../__testUtils__/inputs';
import { bindingOf, configMapOf, policyOf } from '../__testUtils__/policies';
import { parseAdmissionPolicies } from '../parse/parseAdmissionPolicies';
import { admissionDecision } from '../denials';
import { evaluateAdmissionPolicies } from './evaluateAdmissionPolicies';

const EXPRESSIONS = [
  'object.spec.containers.all(c, c.image.startsWith("a/"))',
  'object.spec.containers.exists(c, c.name == "web")',
  'object.spec.?hostNetwork.orValue(false) == false',
  '!has(object.spec.hostNetwork) || !object.spec.hostNetwork',
  'has(object.metadata.labels) && "app" in object.metadata.labels',
  'object.metadata.?labels.?app.orValue("") == "web"',
  'object.spec.containers.size() < 2 || !has(object.spec.hostNetwork)',
  'variables.images.all(i, i != "b/x")',
  'object.spec.containers.map(c, c.image).exists(i, i.contains(params.data.word))',
];

const { policies } = parseAdmissionPolicies([
  policyOf({
    paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
    variables: [
      {
        name: 'images',
        expression: 'object.spec.containers.map(c, c.image)',
      },
    ],
    matchConditions: [
      {
        name: 'named',
        expression:
          '!has(object.metadata.labels) || !("skip" in object.metadata.labels)',
      },
    ],
    validations: EXPRESSIONS.map(expression => ({ expression })),
  }),
  bindingOf({
    paramRef: { name: 'words', parameterNotFoundAction: 'Deny' },
    matchResources: {
      objectSelector: {
        matchExpressions: [{ key: 'off', operator: 'DoesNotExist' }],
      },
    },
  }),
  configMapOf('words', { word: 'x' }),
]);

const labels = fc.dictionary(
  fc.constantFrom('app', 'skip', 'off'),
  fc.constantFrom('web', 'api'),
  { maxKeys: 2 },
);
const container = fc.record(
  {
    name: fc.constantFrom('web', 'side'),
    image: fc.constantFrom('a/x', 'b/x', 'a/y'),
    env: fc.constant([{ name: 'a', value: 'b' }]),
  },
  { requiredKeys: ['name', 'image'] },
);
const pod: fc.Arbitrary<KubernetesObject> = fc
  .record({
    labels: fc.option(labels, { nil: undefined }),
    hostNetwork: fc.option(fc.boolean(), { nil: undefined }),
    containers: fc.array(container, { minLength: 1, maxLength: 3 }),
  })
  .map(({ labels: given, hostNetwork, containers }) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web',
      namespace: 'shop',
      ...(given && { labels: { ...given } }),
    },
    spec: {
      ...(hostNetwork !== undefined && { hostNetwork }),
      containers: containers as unknown as JsonValue[],
    },
  }));

/** Values that `chance` picks are replaced; of maps of labels, some keys are left out. */
function withhold(value: JsonValue, chance: () => boolean): JsonValue {
  if (Array.isArray(value)) {
    return value.map(item => withhold(item, chance));
  }
  if (typeof value === 'object' && value !== null) {
    const copy: JsonObject = {};
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'labels' && chance()) {
        copy.labels = { [WITHHELD]: WITHHELD };
      } else {
        copy[key] = withhold(inner, chance);
      }
    }
    return copy;
  }
  return chance() ? WITHHELD : value;
}

function judge(object: KubernetesObject) {
  return evaluateAdmissionPolicies(inputOf(object), policies, {
    paramsComplete: true,
  });
}

it('knows no more of an object of which less is kept', () => {
  fc.assert(
    fc.property(
      pod,
      fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
      (object, picks) => {
        let next = 0;
        const kept = {
          ...object,
          metadata: {
            ...(withhold(object.metadata, () => picks[next++]) as JsonObject),
            name: 'web',
            namespace: 'shop',
          },
          spec: withhold(object.spec, () => picks[next++]),
        };
        const whole = judge(object);
        const part = judge(kept);
        const contradictions = part.filter(
          (verdict, index) =>
            verdict.result !== 'unknown' &&
            verdict.result !== whole[index].result,
        );
        expect(contradictions).toEqual([]);
        expect(['unknown', admissionDecision(whole)]).toContain(
          admissionDecision(part),
        );
      },
    ),
    { seed: 36, numRuns: 500 },
  );
});
