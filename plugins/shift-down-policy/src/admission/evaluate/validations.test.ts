import {
  bindingOf,
  judge,
  judgeOnce,
  podOf,
  policyOf,
  validation,
} from '../__testUtils__/policies';
import { inputOf } from '../__testUtils__/inputs';
import { admissionDecision, admissionDenials } from '../denials';

const MISSING = 'object.spec.nodeName.startsWith("a")';
const errorIn = (expression: string) =>
  `expression '${expression}' resulted in error: no such key: nodeName`;

describe('validations', () => {
  it.each([
    ['true', 'pass', 'admit'],
    ['false', 'fail', 'deny'],
    ['object.spec.hostNetwork == false', 'pass', 'admit'],
    ['object.spec.hostNetwork == true', 'fail', 'deny'],
    ['oldObject == null', 'pass', 'admit'],
    ['request.operation == "CREATE"', 'pass', 'admit'],
    ['request.kind.kind == "Pod" && request.kind.group == ""', 'pass', 'admit'],
    ['request.resource.resource == "pods"', 'pass', 'admit'],
    ['request.namespace == "shop" && request.name == "web"', 'pass', 'admit'],
    ['!has(request.subResource)', 'pass', 'admit'],
    ['!request.dryRun', 'pass', 'admit'],
    ['request.userInfo.username == "admin"', 'unknown', 'unknown'],
    ['!("system:masters" in request.userInfo.groups)', 'unknown', 'unknown'],
    ['request.options.fieldManager != ""', 'unknown', 'unknown'],
    [
      'authorizer.group("").resource("pods").check("get").allowed()',
      'unknown',
      'unknown',
    ],
    ['namespaceObject.metadata.name == "shop"', 'unknown', 'unknown'],
    ['true || request.userInfo.username == "admin"', 'pass', 'admit'],
  ])('%s: %s', (expression, result, decision) => {
    expect(
      judgeOnce([policyOf(validation(expression)), bindingOf()], podOf()),
    ).toMatchObject({ result, decision, evaluator: 'admission-policy' });
  });

  it('see the Namespace where it is known', () => {
    const namespaceObject = {
      metadata: { name: 'shop', labels: { tier: 'gold' } },
    };
    const gold = policyOf(
      validation('namespaceObject.metadata.labels.tier == "gold"'),
    );
    expect(
      judgeOnce([gold, bindingOf()], podOf(), { namespaceObject }).result,
    ).toBe('pass');
  });

  it('have one verdict each, in order, for each binding', () => {
    const policy = policyOf({
      validations: [{ expression: 'true' }, { expression: 'false' }],
    });
    const verdicts = judge(
      [policy, bindingOf({}, 'one'), bindingOf({}, 'two')],
      podOf(),
    );
    expect(
      verdicts.map(verdict => [verdict.binding, verdict.rule, verdict.result]),
    ).toEqual([
      ['one', '0', 'pass'],
      ['one', '1', 'fail'],
      ['two', '0', 'pass'],
      ['two', '1', 'fail'],
    ]);
  });

  it('are not applicable to what the policy or its binding is not about', () => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop' },
    };
    const elsewhere = bindingOf({
      matchResources: { objectSelector: { matchLabels: { app: 'api' } } },
    });
    expect(judgeOnce([policyOf(), bindingOf()], service)).toMatchObject({
      result: 'not-applicable',
      decision: 'admit',
      reason: 'no rule matches the resource',
    });
    expect(judgeOnce([policyOf(), elsewhere], podOf())).toMatchObject({
      result: 'not-applicable',
      decision: 'admit',
    });
  });

  it('have no verdict without a binding', () => {
    expect(judge([policyOf(validation('false'))], podOf())).toEqual([]);
  });

  it('may be of chosen policies only', () => {
    const objects = [
      policyOf({}, 'one'),
      bindingOf({}, 'one', 'one'),
      policyOf({}, 'two'),
      bindingOf({}, 'two', 'two'),
    ];
    const verdicts = judge(objects, podOf(), { policies: ['two'] });
    expect(verdicts.map(verdict => verdict.policy)).toEqual(['two']);
  });

  it('do not judge admission policies', () => {
    const all = policyOf({
      ...validation('false'),
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ['*'],
            apiVersions: ['*'],
            operations: ['*'],
            resources: ['*'],
          },
        ],
      },
    });
    expect(judgeOnce([all, bindingOf()], policyOf()).result).toBe(
      'not-applicable',
    );
  });
});

describe('what is not known of the match', () => {
  const gold = {
    matchResources: { namespaceSelector: { matchLabels: { tier: 'gold' } } },
  };

  it.each([
    ['true', 'pass', 'admit'],
    ['false', 'unknown', 'unknown'],
    [MISSING, 'unknown', 'unknown'],
  ])('matters only to what fails: %s is %s', (expression, result, decision) => {
    const objects = [policyOf(validation(expression)), bindingOf(gold)];
    expect(judgeOnce(objects, podOf())).toMatchObject({ result, decision });
  });
});

