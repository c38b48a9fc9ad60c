import { accessQuestions, judgeAccess } from './access';
import { declaredOnly } from './declaredOnly';
import { isolationProof } from './isolationProof';
import { policiesThatAskWho } from './policiesThatAskWho';

describe('accessQuestions', () => {
  it('expects deployments to be allowed and nothing that undoes the baseline', () => {
    const questions = accessQuestions({ namespace: 'payments-web' });
    expect(questions.filter(it => it.expected).map(({ id }) => id)).toEqual([
      'deploy',
    ]);
    expect(
      questions
        .filter(it => !it.expected)
        .map(({ verb, resource, subresource, name }) =>
          [verb, resource, subresource, name].filter(Boolean).join(' '),
        ),
    ).toEqual([
      'get secrets',
      'list secrets',
      'create rolebindings',
      'bind clusterroles cluster-admin',
      'delete networkpolicies',
      'patch resourcequotas',
      'patch namespaces payments-web',
      'create pods exec',
    ]);
  });

  it('expects those who only look to deploy nothing', () => {
    expect(accessQuestions({ mayDeploy: false }).some(it => it.expected)).toBe(
      false,
    );
  });
});

describe('judgeAccess', () => {
  const [deploy, secrets] = accessQuestions();

  it.each([
    [deploy, 'allowed', 'allowed', ''],
    [deploy, 'denied', 'denied', 'No role of the team allows it: RBAC'],
    [secrets, 'denied', 'denied', ''],
    [
      secrets,
      'allowed',
      'allowed',
      'Something allows it that the baseline did not make: RBAC',
    ],
    [secrets, 'unavailable', 'unknown', 'RBAC'],
  ] as const)('judges %j that is %s', (question, answer, outcome, reason) => {
    expect(
      judgeAccess(question, { outcome: answer, reason: 'RBAC' }),
    ).toMatchObject({ id: question.id, outcome, reason });
  });
});

describe('what is declared only', () => {
  it('says who enforces it, or that nobody says', () => {
    expect(declaredOnly({ networkPolicyProvider: 'cilium' })[0]).toContain(
      'declared, not proved: cilium enforces it',
    );
    expect(declaredOnly()[0]).toContain('nothing says what enforces');
    expect(declaredOnly()[1]).toContain('Pods created here can mount them');
  });
});

describe('isolationProof', () => {
  const drift = (kind: string, type: 'added' | 'changed' | 'unknown') => ({
    type,
    apiVersion: 'v1',
    kind,
    namespace: 'shop',
    name: 'open',
    message: 'Allows all',
    differences: [],
    controls: [],
  });

  it.each([
    ['where one that allows all was added', [drift('NetworkPolicy', 'added')]],
    ['where ours was changed', [drift('NetworkPolicy', 'changed')]],
  ])('has failed %s', (_, drifts) => {
    expect(isolationProof(drifts)).toMatchObject({
      outcome: 'failed',
      reason: 'NetworkPolicy open: Allows all',
    });
  });

  it.each([
    ['where nothing was compared', undefined, /not been compared/],
    ['where it can not be read', [drift('NetworkPolicy', 'unknown')], /open/],
    ['where all is as it was applied', [], /^Declared, not proved/],
    [
      'where other objects were changed',
      [drift('ResourceQuota', 'changed'), drift('Namespace', 'changed')],
      /^Declared, not proved/,
    ],
  ] as const)('is not proved %s', (_, drifts, why) => {
    expect(isolationProof(drifts)).toMatchObject({
      outcome: 'not-proved',
      reason: expect.stringMatching(why),
    });
  });
});

describe('policiesThatAskWho', () => {
  const policy = (name: string, spec: object) => ({
    apiVersion: 'x/v1',
    kind: 'Policy',
    metadata: { name },
    spec: spec as never,
  });

  it('finds those whose answer depends on who asks', () => {
    expect(
      policiesThatAskWho([
        policy('in-cel', {
          matchConditions: [
            { expression: "request.userInfo.username != 'portal'" },
          ],
        }),
        policy('by-authorizer', {
          validations: [{ expression: "authorizer.group('').check('x')" }],
        }),
        policy('in-kyverno', {
          rules: [{ exclude: { any: [{ subjects: [{ kind: 'User' }] }] } }],
        }),
        policy('plain', { validations: [{ expression: 'object.x == 1' }] }),
      ]),
    ).toEqual(['in-cel', 'by-authorizer', 'in-kyverno']);
  });
});
