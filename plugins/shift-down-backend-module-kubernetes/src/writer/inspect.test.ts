import { mockServices } from '@backstage/backend-test-utils';
import { LiveClusterWriter } from './LiveClusterWriter';
import {
  FakeConnection,
  type FakeAnswer,
  type FakeRequest,
} from './__testUtils__/FakeConnection';

const REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const SCHEMA = '/openapi/v3/apis/policies.kyverno.io/v1';
const KYVERNO =
  '/apis/apps/v1/namespaces/kyverno/deployments/kyverno-admission-controller';

const group = (name: string, resource: string, versions: string[]) => ({
  metadata: { name },
  versions: versions.map(version => ({ version, resources: [{ resource }] })),
});

const DISCOVERY = {
  kind: 'APIGroupDiscoveryList',
  items: [
    group('policies.kyverno.io', 'policyexceptions', [
      'v1alpha1',
      'v1beta1',
      'v1',
    ]),
    group('kyverno.io', 'policyexceptions', ['v2beta1', 'v2']),
    group('guardrails.shift-down.io', 'guardrailexceptions', ['v1']),
  ],
};

const schema = (...fields: string[]) => ({
  components: {
    schemas: {
      'io.kyverno.policies.v1.PolicyException': {
        properties: {
          spec: { properties: Object.fromEntries(fields.map(it => [it, {}])) },
        },
      },
      'io.k8s.Status': { type: 'object' },
    },
  },
});

const kyverno = (...args: string[]) => ({
  spec: { template: { spec: { containers: [{ args }] } } },
});

/** As of `examples/kubernetes/enforcer.yaml`. */
const enforcer = ({ group: of, namespace }: Record<string, string>) =>
  of.endsWith('shift-down.io') || namespace === 'shift-down-exceptions';

function inspect(
  answers: Record<string, unknown>,
  may: (attributes: Record<string, string>) => boolean = enforcer,
  prober?: FakeConnection,
) {
  const all: Record<string, unknown> = {
    '/api/v1/namespaces/kube-system': { metadata: { uid: 'cluster-1' } },
    '/apis': DISCOVERY,
    ...answers,
  };
  const answer = ({ path, body }: FakeRequest): FakeAnswer | undefined => {
    if (path === REVIEWS) {
      const allowed = may(body.spec.resourceAttributes);
      return { status: 201, body: { status: { allowed } } };
    }
    return all[path] === undefined
      ? undefined
      : { status: 200, body: all[path] };
  };
  return new LiveClusterWriter({
    cluster: 'prod',
    exceptionNamespace: 'shift-down-exceptions',
    enforcer: new FakeConnection(answer),
    prober,
  }).inspect({
    signal: new AbortController().signal,
    logger: mockServices.logger.mock(),
  });
}

it('tells which cluster it is and what it can be told', async () => {
  expect(
    await inspect({ [SCHEMA]: schema('policyRefs', 'expiresAt') }),
  ).toEqual({
    uid: 'cluster-1',
    exceptionVersions: [
      'kyverno.io/v2',
      'kyverno.io/v2beta1',
      'policies.kyverno.io/v1',
      'policies.kyverno.io/v1beta1',
      'policies.kyverno.io/v1alpha1',
      'guardrails.shift-down.io/v1',
    ],
    hasExpiresAt: true,
    canProbe: false,
    warnings: [],
  });
});

it.each([
  ['an older schema', { [SCHEMA]: schema('policyRefs') }],
  ['no schema', {}],
  ['something else', { [SCHEMA]: [] }],
])('takes %s for one without expiresAt', async (_, answers) => {
  expect(await inspect(answers)).toMatchObject({ hasExpiresAt: false });
});

it('finds nothing where no engine is', async () => {
  const answers = { '/apis': { ...DISCOVERY, items: [] } };
  expect(await inspect(answers)).toMatchObject({
    exceptionVersions: [],
    warnings: [],
  });
});

it.each([
  [kyverno('--enablePolicyException'), 'of no namespace'],
  [
    kyverno('--enablePolicyException=true', '--exceptionNamespace=other'),
    'of "other" only',
  ],
  [kyverno('--exceptionNamespace=*'), 'does not honour exceptions'],
  [
    kyverno('--enablePolicyException=false', '--exceptionNamespace=*'),
    '--enablePolicyException=true',
  ],
])('warns of a Kyverno that ignores exceptions', async (args, warning) => {
  const { warnings } = await inspect({ [KYVERNO]: args });
  expect(warnings).toEqual([expect.stringContaining(warning)]);
});

it.each([
  kyverno('--enablePolicyException=true', '--exceptionNamespace=*'),
  kyverno(
    '--enablePolicyException',
    '--exceptionNamespace=shift-down-exceptions',
  ),
])('says nothing of one that heeds them', async args => {
  expect((await inspect({ [KYVERNO]: args })).warnings).toEqual([]);
});

it('names missing rights', async () => {
  const { warnings } = await inspect(
    {},
    attributes => enforcer(attributes) && attributes.verb !== 'delete',
  );
  expect(warnings).toEqual([
    expect.stringContaining(
      'may not delete policyexceptions.kyverno.io in shift-down-exceptions',
    ),
  ]);
});

it('names rights that neither of them needs', async () => {
  const all = () => true;
  const prober = new FakeConnection(() => ({
    status: 201,
    body: { status: { allowed: true } },
  }));
  const { warnings, canProbe } = await inspect({}, all, prober);
  expect(canProbe).toBe(true);
  expect(warnings).toEqual([
    expect.stringMatching(/enforcer may get secrets, .* create pods, /),
    expect.stringMatching(/prober may get secrets, .* delete pods, /),
  ]);
});

it.each([
  ['/api/v1/namespaces/kube-system', 'kube-system'],
  ['/apis', 'answered 404'],
])('can not say without %s', async (path, message) => {
  await expect(inspect({ [path]: undefined })).rejects.toThrow(message);
});
