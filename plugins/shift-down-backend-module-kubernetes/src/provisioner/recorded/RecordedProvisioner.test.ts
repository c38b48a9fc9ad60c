import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import type {
  ApplyOutcome,
  ClusterManifest,
  ClusterObject,
} from '@shift-down/plugin-shift-down-node';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'fs';
import {
  createRecordedFolder,
  KUBE_SYSTEM,
} from '../../__testUtils__/recordedFolder';
import { RecordedProvisioner } from './RecordedProvisioner';

const recording = createRecordedFolder();
const elsewhere = createMockDirectory();
const { directory } = recording;

const options = () => ({
  signal: new AbortController().signal,
  logger: mockServices.logger.mock(),
});

const NAMESPACE: ClusterManifest = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: 'refunds',
    labels: { 'shift-down.io/owner': 'team-orders' },
    annotations: { 'shift-down.io/provisioning': 'one' },
  },
};
const QUOTA: ClusterManifest = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'baseline-quota', namespace: 'refunds' },
  spec: { hard: { pods: '10', 'limits.cpu': '2' } },
};
const QUOTA_FILE = 'provisioned/refunds/resourcequota-baseline-quota.yaml';

const referenceOf = ({ apiVersion, kind, metadata }: ClusterManifest) => ({
  apiVersion,
  kind,
  namespace: metadata.namespace ?? '',
  name: metadata.name,
});

function provisioner() {
  return new RecordedProvisioner({
    cluster: 'demo',
    folder: directory.path,
    maxFileBytes: 1024 * 1024,
  });
}

const create = (manifest: ClusterManifest) =>
  provisioner().apply(manifest, undefined, options());
const read = (manifest: ClusterManifest) =>
  provisioner().read(referenceOf(manifest), options());
const textOf = (file: string) => readFileSync(directory.resolve(file), 'utf8');

function objectOf(outcome: ApplyOutcome): ClusterObject {
  if (!('object' in outcome)) {
    throw new Error(JSON.stringify(outcome));
  }
  return outcome.object;
}

beforeEach(() => {
  directory.setContent({ 'kube-system.yaml': KUBE_SYSTEM });
});

it('knows which cluster it is', async () => {
  expect(await provisioner().inspect(options())).toMatchObject({
    uid: 'cluster-1',
    warnings: [],
  });
  directory.setContent({});
  await expect(provisioner().inspect(options())).rejects.toThrow('kube-system');
});

it('makes a namespace that the recorded source sees, with its UID', async () => {
  const { look, sink } = recording.start();
  await look();
  const { uid } = objectOf(await create(NAMESPACE));
  await create(QUOTA);
  await look();
  expect(sink.names('Namespace')).toEqual(
    expect.arrayContaining([expect.stringContaining('refunds')]),
  );
  expect(textOf('provisioned/refunds/namespace-refunds.yaml')).toContain(uid);
  expect(await read(NAMESPACE)).toMatchObject({
    uid,
    manifest: {
      metadata: {
        labels: {
          'shift-down.io/owner': 'team-orders',
          'kubernetes.io/metadata.name': 'refunds',
        },
        annotations: { 'shift-down.io/provisioning': 'one' },
      },
    },
  });
});

it('makes the default account too, as a cluster does', async () => {
  await create(NAMESPACE);
  const account: ClusterManifest = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: 'refunds' },
  };
  const found = (await read(account))!;
  const outcome = await provisioner().apply(
    { ...account, automountServiceAccountToken: false },
    found,
    options(),
  );
  expect(outcome).toMatchObject({
    outcome: 'changed',
    object: {
      uid: found.uid,
      manifest: { automountServiceAccountToken: false },
    },
  });
});

it('creates, changes, and changes nothing when it is run again', async () => {
  const created = objectOf(await create(QUOTA));
  expect(created.manifest).toEqual(QUOTA);
  expect(await read(QUOTA)).toEqual(created);
  const apply = (manifest: ClusterManifest, expected: ClusterObject) =>
    provisioner().apply(manifest, expected, options());

  const before = textOf(QUOTA_FILE);
  expect(await apply(QUOTA, created)).toEqual({
    outcome: 'unchanged',
    object: created,
  });
  expect(textOf(QUOTA_FILE)).toBe(before);

  const smaller = { ...QUOTA, spec: { hard: { pods: '5' } } };
  const changed = await apply(smaller, created);
  expect(changed).toMatchObject({
    outcome: 'changed',
    object: { uid: created.uid, manifest: smaller },
  });
  expect(objectOf(changed).resourceVersion).not.toBe(created.resourceVersion);
  expect(await apply(QUOTA, created)).toMatchObject({ outcome: 'conflict' });
});

