import { mockServices } from '@backstage/backend-test-utils';
import type { ClusterManifest } from '@shift-down/plugin-shift-down-node';
import {
  failure,
  FakeConnection,
  type FakeAnswer,
  type FakeRequest,
} from '../writer/__testUtils__/FakeConnection';
import { LiveClusterProvisioner } from './LiveClusterProvisioner';

const REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const QUOTAS = '/api/v1/namespaces/shop/resourcequotas';
const QUOTA: ClusterManifest = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'baseline', namespace: 'shop' },
  spec: { hard: { pods: '10' } },
};
const LIMITS = { ...QUOTA, kind: 'LimitRange' };
const EXPECTED = { uid: 'u1', resourceVersion: '7' };
const MERGE = 'application/merge-patch+json';
const CREATION = { manager: 'shift-down', operation: 'Update' };
const APPLIED = { manager: 'shift-down', operation: 'Apply' };

const stored = (resourceVersion: string, managedFields: object[] = []) => ({
  ...QUOTA,
  metadata: {
    ...QUOTA.metadata,
    ...{ uid: 'u1', resourceVersion, managedFields },
  },
});

type Answers = (request: FakeRequest) => FakeAnswer | Error | undefined;

function setUp(answers: Answers, mayDo = true) {
  const withReviews: Answers = request =>
    request.path === REVIEWS
      ? { status: 201, body: { status: { allowed: mayDo } } }
      : answers(request);
  const connection = new FakeConnection(withReviews);
  const prober = new FakeConnection(withReviews);
  const provisioner = new LiveClusterProvisioner({
    cluster: 'prod',
    provisioner: connection,
    prober,
  });
  return { connection, prober, provisioner };
}

const options = () => ({
  signal: new AbortController().signal,
  logger: mockServices.logger.mock(),
});

const repairing = () => ({ ...options(), takesBack: true });

const binding = (subjects: object[], roleRef = {}): ClusterManifest => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'team', namespace: 'shop' },
  roleRef: {
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'ClusterRole',
    name: 'shift-down-namespace-viewer',
    ...roleRef,
  },
  subjects: subjects.map(subject => ({
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'Group',
    ...subject,
  })),
});

const named = (
  kind: string,
  metadata: ClusterManifest['metadata'],
  apiVersion = 'v1',
): ClusterManifest => ({ apiVersion, kind, metadata });

