import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  clusterProvisionersExtensionPoint,
  clusterWritersExtensionPoint,
  evidenceSourcesExtensionPoint,
  type ClusterProvisioner,
  type ClusterWriter,
  type EvidenceSource,
} from '@shift-down/plugin-shift-down-node';
import shiftDownModuleKubernetes from './index';
import { FakeSink } from './__testUtils__/FakeSink';
import { KUBE_SYSTEM } from './__testUtils__/recordedFolder';

const directory = createMockDirectory();

async function start(
  cluster: object,
  writers: ClusterWriter[] = [],
  provisioners: ClusterProvisioner[] = [],
): Promise<EvidenceSource[]> {
  const sources: EvidenceSource[] = [];
  await startTestBackend({
    extensionPoints: [
      [
        evidenceSourcesExtensionPoint,
        { addSource: source => sources.push(source) },
      ],
      [
        clusterWritersExtensionPoint,
        { addWriter: writer => writers.push(writer) },
      ],
      [
        clusterProvisionersExtensionPoint,
        { addProvisioner: it => provisioners.push(it) },
      ],
    ],
    features: [
      shiftDownModuleKubernetes,
      mockServices.rootConfig.factory({
        data: { shiftDown: { clusters: [cluster] } },
      }),
    ],
  });
  return sources;
}

describe('the module', () => {
  it('makes each configured cluster a source, which runs until aborted', async () => {
    directory.setContent({ 'all.yaml': KUBE_SYSTEM });
    const [source] = await start({
      name: 'demo',
      title: 'Demo cluster',
      type: 'recorded',
      path: directory.path,
      refresh: { milliseconds: 100 },
    });
    expect(source).toMatchObject({ id: 'demo', title: 'Demo cluster' });

    const sink = new FakeSink();
    const abort = new AbortController();
    const running = source.run(sink, {
      signal: abort.signal,
      logger: mockServices.logger.mock(),
    });
    await until(() => sink.reports.size > 0);
    directory.addContent({
      'pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: { name: a, namespace: shop }\nspec: { containers: [] }',
    });
    await until(() => sink.names('Workload').includes('shop/a'));
    abort.abort();
    await running;
  });

  it('tells once that a folder can not be used, and goes on looking', async () => {
    directory.setContent({});
    const [source] = await start({
      name: 'demo',
      type: 'recorded',
      path: directory.path,
      refresh: { milliseconds: 100 },
    });
    const sink = new FakeSink();
    const abort = new AbortController();
    const options = {
      signal: abort.signal,
      logger: mockServices.logger.mock(),
    };
    await expect(source.run(sink, options)).rejects.toThrow('kube-system');
    const running = source.run(sink, options);
    directory.setContent({ 'all.yaml': KUBE_SYSTEM });
    await until(() => sink.reports.size > 0);
    abort.abort();
    await running;
  });

  it.each([
    [{ enforcer: { token: 'e' } }, ['prod']],
    [{}, []],
  ])('writes to a cluster with %j only', async (change, clusters) => {
    const writers: ClusterWriter[] = [];
    await start(
      {
        name: 'prod',
        type: 'serviceAccount',
        url: 'https://api.example',
        token: 'c',
        ...change,
      },
      writers,
    );
    expect(writers.map(({ cluster }) => cluster)).toEqual(clusters);
  });

  it.each([
    [{ provisioner: { token: 'p' } }, ['prod']],
    [{ provisioner: { token: 'p' }, prober: { token: 'q' } }, ['prod']],
    [{ enforcer: { token: 'e' } }, []],
  ])('makes namespaces in a cluster with %j only', async (change, clusters) => {
    const provisioners: ClusterProvisioner[] = [];
    await start(
      {
        name: 'prod',
        type: 'serviceAccount',
        url: 'https://api.example',
        token: 'c',
        ...change,
      },
      [],
      provisioners,
    );
    expect(provisioners.map(({ cluster }) => cluster)).toEqual(clusters);
  });

  it('makes namespaces in a recorded cluster that it then sees', async () => {
    directory.setContent({ 'all.yaml': KUBE_SYSTEM });
    const provisioners: ClusterProvisioner[] = [];
    const [source] = await start(
      {
        name: 'demo',
        type: 'recorded',
        path: directory.path,
        refresh: { milliseconds: 100 },
        provisioner: { folder: true },
      },
      [],
      provisioners,
    );
    const options = {
      signal: new AbortController().signal,
      logger: mockServices.logger.mock(),
    };
    const outcome = await provisioners[0].apply(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'refunds' } },
      undefined,
      options,
    );
    expect(outcome).toMatchObject({ outcome: 'created' });

    const sink = new FakeSink();
    const abort = new AbortController();
    const running = source.run(sink, { ...options, signal: abort.signal });
    await until(() =>
      sink.names('Namespace').some(it => it.includes('refunds')),
    );
    abort.abort();
    await running;
  });

  it('does not start with a cluster that it can not collect', async () => {
    await expect(
      start({ name: 'demo', type: 'docker', path: 'x' }),
    ).rejects.toThrow('"docker" is not supported; supported: recorded');
  });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition() && Date.now() < deadline) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  expect(condition()).toBe(true);
}