it('leaves no temporary files, and none half written', async () => {
  await Promise.all([create(NAMESPACE), create(QUOTA)]);
  expect(readdirSync(directory.resolve('provisioned/refunds')).sort()).toEqual([
    'namespace-refunds.yaml',
    'resourcequota-baseline-quota.yaml',
    'serviceaccount-default.yaml',
  ]);
});

it('lets one of two make it', async () => {
  const outcomes = await Promise.all([create(QUOTA), create(QUOTA)]);
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
    'conflict',
    'created',
  ]);
});

it('keeps what a person wrote into the file, until a person asks for a repair', async () => {
  const created = objectOf(await create(QUOTA));
  directory.addContent({
    [QUOTA_FILE]: textOf(QUOTA_FILE).replace('pods: "10"', 'pods: "99"'),
  });
  const edited = (await read(QUOTA))!;
  expect(edited.uid).toBe(created.uid);
  expect(edited.resourceVersion).not.toBe(created.resourceVersion);
  expect(await provisioner().apply(QUOTA, edited, options())).toEqual({
    outcome: 'conflict',
    reason: expect.stringMatching(/spec\.hard\.pods: .*resourcequota-/),
  });
  expect(
    await provisioner().apply(QUOTA, edited, {
      ...options(),
      takesBack: true,
    }),
  ).toMatchObject({
    outcome: 'changed',
    object: created,
  });
});

it('leaves labels that others added', async () => {
  await create(QUOTA);
  directory.addContent({
    [QUOTA_FILE]: textOf(QUOTA_FILE).replace(
      '  namespace: refunds',
      '  namespace: refunds\n  labels: { theirs: "1" }',
    ),
  });
  const edited = (await read(QUOTA))!;
  expect(await provisioner().apply(QUOTA, edited, options())).toMatchObject({
    outcome: 'unchanged',
  });
});

describe('what is in another file of the recording', () => {
  const files = {
    'all.json': JSON.stringify({
      kind: 'List',
      apiVersion: 'v1',
      items: [
        { ...NAMESPACE, metadata: { ...NAMESPACE.metadata, uid: 'theirs' } },
        QUOTA,
      ],
    }),
  };

  it.each([NAMESPACE, QUOTA])('exists and is not ours', async manifest => {
    directory.addContent(files);
    const found = (await read(manifest))!;
    expect(found.manifest.metadata.name).toBe(manifest.metadata.name);
    expect(await create(manifest)).toEqual({
      outcome: 'conflict',
      reason: expect.stringContaining('all.json'),
    });
    expect(await provisioner().apply(manifest, found, options())).toMatchObject(
      { outcome: 'refused' },
    );
    expect(existsSync(directory.resolve('provisioned'))).toBe(false);
  });
});

it.each([
  '../../etc',
  '..',
  '.',
  'a/b',
  'a\\b',
  'a\0b',
  'A',
  '${name}',
  'a: b',
  '-a',
  'kube-system',
  '',
])('writes nothing for the name %j', async name => {
  for (const manifest of [
    { ...NAMESPACE, metadata: { name } },
    { ...QUOTA, metadata: { name: 'a', namespace: name } },
  ]) {
    await expect(create(manifest)).rejects.toMatchObject({
      name: 'InputError',
    });
  }
  expect(existsSync(directory.resolve('provisioned'))).toBe(false);
});

it('writes through no link that leads out of the folder', async () => {
  elsewhere.setContent({ refunds: {} });
  for (const link of ['provisioned', 'provisioned/refunds']) {
    directory.setContent({
      'kube-system.yaml': KUBE_SYSTEM,
      ...(link.includes('/') && { provisioned: {} }),
    });
    symlinkSync(elsewhere.path, directory.resolve(link));
    await expect(create(NAMESPACE)).rejects.toThrow('leads out');
  }
  expect(readdirSync(elsewhere.resolve('refunds'))).toEqual([]);
  expect(readdirSync(elsewhere.path)).toEqual(['refunds']);
});

it('takes a file that holds something else for no object', async () => {
  directory.addContent({ [QUOTA_FILE]: 'kind: [' });
  expect(await read(QUOTA)).toBeUndefined();
  expect(await create(QUOTA)).toMatchObject({ outcome: 'conflict' });
  expect(textOf(QUOTA_FILE)).toBe('kind: [');
});

it('admits nothing and knows of no rights', async () => {
  expect(await provisioner().dryRun()).toMatchObject({
    outcome: 'unavailable',
  });
  expect(await provisioner().reviewAccess()).toMatchObject({
    outcome: 'unavailable',
  });
});

it('says when the folder is gone', async () => {
  directory.clear();
  const gone = new RecordedProvisioner({
    cluster: 'demo',
    folder: directory.resolve('gone'),
    maxFileBytes: 1,
  });
  await expect(gone.apply(QUOTA, undefined, options())).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
  });
});
