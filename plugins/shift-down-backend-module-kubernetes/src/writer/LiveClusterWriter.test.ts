import { mockServices } from '@backstage/backend-test-utils';
import type {
  ClusterManifest,
  ClusterObjectVersion,
} from '@shift-down/plugin-shift-down-node';
import { ConnectionError } from '../live/connection/ConnectionError';
import { LiveClusterWriter } from './LiveClusterWriter';
import {
  failure,
  FakeConnection,
  type FakeAnswer,
  type FakeRequest,
} from './__testUtils__/FakeConnection';

const COLLECTION =
  '/apis/kyverno.io/v2/namespaces/shift-down-exceptions/policyexceptions';
const PATH = `${COLLECTION}/one`;
const REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const SECRET = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a';

const MANIFEST: ClusterManifest = {
  apiVersion: 'kyverno.io/v2',
  kind: 'PolicyException',
  metadata: { name: 'one', namespace: 'shift-down-exceptions' },
  spec: { exceptions: [] },
};
const REFERENCE = {
  apiVersion: 'kyverno.io/v2',
  kind: 'PolicyException',
  namespace: 'shift-down-exceptions',
  name: 'one',
};
const EXPECTED = { uid: 'u1', resourceVersion: '7' };
const POD: ClusterManifest = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', namespace: 'shop' },
};

const stored = (resourceVersion = '7', managedFields: object[] = []) => ({
  ...MANIFEST,
  metadata: {
    ...MANIFEST.metadata,
    ...{ uid: 'u1', resourceVersion, generation: 1, managedFields },
  },
  status: {},
});

const CREATED_BY_US = { manager: 'shift-down', operation: 'Update' };
const CHANGED_BY_ANOTHER = { manager: 'kubectl-edit', operation: 'Update' };

type Answers = (request: FakeRequest) => FakeAnswer | Error | undefined;

function setUp(answers: Answers, mayDo = true) {
  const withReviews: Answers = request =>
    request.path === REVIEWS
      ? { status: 201, body: { status: { allowed: mayDo } } }
      : answers(request);
  const enforcer = new FakeConnection(withReviews);
  const prober = new FakeConnection(withReviews);
  return {
    enforcer,
    prober,
    writer: new LiveClusterWriter({
      cluster: 'prod',
      exceptionNamespace: 'shift-down-exceptions',
      enforcer,
      prober,
    }),
  };
}

const options = () => ({
  signal: new AbortController().signal,
  logger: mockServices.logger.mock(),
});

describe('reading', () => {
  it('leaves out what the API server keeps', async () => {
    const { writer } = setUp(() => ({ status: 200, body: stored() }));
    expect(await writer.read(REFERENCE, options())).toEqual({
      ...EXPECTED,
      manifest: MANIFEST,
    });
  });

  it('says that there is none', async () => {
    const { writer } = setUp(() => undefined);
    expect(await writer.read(REFERENCE, options())).toBeUndefined();
  });

  it.each<[string, FakeAnswer | Error, string, boolean?]>([
    ['no connection', new ConnectionError('timeout', 'Late.'), 'Unavailable'],
    ['an unknown error', new Error(SECRET), 'ServiceUnavailableError'],
    ['a web page', { status: 200, body: '<html>' }, 'ServiceUnavailableError'],
    ['another shape', { status: 200, body: {} }, 'ServiceUnavailableError'],
    [
      'too long an answer',
      { status: 200, body: 'x'.repeat(9 * 1024 * 1024) },
      'longer than 8 MiB',
    ],
    ['a broken server', failure(500, '', 'etcd'), 'ServiceUnavailableError'],
    ['too many', failure(429, '', 'later'), 'ServiceUnavailableError'],
    ['a credential', failure(401, '', 'Unauthorized'), 'NotAllowedError'],
    ['no right', failure(403, 'Forbidden', 'no'), 'NotAllowedError', false],
  ])('fails in its own words on %s', async (...[, answer, error, mayDo]) => {
    const { writer } = setUp(() => answer, mayDo);
    const thrown = await writer.read(REFERENCE, options()).catch(it => it);
    expect(`${thrown.name}: ${thrown.message}`).toContain(error);
    expect(String(thrown)).not.toContain(SECRET);
  });

  it('ends when it is aborted', async () => {
    const { writer } = setUp(() => new ConnectionError('aborted', 'x'));
    const signal = AbortSignal.abort(new Error('stopping'));
    await expect(
      writer.read(REFERENCE, { ...options(), signal }),
    ).rejects.toThrow('stopping');
  });
});

