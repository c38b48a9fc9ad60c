import {
  bindingOf,
  configMapOf,
  judge,
  judgeOnce,
  podOf,
  policyOf,
  validation,
} from '../__testUtils__/policies';
import { admissionDecision, admissionDenials } from '../denials';
import { inputOf } from '../__testUtils__/inputs';

const CONFIG_MAP = { paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } };
const registry = policyOf({
  ...CONFIG_MAP,
  ...validation(
    'object.spec.containers.all(c, c.image.startsWith(params.data.registry))',
    { messageExpression: '"images from " + params.data.registry + " only"' },
  ),
});
const inner = configMapOf(
  'inner',
  { registry: 'registry.example.com/' },
  { set: 'x' },
);
const outer = configMapOf('outer', { registry: 'quay.io/' }, { set: 'x' });
const named = (name: string, parameterNotFoundAction = 'Deny') =>
  bindingOf({ paramRef: { name, parameterNotFoundAction } });
const labelled = (parameterNotFoundAction = 'Deny') =>
  bindingOf({
    paramRef: {
      selector: { matchLabels: { set: 'x' } },
      parameterNotFoundAction,
    },
  });

describe('parameters of a policy', () => {
  it.each([
    ['one that holds', [named('inner'), inner, outer], 'pass'],
    ['one that does not hold', [named('outer'), inner, outer], 'fail'],
    ['several of which one does not hold', [labelled(), inner, outer], 'fail'],
    ['several that hold', [labelled(), inner], 'pass'],
    [
      'none, and none needed',
      [named('other', 'Allow'), inner],
      'not-applicable',
    ],
  ])('%s', (_, objects, result) => {
    expect(judgeOnce([registry, ...objects], podOf()).result).toBe(result);
  });

  it('are violated once each', () => {
    const third = configMapOf('third', { registry: 'ghcr.io/' }, { set: 'x' });
    const verdicts = judge(
      [registry, labelled(), inner, outer, third],
      podOf(),
    );
    expect(verdicts[0].violations.map(violation => violation.message)).toEqual([
      'images from quay.io/ only',
      'images from ghcr.io/ only',
    ]);
    expect(admissionDenials(inputOf(podOf()), verdicts)).toHaveLength(2);
  });

  it('come with the policies or beside them', () => {
    expect(
      judgeOnce([registry, named('inner')], podOf(), { params: [inner] })
        .result,
    ).toBe('pass');
  });

  it.each([
    ['Fail', ['configuration:fail', '0:unknown'], 'deny'],
    ['Ignore', ['0:unknown'], 'admit'],
  ])(
    'that are missing, with failurePolicy %s: %j',
    (failurePolicy, expected, decision) => {
      const policy = policyOf({
        ...CONFIG_MAP,
        ...validation('true'),
        failurePolicy,
      });
      const audited = bindingOf({
        paramRef: { name: 'z', parameterNotFoundAction: 'Deny' },
        validationActions: ['Audit'],
      });
      const verdicts = judge([policy, audited], podOf());
      expect(
        verdicts.map(verdict => `${verdict.rule}:${verdict.result}`),
      ).toEqual(expected);
      expect(admissionDecision(verdicts)).toBe(decision);
    },
  );

  it('that are missing are refused in the words of the API server', () => {
    expect(judge([registry, named('z')], podOf())[0]).toMatchObject({
      effect: 'deny',
      message:
        "ValidatingAdmissionPolicy 'rule' with binding 'everywhere' denied request: failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction",
    });
  });

  it.each([
    ['by name and given', named('inner'), [inner], 'pass'],
    ['by name and not given', named('z'), [inner], 'unknown'],
    ['by labels and all given hold', labelled(), [inner], 'unknown'],
    [
      'by labels and one given does not hold',
      labelled(),
      [inner, outer],
      'fail',
    ],
  ])('%s where there may be others', (_, binding, params, result) => {
    expect(
      judgeOnce([registry, binding], podOf(), {
        params,
        paramsComplete: false,
      }).result,
    ).toBe(result);
  });

  it('are null where the binding gives none', () => {
    const policy = policyOf({ ...CONFIG_MAP, ...validation('params == null') });
    expect(judgeOnce([policy, bindingOf()], podOf()).result).toBe('pass');
  });

  it('are seen by match conditions', () => {
    const policy = policyOf({
      ...CONFIG_MAP,
      ...validation('false'),
      matchConditions: [{ name: 'on', expression: 'params.data.on == "yes"' }],
    });
    const off = configMapOf('off', { on: 'no' });
    expect(judgeOnce([policy, named('off'), off], podOf()).result).toBe(
      'not-applicable',
    );
  });

  it('that are Secrets are not read', () => {
    const policy = policyOf({
      paramKind: { apiVersion: 'v1', kind: 'Secret' },
      ...validation('true'),
    });
    expect(judgeOnce([policy, named('a')], podOf())).toMatchObject({
      result: 'unknown',
      reason: expect.stringContaining('Secret'),
    });
  });
});

describe('audit annotations', () => {
  const audited = (valueExpression: string, rest = {}) =>
    policyOf({
      validations: [],
      auditAnnotations: [{ key: 'who', valueExpression }],
      ...rest,
    });

  it.each([
    ['"  web "', { who: 'web' }],
    ['string(object.metadata.name)', { who: 'web' }],
    ['""', {}],
    ['null', {}],
    ['string(object.metadata.name) + "!"', { who: 'web!' }],
  ])('%s: %j', (valueExpression, auditAnnotations) => {
    expect(
      judgeOnce([audited(valueExpression), bindingOf()], podOf()),
    ).toMatchObject({
      rule: 'auditAnnotations',
      result: 'pass',
      auditAnnotations,
    });
  });

  it.each([
    ['Fail', 'fail', 'deny'],
    ['Ignore', 'pass', 'admit'],
  ])(
    'that go wrong, with failurePolicy %s, whatever the actions: %s',
    (failurePolicy, result, decision) => {
      expect(
        judgeOnce(
          [
            audited('string(object.spec.nodeName)', { failurePolicy }),
            bindingOf({ validationActions: ['Audit'] }),
          ],
          podOf(),
        ),
      ).toMatchObject({ rule: 'auditAnnotations', result, decision });
    },
  );

  it('of several parameters are joined', () => {
    const policy = policyOf({
      ...CONFIG_MAP,
      ...validation('true'),
      auditAnnotations: [
        { key: 'registry', valueExpression: 'string(params.data.registry)' },
      ],
    });
    expect(
      judgeOnce([policy, labelled(), inner, outer], podOf()).auditAnnotations,
    ).toEqual({ registry: 'registry.example.com/, quay.io/' });
  });
});
