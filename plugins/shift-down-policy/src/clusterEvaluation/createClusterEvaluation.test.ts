import type { ClusterSurroundings, ObjectToEvaluate } from './types';
import { createClusterEvaluation } from './createClusterEvaluation';

const SURROUNDINGS: ClusterSurroundings = {
  minorVersion: 36,
  podSecurityVersion: 'v1.36',
  policies: [],
  clusterRoles: [],
};

const subject = { namespace: 'shop', kind: 'Deployment', name: 'web' };

function workload(container: object = {}, spec: object = {}): ObjectToEvaluate {
  return {
    type: 'object',
    subject,
    stored: {
      object: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', namespace: 'shop' },
        spec: {
          replicas: 1,
          template: {
            spec: {
              containers: [{ name: 'app', image: 'a/b:1', ...container }],
              ...spec,
            },
          },
        },
      } as never,
      labels: { app: 'web' },
    },
    namespaceLabels: { team: 'a' },
  };
}

const policy = (name: string, spec: object) => ({
  object: {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec,
  } as never,
  labels: {},
});

const binding = (policyName: string, spec: object = {}) => ({
  object: {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: `${policyName}-binding` },
    spec: { policyName, validationActions: ['Deny'], ...spec },
  } as never,
  labels: {},
});

const on = (resource: string, group = '') => ({
  matchConstraints: {
    resourceRules: [
      {
        apiGroups: [group],
        apiVersions: ['v1'],
        operations: ['CREATE'],
        resources: [resource],
      },
    ],
  },
});

