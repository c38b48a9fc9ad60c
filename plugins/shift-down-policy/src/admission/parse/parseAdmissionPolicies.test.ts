import type { JsonObject, KubernetesObject } from '../../evaluation';
import { inputOf } from '../__testUtils__/inputs';
import {
  bindingOf,
  configMapOf,
  kyvernoPolicyOf,
  podOf,
  policyOf,
  validation,
} from '../__testUtils__/policies';
import { evaluateAdmissionPolicies } from '../evaluate/evaluateAdmissionPolicies';
import {
  parseAdmissionPolicies,
  policyNames,
  unboundPolicies,
} from './parseAdmissionPolicies';

function problemsOf(...objects: KubernetesObject[]) {
  return parseAdmissionPolicies(objects).problems.map(
    ({ object, field, message }) =>
      `${object.kind}/${object.name} ${field.join('.')}: ${message}`,
  );
}

describe('policies', () => {
  it.each(['v1', 'v1beta1'])('of version %s are read', version => {
    expect(problemsOf(policyOf({}, 'rule', version), bindingOf())).toEqual([]);
  });

  it('of version v1alpha1 are refused with what to do', () => {
    expect(problemsOf(policyOf({}, 'rule', 'v1alpha1'))).toEqual([
      'ValidatingAdmissionPolicy/rule apiVersion: version v1alpha1 is not evaluated: write it as admissionregistration.k8s.io/v1',
    ]);
  });

  it.each<[string, JsonObject, string]>([
    [
      'no rules',
      { matchConstraints: { resourceRules: [] } },
      'spec.matchConstraints.resourceRules: must have at least one rule',
    ],
    [
      'no validations',
      { validations: [] },
      'spec.validations: must have at least one validation or auditAnnotation',
    ],
    [
      'an empty expression',
      validation('  '),
      'spec.validations.0.expression: must not be empty',
    ],
    [
      'a variable that is no identifier',
      { variables: [{ name: 'a-b', expression: '1' }] },
      'spec.variables.0.name: must be an identifier of CEL',
    ],
    [
      'an unknown failurePolicy',
      { failurePolicy: 'Maybe' },
      'spec.failurePolicy: ',
    ],
    [
      'a selector without values',
      {
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [''],
              apiVersions: ['v1'],
              operations: ['CREATE'],
              resources: ['pods'],
            },
          ],
          objectSelector: {
            matchExpressions: [{ key: 'a', operator: 'In', values: [] }],
          },
        },
      },
      'spec.matchConstraints.objectSelector.matchExpressions.0.values: ',
    ],
    [
      'an undeclared variable',
      validation('variables.x'),
      "spec.validations.0.expression: undefined field 'x'",
    ],
    [
      'an undeclared variable that is only asked for',
      validation('has(variables.x)'),
      "spec.validations.0.expression: undefined field 'x'",
    ],
    [
      'a variable that is looked up',
      validation('variables["x"] == 1'),
      "spec.validations.0.expression: found no matching overload for '_[_]'",
    ],
    [
      'a variable of another type than is wanted',
      {
        variables: [{ name: 'a', expression: '1' }],
        ...validation('variables.a'),
      },
      'spec.validations.0.expression: must evaluate to bool but got int',
    ],
    [
      'a variable whose type only evaluation tells',
      {
        variables: [{ name: 'a', expression: 'object.spec' }],
        ...validation('variables.a'),
      },
      'spec.validations.0.expression: must evaluate to bool but got dyn',
    ],
    [
      'a variable before its declaration',
      {
        variables: [
          { name: 'a', expression: 'variables.b' },
          { name: 'b', expression: '1' },
        ],
      },
      "spec.variables.0.expression: undefined field 'b'",
    ],
    [
      'a parameter without a kind',
      validation('params.data.a == "b"'),
      'spec.validations.0.expression: ',
    ],
    [
      'variables in a match condition',
      {
        variables: [{ name: 'a', expression: 'true' }],
        matchConditions: [{ name: 'a', expression: 'variables.a' }],
      },
      'spec.matchConditions.0.expression: ',
    ],
    [
      'the authorizer in a message',
      validation('false', {
        messageExpression:
          'string(authorizer.group("").resource("a").check("get").allowed())',
      }),
      'spec.validations.0.messageExpression: ',
    ],
  ])('with %s are named', (_, spec, expected) => {
    expect(problemsOf(policyOf(spec), bindingOf())).toEqual([
      expect.stringContaining(`ValidatingAdmissionPolicy/rule ${expected}`),
    ]);
  });

  it('with an error of syntax are named with its position, and the others run', () => {
    const { policies, problems } = parseAdmissionPolicies([
      policyOf(validation('object.spec.(\n'), 'broken'),
      bindingOf({}, 'broken', 'broken'),
      policyOf(validation('false')),
      bindingOf(),
    ]);
    expect(problems).toEqual([
      expect.objectContaining({
        object: expect.objectContaining({ name: 'broken' }),
        field: ['spec', 'validations', 0, 'expression'],
        position: expect.objectContaining({ line: expect.any(Number) }),
      }),
    ]);
    const verdicts = evaluateAdmissionPolicies(inputOf(podOf()), policies);
    expect(verdicts.map(verdict => [verdict.policy, verdict.result])).toEqual([
      ['broken', 'unknown'],
      ['rule', 'fail'],
    ]);
  });

  it('of the same name are named, and the first one counts', () => {
    expect(problemsOf(policyOf(), policyOf())).toEqual([
      expect.stringContaining('there are several'),
    ]);
  });

  it('that are no such thing at all do not stop the others', () => {
    const broken = { ...policyOf(), spec: 'x' } as KubernetesObject;
    const { policies, problems } = parseAdmissionPolicies([
      broken,
      { apiVersion: 'v1', kind: 'ValidatingAdmissionPolicy' },
      policyOf({}, 'other'),
    ]);
    expect(problems).toHaveLength(1);
    expect(policyNames(policies)).toEqual(['other']);
  });

  it('without a binding are told', () => {
    const { policies } = parseAdmissionPolicies([
      policyOf({}, 'bound'),
      policyOf({}, 'unbound'),
      bindingOf({}, 'one', 'bound'),
      kyvernoPolicyOf(),
    ]);
    expect(unboundPolicies(policies)).toEqual(['unbound']);
  });

  it.each([
    ['admissionregistration.k8s.io/v1beta1', 'MutatingAdmissionPolicy'],
    ['kyverno.io/v1', 'ClusterPolicy'],
    ['policies.kyverno.io/v1', 'ImageValidatingPolicy'],
    ['policies.kyverno.io/v1', 'MutatingPolicy'],
    ['templates.gatekeeper.sh/v1', 'ConstraintTemplate'],
  ])('of another sort are told: %s %s', (apiVersion, kind) => {
    const { notEvaluated } = parseAdmissionPolicies([
      { apiVersion, kind, metadata: { name: 'x' } },
      configMapOf('y', {}),
    ]);
    expect(notEvaluated).toEqual([
      { object: expect.objectContaining({ kind }), reason: expect.any(String) },
    ]);
  });
});

describe('bindings', () => {
  it.each<[string, JsonObject, string]>([
    ['no action', { validationActions: [] }, 'spec.validationActions: '],
    [
      'an action that there is not',
      { validationActions: ['Block'] },
      'spec.validationActions.0: ',
    ],
    [
      'both Deny and Warn',
      { validationActions: ['Deny', 'Warn'] },
      'spec.validationActions: must not have both Deny and Warn',
    ],
    [
      'no action for missing parameters',
      { paramRef: { name: 'a' } },
      'spec.paramRef.parameterNotFoundAction: ',
    ],
    [
      'name and selector',
      {
        paramRef: { name: 'a', selector: {}, parameterNotFoundAction: 'Deny' },
      },
      'spec.paramRef: must have either a name or a selector',
    ],
    [
      'neither name nor selector',
      { paramRef: { parameterNotFoundAction: 'Deny' } },
      'spec.paramRef: must have either a name or a selector',
    ],
  ])('with %s are named', (_, spec, expected) => {
    expect(problemsOf(policyOf(), bindingOf(spec))).toEqual([
      expect.stringContaining(
        `ValidatingAdmissionPolicyBinding/everywhere ${expected}`,
      ),
    ]);
  });
});