describe('what is written', () => {
  it.each([
    [{ kind: 'Secret', apiVersion: 'v1' }, 'is no exception'],
    [{ apiVersion: 'kyverno.io/../v1' }, 'is no exception'],
    [{ namespace: 'shop' }, 'not to "shop"'],
    [{ namespace: '' }, 'not to ""'],
    [
      {
        apiVersion: 'guardrails.shift-down.io/v1',
        kind: 'GuardrailExceptions',
      },
      'lies in no namespace',
    ],
  ])('is never %j', async (change, message) => {
    const { writer, enforcer } = setUp(() => undefined);
    const reference = { ...REFERENCE, ...change };
    const { apiVersion, kind, name, namespace } = reference;
    const manifest = { apiVersion, kind, metadata: { name, namespace } };
    await expect(writer.read(reference, options())).rejects.toThrow(message);
    await expect(writer.remove(reference, EXPECTED, options())).rejects.toThrow(
      message,
    );
    await expect(
      (async () => writer.apply(manifest, undefined, options()))(),
    ).rejects.toThrow(message);
    expect(enforcer.requests).toEqual([]);
  });
});

describe('creating', () => {
  it('never writes over what is there', async () => {
    const { writer, enforcer } = setUp(() =>
      failure(409, 'AlreadyExists', 'one already exists'),
    );
    expect(await writer.apply(MANIFEST, undefined, options())).toEqual({
      outcome: 'conflict',
      reason: 'one already exists',
    });
    expect(enforcer.requests).toEqual([
      {
        method: 'POST',
        path: COLLECTION,
        query: { fieldManager: 'shift-down', fieldValidation: 'Strict' },
        body: MANIFEST,
        contentType: undefined,
        changes: true,
      },
    ]);
  });

  it('returns what is there then', async () => {
    const { writer } = setUp(() => ({ status: 201, body: stored() }));
    expect(await writer.apply(MANIFEST, undefined, options())).toEqual({
      outcome: 'created',
      object: { ...EXPECTED, manifest: MANIFEST },
    });
  });

  it('tells a policy that refuses from a missing right', async () => {
    const answer = failure(403, 'Forbidden', `denied, token ${SECRET}`);
    const allowed = setUp(() => answer);
    const outcome = await allowed.writer.apply(MANIFEST, undefined, options());
    expect(outcome).toMatchObject({ outcome: 'refused' });
    expect(JSON.stringify(outcome)).not.toContain(SECRET);

    const denied = setUp(() => answer, false);
    await expect(
      denied.writer.apply(MANIFEST, undefined, options()),
    ).rejects.toThrow(
      'The enforcer may not create policyexceptions.kyverno.io in shift-down-exceptions',
    );
  });
});