describe('what a cluster is evaluated to', () => {
  it('holds workloads against both levels of the Pod Security Standards', () => {
    const { detail, podSecurity, results } = createClusterEvaluation(
      SURROUNDINGS,
    ).evaluate(workload({ securityContext: { privileged: true } }));

    expect(podSecurity).toEqual({
      version: 'v1.36',
      baseline: 'fail',
      restricted: 'fail',
    });
    const outcomes = Object.fromEntries(
      results.map(it => [`${it.engine} ${it.policy} ${it.rule}`, it.outcome]),
    );
    expect(outcomes).toMatchObject({
      'shift-down pod-security privileged': 'fail',
      'shift-down pod-security hostNamespaces': 'pass',
      'shift-down pod-security runAsNonRoot': 'fail',
    });
    expect(new Set(results.map(it => it.component))).toEqual(new Set(['']));
    expect(detail.checks.find(it => it.rule === 'privileged')).toMatchObject({
      level: 'baseline',
      result: 'fail',
      violations: [
        expect.objectContaining({
          component: 'app',
          field: 'spec.template.spec.containers[0].securityContext.privileged',
        }),
      ],
    });
    expect(detail.checks.find(it => it.rule === 'runAsNonRoot')?.level).toBe(
      'restricted',
    );
  });

  it('tries the cluster’s own policies, on controllers and the Pods they make', () => {
    const evaluation = createClusterEvaluation({
      ...SURROUNDINGS,
      policies: [
        policy('two-replicas', {
          ...on('deployments', 'apps'),
          validations: [
            { expression: 'object.spec.replicas >= 2', message: 'Run two.' },
          ],
        }),
        binding('two-replicas'),
        policy('no-host-network', {
          ...on('pods'),
          validations: [
            {
              expression:
                '!has(object.spec.hostNetwork) || !object.spec.hostNetwork',
            },
          ],
        }),
        binding('no-host-network'),
        policy('services-only', {
          ...on('services'),
          validations: [{ expression: 'false' }],
        }),
        binding('services-only'),
      ],
    });
    const outcomes = (input: ObjectToEvaluate) =>
      evaluation
        .evaluate(input)
        .results.filter(it => it.engine === 'validating-admission-policy')
        .map(it => [it.policy, it.rule, it.outcome, it.message]);

    expect(outcomes(workload())).toEqual([
      ['two-replicas', '', 'fail', expect.stringContaining('Run two.')],
      ['no-host-network', '', 'pass', ''],
    ]);
    expect(outcomes(workload({}, { hostNetwork: true }))).toEqual([
      ['two-replicas', '', 'fail', expect.any(String)],
      ['no-host-network', '', 'fail', expect.any(String)],
    ]);
  });

  it('gives Pods the defaults of their namespace before policies look', () => {
    const evaluation = createClusterEvaluation({
      ...SURROUNDINGS,
      policies: [
        policy('limits', {
          ...on('pods'),
          validations: [
            {
              expression:
                'object.spec.containers.all(c, has(c.resources.limits) && has(c.resources.limits.memory))',
            },
          ],
        }),
        binding('limits'),
      ],
    });
    const outcome = (input: ObjectToEvaluate) =>
      evaluation.evaluate(input).results.find(it => it.policy === 'limits')
        ?.outcome;
    const limitRange = {
      object: {
        apiVersion: 'v1',
        kind: 'LimitRange',
        metadata: { name: 'defaults', namespace: 'shop' },
        spec: { limits: [{ type: 'Container', default: { memory: '1Gi' } }] },
      } as never,
      labels: {},
    };
    expect(outcome(workload())).toBe('fail');
    expect(outcome({ ...workload(), limitRanges: [limitRange] })).toBe('pass');
  });

  it('says why a policy is unknown, and what of one can’t be evaluated', () => {
    const evaluation = createClusterEvaluation({
      ...SURROUNDINGS,
      policies: [
        policy('by-params', {
          ...on('deployments', 'apps'),
          paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
          validations: [{ expression: 'params.data.ok == "yes"' }],
        }),
        binding('by-params', {
          paramRef: { name: 'settings', parameterNotFoundAction: 'Deny' },
        }),
        policy('broken', {
          ...on('deployments', 'apps'),
          validations: [{ expression: 'object.spec.' }],
        }),
        binding('broken'),
      ],
    });

    expect(evaluation.problems).toEqual([
      expect.stringContaining('ValidatingAdmissionPolicy broken'),
    ]);
    const results = evaluation
      .evaluate(workload())
      .results.filter(it => it.engine === 'validating-admission-policy');
    expect(results.map(it => [it.policy, it.outcome])).toEqual([
      ['by-params', 'error'],
      ['broken', 'error'],
    ]);
    results.forEach(it => expect(it.reason).not.toBe(''));
  });

  it('judges guardrails as if nobody was excepted', () => {
    const guardrail = policy('guardrail', {
      ...on('pods'),
      paramKind: {
        apiVersion: 'guardrails.shift-down.io/v1',
        kind: 'GuardrailExceptions',
      },
      validations: [
        { expression: 'size(params.?entries.orValue([])) > 0' },
        { expression: 'true' },
      ],
    });
    const { results } = createClusterEvaluation({
      ...SURROUNDINGS,
      policies: [
        guardrail,
        binding('guardrail', {
          paramRef: { name: 'guardrail', parameterNotFoundAction: 'Deny' },
        }),
      ],
    }).evaluate(workload());
    const own = results.filter(
      it => it.engine === 'validating-admission-policy',
    );
    expect(own.map(it => it.outcome)).toContain('fail');
    expect(own.map(it => it.outcome)).not.toContain('error');
  });

  it('leaves out the policy that holds our own prober to dry runs', () => {
    const ofPolicy = (name: string) =>
      createClusterEvaluation({
        ...SURROUNDINGS,
        policies: [
          policy(name, {
            ...on('pods'),
            matchConditions: [
              {
                name: 'somebody',
                expression: "request.userInfo.username == 'x'",
              },
            ],
            validations: [{ expression: 'request.dryRun' }],
          }),
          binding(name),
        ],
      })
        .evaluate(workload())
        .results.filter(it => it.engine === 'validating-admission-policy')
        .map(it => it.outcome);
    expect(ofPolicy('shift-down-prober-only-asks')).toEqual([]);
    expect(ofPolicy('another')).toEqual(['error']);
  });

  it.each(['portal-writes', 'require-baseline'])(
    'leaves out the policy %s of ours, and no other of that name',
    name => {
      const outcomesOf = (label: string) =>
        createClusterEvaluation({
          ...SURROUNDINGS,
          policies: [
            policy(name, {
              ...on('pods'),
              validations: [
                {
                  expression: `request.userInfo.username == object.metadata.labels['${label}']`,
                },
              ],
            }),
            binding(name),
          ],
        })
          .evaluate(workload())
          .results.filter(it => it.engine === 'validating-admission-policy')
          .map(it => it.outcome);
      expect(outcomesOf('shift-down.io/owner')).toEqual([]);
      expect(outcomesOf('example.com/owner')).toEqual(['error']);
    },
  );

  it('leaves policies unknown on what can’t be read as the API server would', () => {
    const { results } = createClusterEvaluation({
      ...SURROUNDINGS,
      policies: [
        policy('on-pods', {
          ...on('pods'),
          validations: [{ expression: 'true' }],
        }),
        policy('unbound', {
          ...on('pods'),
          validations: [{ expression: 'true' }],
        }),
        binding('on-pods'),
      ],
    }).evaluate(workload({ image: 7 }));
    const own = results.filter(
      it => it.engine === 'validating-admission-policy',
    );
    expect(new Set(own.map(it => `${it.policy} ${it.outcome}`))).toEqual(
      new Set(['on-pods error']),
    );
    expect(own[0].reason).toContain("can't be read");
  });

  it('makes nothing of what nothing is kept of', () => {
    const evaluation = createClusterEvaluation(SURROUNDINGS);
    const { results, podSecurity } = evaluation.evaluate({
      type: 'object',
      subject,
      stored: { object: {} as never, labels: {} },
    });
    expect(results).toEqual([]);
    expect(podSecurity).toBeUndefined();
  });

  it('never repeats a secret', () => {
    const token = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
    const evaluation = createClusterEvaluation({
      ...SURROUNDINGS,
      policies: [
        policy('leaky', {
          ...on('deployments', 'apps'),
          validations: [
            { expression: 'false', message: `The token is ${token}` },
          ],
        }),
        binding('leaky'),
      ],
    });
    expect(JSON.stringify(evaluation.evaluate(workload()))).not.toContain(
      token,
    );
  });

  it('judges a namespace, who may do what in it, and what reaches its Pods', () => {
    const { detail, results } = createClusterEvaluation({
      ...SURROUNDINGS,
      clusterRoles: [
        {
          object: {
            apiVersion: 'rbac.authorization.k8s.io/v1',
            kind: 'ClusterRole',
            metadata: { name: 'reader' },
            rules: [
              { apiGroups: [''], resources: ['secrets'], verbs: ['get'] },
            ],
          } as never,
          labels: {},
        },
      ],
    }).evaluate({
      type: 'namespace',
      name: 'shop',
      stored: {
        object: {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: 'shop' },
        } as never,
        labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
      },
      objects: [
        {
          object: {
            apiVersion: 'rbac.authorization.k8s.io/v1',
            kind: 'RoleBinding',
            metadata: { name: 'readers', namespace: 'shop' },
            roleRef: { kind: 'ClusterRole', name: 'reader' },
            subjects: [{ kind: 'Group', name: 'everyone-else' }],
          } as never,
          labels: {},
        },
      ],
      workloads: [{ subject, stored: workload().stored }],
      incomplete: { LimitRange: 'Reading LimitRange is forbidden' },
    });

    const outcomes = Object.fromEntries(
      results.map(it => [`${it.subject.kind} ${it.rule}`, it.outcome]),
    );
    expect(outcomes).toMatchObject({
      'Namespace pod-security-level': 'pass',
      'Namespace network-ingress': 'fail',
      'Namespace limit-range': 'error',
    });
    expect(detail.isolation).toEqual([
      expect.objectContaining({
        kind: 'Deployment',
        name: 'web',
        ingress: expect.objectContaining({ state: 'open' }),
      }),
    ]);
    expect(detail.access).toEqual([
      expect.objectContaining({
        who: 'group:everyone-else',
        power: 'read-secrets',
        title: 'read Secrets',
      }),
    ]);
  });
});
