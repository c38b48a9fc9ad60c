/** Exceptions written to a real API server, with no more rights than the examples give. */
import type {
  ClusterManifest,
  ClusterObject,
  ClusterWriter,
} from '@shift-down/plugin-shift-down-node';
import {
  applyObjects,
  installCustomResources,
  startControlPlane,
  type ControlPlane,
} from 'control-plane';
import { eventually } from '../eventually';
import {
  asking,
  EXCEPTION_NAMESPACE,
  startWriter,
  type RunningWriter,
} from './startWriter';

jest.setTimeout(120_000);

const COLLECTION = `/apis/kyverno.io/v2/namespaces/${EXCEPTION_NAMESPACE}/policyexceptions`;

let server: ControlPlane;
let running: RunningWriter;
let writer: ClusterWriter;
let names = 0;

beforeAll(async () => {
  server = await startControlPlane();
  await installCustomResources(server, [
    'policyexceptions.kyverno.io',
    'policyexceptions.policies.kyverno.io',
  ]);
  await applyObjects(server, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  ]);
  running = await startWriter(server);
  writer = running.writer;
});

afterAll(async () => {
  await running?.stop();
  await server?.stop();
});

function manifest(spec: object, name = `one-${++names}`): ClusterManifest {
  return {
    apiVersion: 'kyverno.io/v2',
    kind: 'PolicyException',
    metadata: { name, namespace: EXCEPTION_NAMESPACE, labels: { a: 'b' } },
    spec,
  };
}

const referenceOf = ({ apiVersion, kind, metadata }: ClusterManifest) => ({
  apiVersion,
  kind,
  namespace: EXCEPTION_NAMESPACE,
  name: metadata.name,
});

const pathOf = ({ metadata }: ClusterManifest) =>
  `${COLLECTION}/${metadata.name}`;

async function create(of: ClusterManifest): Promise<ClusterObject> {
  const outcome = await writer.apply(of, undefined, asking());
  if (outcome.outcome !== 'created') {
    throw new Error(JSON.stringify(outcome));
  }
  return outcome.object;
}

it('knows which cluster it is, what it serves, and that its rights are right', async () => {
  const { metadata } = await server.json('/api/v1/namespaces/kube-system');
  expect(await writer.inspect(asking())).toEqual({
    uid: metadata.uid,
    exceptionVersions: [
      'kyverno.io/v2',
      'policies.kyverno.io/v1',
      'policies.kyverno.io/v1beta1',
    ],
    hasExpiresAt: false,
    canProbe: true,
    warnings: [],
  });
});

it('creates, changes time and again, and removes', async () => {
  const first = manifest({ policy: 'a', rules: ['x'] });
  let object = await create(first);
  expect(object.manifest).toEqual(first);
  expect(await writer.read(referenceOf(first), asking())).toEqual(object);

  for (const spec of [{ policy: 'b', rules: ['x', 'y'] }, { policy: 'c' }]) {
    const outcome = await writer.apply({ ...first, spec }, object, asking());
    expect(outcome).toMatchObject({
      outcome: 'changed',
      object: { uid: object.uid },
    });
    object = (outcome as { object: ClusterObject }).object;
    // What is no longer said is gone, and not left as it was.
    expect(object.manifest.spec).toEqual(spec);
    expect(
      await writer.apply({ ...first, spec }, object, asking()),
    ).toMatchObject({ outcome: 'unchanged', object });
  }

  const remove = () => writer.remove(referenceOf(first), object, asking());
  expect(await remove()).toEqual({ outcome: 'removed' });
  expect(await remove()).toEqual({ outcome: 'absent' });
  expect(await writer.read(referenceOf(first), asking())).toBeUndefined();
});

it('leaves alone what another made under its name', async () => {
  const foreign = manifest({ policy: 'foreign' });
  await server.json(COLLECTION, { method: 'POST', json: foreign });
  expect(
    await writer.apply(
      manifest({ policy: 'ours' }, foreign.metadata.name),
      undefined,
      asking(),
    ),
  ).toMatchObject({ outcome: 'conflict' });
  const stored = await writer.read(referenceOf(foreign), asking());
  expect(stored?.manifest).toEqual(foreign);
});

it('writes over nothing that changed since it was looked at', async () => {
  const ours = manifest({ policy: 'ours' });
  const object = await create(ours);
  await server.json(`${pathOf(ours)}?fieldManager=somebody`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/merge-patch+json' },
    json: { spec: { policy: 'theirs' } },
  });
  const apply = (expected: ClusterObject) =>
    writer.apply({ ...ours, spec: { policy: 'new' } }, expected, asking());
  expect(await apply(object)).toMatchObject({ outcome: 'conflict' });
  expect(
    await writer.remove(referenceOf(ours), object, asking()),
  ).toMatchObject({ outcome: 'conflict' });

  const theirs = (await writer.read(referenceOf(ours), asking()))!;
  expect(theirs.manifest.spec).toEqual({ policy: 'theirs' });
  expect(await apply(theirs)).toMatchObject({
    outcome: 'conflict',
    reason: expect.stringContaining('somebody'),
  });
  expect(
    (await writer.read(referenceOf(ours), asking()))?.manifest.spec,
  ).toEqual({ policy: 'theirs' });
});