describe('what is written', () => {
  it.each<[string, ClusterManifest]>([
    ['a Secret', named('Secret', { name: 'a', namespace: 'shop' })],
    [
      'a ClusterRoleBinding',
      named(
        'ClusterRoleBinding',
        { name: 'a' },
        'rbac.authorization.k8s.io/v1',
      ),
    ],
    ['another group', named('Namespace', { name: 'a' }, 'evil.io/v1')],
    ['a system namespace', named('Namespace', { name: 'kube-system' })],
    ['default', named('Namespace', { name: 'default' })],
    [
      'something in a system namespace',
      named('LimitRange', { name: 'a', namespace: 'kube-public' }),
    ],
    ['no namespace', named('LimitRange', { name: 'a' })],
    ['a Namespace in one', named('Namespace', { name: 'a', namespace: 'b' })],
    ['a path', named('Namespace', { name: '../secrets' })],
    ['dots', named('LimitRange', { name: '..', namespace: 'shop' })],
    ['a dotted namespace', named('LimitRange', { name: 'a', namespace: '..' })],
    ['an escape', named('Namespace', { name: 'a%2fb' })],
    ['a line break', named('Namespace', { name: 'a\nb' })],
    ['a group of Kubernetes', binding([{ name: 'system:masters' }])],
    ['one that only looks different', binding([{ name: ' System:masters' }])],
    ['an empty group', binding([{ name: '' }])],
    ['nobody', binding([])],
    ['a user', binding([{ kind: 'User', name: 'ada' }])],
    ['a Role of the namespace', binding([{ name: 'a' }], { kind: 'Role' })],
  ])('is never %s', async (_, manifest) => {
    const { provisioner, connection } = setUp(() => undefined);
    for (const expected of [undefined, EXPECTED]) {
      await expect(
        provisioner.apply(manifest, expected, options()),
      ).rejects.toMatchObject({ name: 'InputError' });
    }
    expect(connection.requests).toEqual([]);
  });

  it('belongs to apply as soon as it is created', async () => {
    const { provisioner, connection } = setUp(({ method, contentType }) => {
      switch (method) {
        case 'POST':
          return { status: 201, body: stored('7', [CREATION]) };
        case 'PATCH':
          return {
            status: 200,
            body: stored(contentType === MERGE ? '8' : '9', [APPLIED]),
          };
        default:
          return { status: 200, body: stored('7', [CREATION]) };
      }
    });
    expect(await provisioner.apply(QUOTA, undefined, options())).toMatchObject({
      outcome: 'created',
      object: { uid: 'u1', resourceVersion: '9' },
    });
    const [create, , makeOver, apply] = connection.requests;
    expect(create).toMatchObject({ method: 'POST', path: QUOTAS });
    expect(makeOver.body.metadata).toEqual({
      uid: 'u1',
      resourceVersion: '7',
      managedFields: [APPLIED],
    });
    expect(apply.body.metadata).toMatchObject({
      uid: 'u1',
      resourceVersion: '8',
    });
  });

  it('is created all the same where it can not be made over', async () => {
    const { provisioner } = setUp(({ method }) =>
      method === 'POST'
        ? { status: 201, body: stored('7', [CREATION]) }
        : failure(409, 'Conflict', 'modified'),
    );
    expect(await provisioner.apply(LIMITS, undefined, options())).toMatchObject(
      { outcome: 'created', object: { resourceVersion: '7' } },
    );
  });

  it.each([
    ['a quota that was counted meanwhile', QUOTA, 'changed'],
    ['anything else that has another version', LIMITS, 'conflict'],
  ])('takes %s for what it is', async (_, manifest, outcome) => {
    const { provisioner } = setUp(({ method, body }) => {
      if (method === 'PATCH') {
        return body.metadata.resourceVersion === '8'
          ? { status: 200, body: stored('9', [APPLIED]) }
          : failure(409, 'Conflict', 'modified');
      }
      return { status: 200, body: stored('8', [APPLIED]) };
    });
    for (const manner of [options(), repairing()]) {
      expect(await provisioner.apply(manifest, EXPECTED, manner)).toMatchObject(
        { outcome },
      );
    }
  });

  it('is never another one of its name', async () => {
    const { provisioner } = setUp(({ method, body }) =>
      method === 'PATCH' && body.metadata.uid === 'u1'
        ? failure(409, 'Conflict', 'uid mismatch')
        : {
            status: 200,
            body: {
              ...stored('8', [APPLIED]),
              metadata: { ...stored('8').metadata, uid: 'another' },
            },
          },
    );
    expect(await provisioner.apply(QUOTA, EXPECTED, repairing())).toMatchObject(
      { outcome: 'conflict' },
    );
  });

  it('names version and UID, and is forced where a person asked for it only', async () => {
    const { provisioner, connection } = setUp(({ method }) => ({
      status: 200,
      body: stored(method === 'PATCH' ? '8' : '7', [APPLIED]),
    }));
    await provisioner.apply(QUOTA, EXPECTED, options());
    await provisioner.apply(QUOTA, EXPECTED, repairing());
    const patches = connection.requests.filter(it => it.method === 'PATCH');
    expect(patches.map(({ query }) => query.force)).toEqual([
      undefined,
      'true',
    ]);
    patches.forEach(({ body }) =>
      expect(body.metadata).toMatchObject(EXPECTED),
    );
  });

  it('hands conflicts back, and what a policy refuses', async () => {
    const answers = [
      failure(409, 'Conflict', 'conflict with "kubectl-edit": .spec.hard.pods'),
      failure(422, 'Invalid', "ValidatingAdmissionPolicy 'portal-writes'"),
    ];
    for (const [index, outcome] of ['conflict', 'refused'].entries()) {
      const { provisioner } = setUp(({ method }) =>
        method === 'PATCH'
          ? answers[index]
          : { status: 200, body: stored('7', [APPLIED]) },
      );
      expect(await provisioner.apply(QUOTA, EXPECTED, options())).toMatchObject(
        {
          outcome,
          reason: expect.stringMatching(/kubectl-edit|portal-writes/),
        },
      );
    }
  });

  it('names the role and the manifest that give a missing right', async () => {
    const { provisioner } = setUp(() => failure(403, 'Forbidden', 'no'), false);
    await expect(
      provisioner.apply(QUOTA, undefined, options()),
    ).rejects.toThrow(
      'The provisioner may not create resourcequotas in shop. Grant it the rights of examples/kubernetes/provisioner.yaml.',
    );
  });
});