describe('changing', () => {
  const apply = (answers: Answers) => {
    const made = setUp(answers);
    return {
      ...made,
      outcome: made.writer.apply(
        MANIFEST,
        { ...EXPECTED, manifest: MANIFEST } as ClusterObjectVersion,
        options(),
      ),
    };
  };

  it('names the object and the version that it knows, and forces nothing', async () => {
    const { outcome, enforcer } = apply(() => ({
      status: 200,
      body: stored('8'),
    }));
    expect(await outcome).toMatchObject({
      outcome: 'changed',
      object: { resourceVersion: '8' },
    });
    expect(enforcer.requests).toEqual([
      {
        method: 'PATCH',
        path: PATH,
        query: { fieldManager: 'shift-down', fieldValidation: 'Strict' },
        body: { ...MANIFEST, metadata: { ...MANIFEST.metadata, ...EXPECTED } },
        contentType: 'application/apply-patch+yaml',
        changes: true,
      },
    ]);
  });

  it('says that nothing had to change', async () => {
    const { outcome } = apply(() => ({ status: 200, body: stored() }));
    expect(await outcome).toMatchObject({ outcome: 'unchanged' });
  });

  it('makes over to apply what it created itself', async () => {
    const { outcome, enforcer } = apply(({ method, contentType, body }) => {
      if (method === 'GET') {
        return { status: 200, body: stored('7', [CREATED_BY_US]) };
      }
      if (contentType === 'application/merge-patch+json') {
        return { status: 200, body: stored('8') };
      }
      return body.metadata.resourceVersion === '8'
        ? { status: 200, body: stored('9') }
        : failure(409, 'Conflict', 'conflict with "shift-down"');
    });
    expect(await outcome).toMatchObject({
      outcome: 'changed',
      object: { resourceVersion: '9' },
    });
    expect(enforcer.requests[2].body).toEqual({
      metadata: {
        ...EXPECTED,
        managedFields: [{ manager: 'shift-down', operation: 'Apply' }],
      },
    });
  });

  it.each<[string, object]>([
    ['another version', stored('8', [CREATED_BY_US])],
    [
      'another object',
      {
        ...stored(),
        metadata: { ...stored('7', [CREATED_BY_US]).metadata, uid: 'u2' },
      },
    ],
    ['a field of somebody else', stored('7', [CHANGED_BY_ANOTHER])],
  ])('takes nothing over: %s', async (_, body) => {
    const { outcome, enforcer } = apply(({ method }) =>
      method === 'GET'
        ? { status: 200, body }
        : failure(409, 'Conflict', 'conflict'),
    );
    expect(await outcome).toEqual({ outcome: 'conflict', reason: 'conflict' });
    expect(enforcer.requests.map(({ method }) => method)).toEqual([
      'PATCH',
      'GET',
    ]);
  });
});

describe('removing', () => {
  it.each<[FakeAnswer, string]>([
    [{ status: 200, body: { kind: 'Status' } }, 'removed'],
    [failure(404, 'NotFound', 'gone'), 'absent'],
    [failure(409, 'Conflict', 'Precondition failed'), 'conflict'],
  ])('answers %j with %s', async (answer, outcome) => {
    const { writer, enforcer } = setUp(() => answer);
    expect(await writer.remove(REFERENCE, EXPECTED, options())).toMatchObject({
      outcome,
    });
    expect(enforcer.requests).toMatchObject([
      {
        method: 'DELETE',
        path: PATH,
        body: { preconditions: EXPECTED },
        changes: true,
      },
    ]);
  });
});

describe('a probe', () => {
  it.each<[string, FakeAnswer | Error, object, boolean?]>([
    ['a success', { status: 201, body: {} }, { outcome: 'admitted' }],
    [
      'one of that name',
      failure(409, 'AlreadyExists', 'exists'),
      { outcome: 'admitted' },
    ],
    [
      'a policy',
      failure(403, 'Forbidden', 'denied by p'),
      { outcome: 'refused', message: 'denied by p' },
    ],
    ['a webhook', failure(400, '', 'no'), { outcome: 'refused' }],
    [
      'no right',
      failure(403, 'Forbidden', 'no'),
      { outcome: 'unavailable', reason: expect.stringContaining('prober') },
      false,
    ],
    ['no namespace', failure(404, '', 'none'), { outcome: 'unavailable' }],
    ['a dead webhook', failure(500, '', 'dead'), { outcome: 'unavailable' }],
    [
      'no connection',
      new ConnectionError('unreachable', 'Away.'),
      { outcome: 'unavailable', reason: 'Away.' },
    ],
  ])('reads %s', async (...[, answer, outcome, mayDo]) => {
    const { writer, prober, enforcer } = setUp(() => answer, mayDo);
    expect(await writer.probe(POD, options())).toMatchObject(outcome);
    expect(prober.requests[0]).toMatchObject({
      method: 'POST',
      path: '/api/v1/namespaces/shop/pods',
      query: { dryRun: 'All' },
    });
    expect(enforcer.requests).toEqual([]);
  });

  it('is nothing that anybody could be harmed by', async () => {
    const { writer, prober } = setUp(() => undefined);
    const secret = { ...POD, kind: 'Secret' };
    expect(await writer.probe(secret, options())).toMatchObject({
      outcome: 'unavailable',
    });
    expect(prober.requests).toEqual([]);
  });
});