describe('failurePolicy', () => {
  const secondFails = {
    validations: [{ expression: MISSING }, { expression: 'false' }],
  };

  it.each([
    ['Fail', ['fail', 'fail'], ['deny', 'deny']],
    [undefined, ['fail', 'fail'], ['deny', 'deny']],
    ['Ignore', ['unknown', 'fail'], ['admit', 'deny']],
  ])('%s: an error is %j', (failurePolicy, results, decisions) => {
    const policy = policyOf({
      ...secondFails,
      ...(failurePolicy && { failurePolicy }),
    });
    const verdicts = judge([policy, bindingOf()], podOf());
    expect(verdicts.map(verdict => verdict.result)).toEqual(results);
    expect(verdicts.map(verdict => verdict.decision)).toEqual(decisions);
  });

  it('Fail words an error as the API server does', () => {
    expect(
      judgeOnce([policyOf(validation(MISSING)), bindingOf()], podOf()),
    ).toMatchObject({
      message: `ValidatingAdmissionPolicy 'rule' with binding 'everywhere' denied request: ${errorIn(
        MISSING,
      )}`,
      statusReason: 'Invalid',
    });
  });

  it('Ignore says what it looks past', () => {
    const policy = policyOf({
      ...validation(MISSING),
      failurePolicy: 'Ignore',
    });
    expect(judgeOnce([policy, bindingOf()], podOf()).reason).toContain(
      'no such key: nodeName',
    );
  });
});

describe('match conditions', () => {
  const condition = (name: string, expression: string) => ({
    name,
    expression,
  });
  const yes = condition('yes', 'true');
  const no = condition('no', 'false');
  const error = condition('error', MISSING);
  const user = condition('user', 'request.userInfo.username == "a"');

  it.each([
    [[yes], 'Fail', ['0:fail'], 'deny'],
    [[yes, no], 'Fail', ['0:not-applicable'], 'admit'],
    [[error, no], 'Fail', ['0:not-applicable'], 'admit'],
    [[no, error], 'Fail', ['0:not-applicable'], 'admit'],
    [[user, no], 'Fail', ['0:not-applicable'], 'admit'],
    [[yes, error], 'Fail', ['matchConditions:fail', '0:unknown'], 'deny'],
    [[yes, error], 'Ignore', ['0:unknown'], 'admit'],
    [[yes, user], 'Fail', ['0:unknown'], 'unknown'],
    [[error, user], 'Fail', ['0:unknown'], 'unknown'],
  ])(
    '%j with failurePolicy %s: %j',
    (matchConditions, failurePolicy, expected, decision) => {
      const policy = policyOf({
        ...validation('false'),
        matchConditions,
        failurePolicy,
      });
      const verdicts = judge([policy, bindingOf()], podOf());
      expect(
        verdicts.map(verdict => `${verdict.rule}:${verdict.result}`),
      ).toEqual(expected);
      expect(admissionDecision(verdicts)).toBe(decision);
    },
  );

  it('do not see the Namespace, as on the API server', () => {
    const policy = policyOf({
      ...validation('false'),
      matchConditions: [condition('none', 'namespaceObject == null')],
    });
    expect(judgeOnce([policy, bindingOf()], podOf()).result).toBe('fail');
  });

  it('put several errors in one line', () => {
    const other = 'object.spec.schedulerName.startsWith("a")';
    const policy = policyOf({
      ...validation('false'),
      matchConditions: [error, condition('other', other)],
    });
    expect(judge([policy, bindingOf()], podOf())[0].message).toContain(
      `denied request: [${errorIn(MISSING)}, expression '${other}' resulted`,
    );
  });
});

describe('variables', () => {
  it('build on each other and are not evaluated unless read', () => {
    const policy = policyOf({
      variables: [
        { name: 'containers', expression: 'object.spec.containers' },
        { name: 'broken', expression: MISSING },
        { name: 'names', expression: 'variables.containers.map(c, c.name)' },
      ],
      ...validation('variables.names == ["web"]'),
    });
    expect(judgeOnce([policy, bindingOf()], podOf()).result).toBe('pass');
  });

  it('that fail are named in the error', () => {
    const policy = policyOf({
      variables: [{ name: 'broken', expression: MISSING }],
      ...validation('variables.broken'),
    });
    expect(judgeOnce([policy, bindingOf()], podOf()).message).toContain(
      `expression 'variables.broken' resulted in error: composited variable "broken" fails to evaluate: no such key: nodeName`,
    );
  });

  it('that are unknown leave unknown what reads them', () => {
    const policy = policyOf({
      variables: [{ name: 'user', expression: 'request.userInfo.username' }],
      validations: [
        { expression: 'variables.user == "admin"' },
        { expression: 'object.spec.hostNetwork == true' },
      ],
    });
    expect(
      judge([policy, bindingOf()], podOf()).map(verdict => verdict.result),
    ).toEqual(['unknown', 'fail']);
  });
});

describe('the budget', () => {
  it('stops a runaway expression, which is then unknown', () => {
    const list = `[${Array.from({ length: 100 }, (_, i) => i).join(',')}]`;
    const runaway = `${list}.all(a, ${list}.all(b, ${list}.all(c, ${list}.all(d, a + b + c + d >= 0))))`;
    expect(
      judgeOnce([policyOf(validation(runaway)), bindingOf()], podOf()),
    ).toMatchObject({ result: 'unknown', decision: 'unknown' });
  });
});