describe('a dry run', () => {
  const POD: ClusterManifest = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'proof', namespace: 'shop' },
    spec: { containers: [{ name: 'a', image: 'a' }] },
  };

  it.each([
    [POD, '/api/v1/namespaces/shop/pods'],
    [{ ...POD, kind: 'Service' }, '/api/v1/namespaces/shop/services'],
  ])('gives back what admission filled in', async (manifest, path) => {
    const { provisioner, prober, connection } = setUp(() => ({
      status: 201,
      body: {
        ...manifest,
        metadata: { ...manifest.metadata, uid: 'gone', managedFields: [] },
        spec: { filled: 'in' },
        status: {},
      },
    }));
    expect(await provisioner.dryRun(manifest, options())).toEqual({
      outcome: 'admitted',
      manifest: { ...manifest, spec: { filled: 'in' } },
    });
    expect(prober.requests).toMatchObject([{ path, query: { dryRun: 'All' } }]);
    expect(connection.requests).toEqual([]);
  });

  it.each<[string, FakeAnswer | Error, object, boolean?]>([
    [
      'a refusal',
      failure(403, 'Forbidden', 'violates PodSecurity'),
      {
        outcome: 'refused',
        message: 'violates PodSecurity',
        reason: 'Forbidden',
      },
    ],
    [
      'a webhook that knows no dry runs',
      failure(400, 'BadRequest', 'does not support dry run'),
      { outcome: 'refused', reason: 'BadRequest' },
    ],
    [
      'a dead webhook',
      failure(500, 'InternalError', 'failed calling webhook "a"'),
      { outcome: 'unavailable' },
    ],
    ['one of that name', failure(409, 'AlreadyExists', ''), unavailable()],
    ['no namespace', failure(404, 'NotFound', 'shop'), unavailable()],
    ['no right', failure(403, 'Forbidden', 'no'), unavailable(), false],
    ['no connection', new Error('secret'), unavailable()],
    ['something else', { status: 201, body: [] }, unavailable()],
  ])('says of %s what it is', async (...[, answer, expected, mayDo]) => {
    const { provisioner } = setUp(() => answer, mayDo);
    expect(await provisioner.dryRun(POD, options())).toMatchObject(expected);
  });

  it('is for nothing but what runs, and Services', async () => {
    const { provisioner, prober } = setUp(() => undefined);
    expect(await provisioner.dryRun(QUOTA, options())).toMatchObject(
      unavailable(),
    );
    expect(prober.requests).toEqual([]);
  });

  it('needs a prober', async () => {
    const provisioner = new LiveClusterProvisioner({
      cluster: 'prod',
      provisioner: new FakeConnection(() => undefined),
    });
    expect(await provisioner.dryRun(POD, options())).toMatchObject(
      unavailable(),
    );
  });
});

describe('an access review', () => {
  const QUESTION = {
    groups: ['team'],
    verb: 'get',
    group: '',
    resource: 'secrets',
    namespace: 'shop',
  };

  it.each([
    [true, 'allowed'],
    [false, 'denied'],
  ])('asks for the groups, and acts as nobody', async (allowed, outcome) => {
    const { provisioner, prober } = setUp(() => ({
      status: 201,
      body: { status: { allowed, reason: 'RBAC' } },
    }));
    expect(await provisioner.reviewAccess(QUESTION, options())).toEqual({
      outcome,
      reason: 'RBAC',
    });
    const { groups, ...attributes } = QUESTION;
    expect(prober.requests[0].body.spec).toEqual({
      groups: [...groups, 'system:authenticated'],
      resourceAttributes: attributes,
    });
  });

  it.each([
    failure(403, 'Forbidden', 'no'),
    failure(500, '', 'etcd'),
    { status: 201, body: {} },
  ])('is unavailable where nobody says', async answer => {
    const { provisioner } = setUp(() => answer, false);
    expect(await provisioner.reviewAccess(QUESTION, options())).toMatchObject({
      outcome: 'unavailable',
    });
  });
});

function unavailable() {
  return { outcome: 'unavailable' };
}