it('knows one that was made anew from the one it made', async () => {
  const ours = manifest({ policy: 'ours' });
  const object = await create(ours);
  await server.json(pathOf(ours), { method: 'DELETE' });
  expect(await writer.apply(ours, object, asking())).toMatchObject({
    outcome: 'conflict',
  });
  expect(await writer.read(referenceOf(ours), asking())).toBeUndefined();

  await server.json(COLLECTION, { method: 'POST', json: ours });
  const anew = (await writer.read(referenceOf(ours), asking()))!;
  for (const expected of [
    object,
    { uid: object.uid, resourceVersion: anew.resourceVersion },
  ]) {
    expect(
      await writer.apply({ ...ours, spec: {} }, expected, asking()),
    ).toMatchObject({ outcome: 'conflict' });
    expect(
      await writer.remove(referenceOf(ours), expected, asking()),
    ).toMatchObject({ outcome: 'conflict' });
  }
  expect(await writer.read(referenceOf(ours), asking())).toEqual(anew);
});

it('has a credential that reaches no further', async () => {
  const { enforcer, prober } = running.tokens;
  const object = manifest({});
  const statuses = await Promise.all(
    [
      { token: prober, path: COLLECTION, json: object },
      {
        token: enforcer,
        path: '/apis/kyverno.io/v2/namespaces/shop/policyexceptions',
        json: { ...object, metadata: { name: 'x' } },
      },
      { token: enforcer, path: '/api/v1/namespaces/shop/secrets' },
    ].map(async ({ token, path, json }) => {
      const method = json ? 'POST' : 'GET';
      return (await server.request(path, { method, token, json })).status;
    }),
  );
  expect(statuses).toEqual([403, 403, 403]);
});

describe('a probe', () => {
  const pod = (image: string, name = 'probe'): ClusterManifest => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop' },
    spec: { containers: [{ name: 'a', image }] },
  });
  const probe = (of: ClusterManifest) => writer.probe(of, asking());

  beforeAll(async () => {
    const name = 'no-latest';
    await applyObjects(server, [
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingAdmissionPolicy',
        metadata: { name },
        spec: {
          matchConstraints: {
            resourceRules: [
              {
                apiGroups: [''],
                apiVersions: ['v1'],
                operations: ['CREATE'],
                resources: ['pods'],
              },
            ],
          },
          validations: [
            {
              expression:
                "object.spec.containers.all(c, !c.image.endsWith(':latest'))",
              reason: 'Forbidden',
            },
          ],
        },
      },
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingAdmissionPolicyBinding',
        metadata: { name },
        spec: { policyName: name, validationActions: ['Deny'] },
      },
    ]);
    await eventually(30, async () =>
      (await probe(pod('a:latest'))).outcome === 'refused'
        ? undefined
        : 'it is admitted',
    );
  });

  it('says who refuses', async () => {
    expect(await probe(pod('a:latest'))).toEqual({
      outcome: 'refused',
      message: expect.stringContaining(
        "ValidatingAdmissionPolicy 'no-latest' with binding 'no-latest' denied request",
      ),
    });
  });

  it('says what is admitted, and keeps nothing', async () => {
    expect(await probe(pod('a:1'))).toEqual({ outcome: 'admitted' });
    const { status } = await server.request(
      '/api/v1/namespaces/shop/pods/probe',
    );
    expect(status).toBe(404);
  });

  it('takes one that is there for no refusal, yet a refusal for one', async () => {
    await applyObjects(server, [
      pod('a:1', 'there') as Parameters<typeof applyObjects>[1][number],
    ]);
    expect(await probe(pod('a:1', 'there'))).toEqual({ outcome: 'admitted' });
    expect(await probe(pod('a:latest', 'there'))).toMatchObject({
      outcome: 'refused',
    });
  });

  it('proves nothing where there is no namespace', async () => {
    const lost = { ...pod('a'), metadata: { name: 'a', namespace: 'none' } };
    expect(await probe(lost)).toMatchObject({ outcome: 'unavailable' });
  });
});

it('says when nobody answers, and works once somebody does', async () => {
  const ours = manifest({});
  await server.apiServer.kill();
  await expect(writer.apply(ours, undefined, asking())).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
  });
  expect(
    await writer.probe(
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'a', namespace: 'shop' },
      },
      asking(),
    ),
  ).toMatchObject({ outcome: 'unavailable' });
  await server.apiServer.start();
  await create(ours);
});