describe('validationActions', () => {
  it.each([
    [
      ['Deny'],
      'deny',
      'deny',
      /^ValidatingAdmissionPolicy 'rule' with binding 'everywhere' denied request: no$/,
    ],
    [['Deny', 'Audit'], 'deny', 'deny', /denied request: no$/],
    [
      ['Warn'],
      'warn',
      'admit',
      /^Validation failed for ValidatingAdmissionPolicy 'rule' with binding 'everywhere': no$/,
    ],
    [['Warn', 'Audit'], 'warn', 'admit', /^Validation failed/],
    [['Audit'], 'audit', 'admit', /: no$/],
  ])('%j: %s', (validationActions, effect, decision, message) => {
    const verdict = judgeOnce(
      [
        policyOf(validation('false', { message: 'no' })),
        bindingOf({ validationActions }),
      ],
      podOf(),
    );
    expect(verdict).toMatchObject({
      effect,
      decision,
      actions: validationActions,
      violations: [{ message: 'no' }],
    });
    expect(verdict.message).toMatch(message);
  });

  it('leave no doubt of admission where nothing would be refused', () => {
    const verdict = judgeOnce(
      [
        policyOf(validation('request.userInfo.username == "a"')),
        bindingOf({ validationActions: ['Audit'] }),
      ],
      podOf(),
    );
    expect(verdict).toMatchObject({ result: 'unknown', decision: 'admit' });
  });
});

describe('messages', () => {
  const long = `"${'x'.repeat(5 * 1024 + 1)}"`;
  const longest = `"${'x'.repeat(5 * 1024)}"`;

  it.each([
    ['given', { message: ' no  ' }, 'no'],
    ['not given', {}, 'failed expression: false'],
    [
      'computed',
      { message: 'no', messageExpression: '"no " + object.metadata.name' },
      'no web',
    ],
    ['computed with space around', { messageExpression: '"  no "' }, 'no'],
    [
      'computed and wrong',
      { message: 'no', messageExpression: 'string(object.spec.nodeName)' },
      'no',
    ],
    [
      'computed and wrong, none given',
      { messageExpression: 'string(object.spec.nodeName)' },
      'failed expression: false',
    ],
    ['computed and empty', { message: 'no', messageExpression: '"  "' }, 'no'],
    [
      'computed over two lines',
      { message: 'no', messageExpression: '"a\\nb"' },
      'no',
    ],
    [
      'computed with a line break at its end',
      { message: 'no', messageExpression: '"a\\n"' },
      'a',
    ],
    ['computed and too long', { message: 'no', messageExpression: long }, 'no'],
    [
      'computed and just short enough',
      { message: 'no', messageExpression: longest },
      'x'.repeat(5 * 1024),
    ],
    ['computed from variables', { messageExpression: 'variables.who' }, 'web'],
  ])('%s', (_, rest, expected) => {
    const policy = policyOf({
      variables: [{ name: 'who', expression: 'string(object.metadata.name)' }],
      ...validation('false', rest),
    });
    const verdict = judgeOnce([policy, bindingOf()], podOf());
    expect(verdict.violations[0].message).toBe(expected);
    expect(verdict.messageUnknown).toBe('');
  });

  it('say where the API server may word them otherwise', () => {
    const verdict = judgeOnce(
      [
        policyOf(
          validation('false', {
            message: 'no',
            messageExpression: '"no, " + request.userInfo.username',
          }),
        ),
        bindingOf(),
      ],
      podOf(),
    );
    expect(verdict).toMatchObject({ result: 'fail', decision: 'deny' });
    expect(verdict.messageUnknown).toContain('user');
  });

  it.each([
    [undefined, 'Invalid'],
    ['Forbidden', 'Forbidden'],
    ['RequestEntityTooLarge', 'RequestEntityTooLarge'],
  ])('carry the reason %s', (reason, expected) => {
    const policy = policyOf(validation('false', reason ? { reason } : {}));
    expect(judgeOnce([policy, bindingOf()], podOf()).statusReason).toBe(
      expected,
    );
  });

  it('are one of the answers of the API server', () => {
    const objects = [
      policyOf(validation('false', { message: 'no' })),
      bindingOf({}, 'one'),
      bindingOf({}, 'two'),
      bindingOf({ validationActions: ['Warn'] }, 'three'),
    ];
    expect(admissionDenials(inputOf(podOf()), judge(objects, podOf()))).toEqual(
      [
        `pods "web" is forbidden: ValidatingAdmissionPolicy 'rule' with binding 'one' denied request: no`,
        `pods "web" is forbidden: ValidatingAdmissionPolicy 'rule' with binding 'two' denied request: no`,
      ],
    );
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { generateName: 'web-', namespace: 'shop' },
    };
    expect(
      admissionDenials(inputOf(deployment), judge(objects, deployment))[0],
    ).toMatch(/^deployments\.apps "web-" is forbidden: /);
  });
});
