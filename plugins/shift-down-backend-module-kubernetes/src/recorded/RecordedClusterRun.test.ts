import { COLLECTED_KINDS } from '@shift-down/plugin-shift-down-common';
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import {
  createRecordedFolder,
  KUBE_SYSTEM,
} from '../__testUtils__/recordedFolder';

const folder = createRecordedFolder();

const pod = (name: string, more = '') => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop, uid: uid-${name} ${more} }
spec: { containers: [{ name: main, image: nginx:1.29 }] }
`;

const report = (name: string, result = 'fail') => `
apiVersion: wgpolicyk8s.io/v1alpha2
kind: PolicyReport
metadata:
  { name: report-${name}, namespace: shop, creationTimestamp: 2026-11-01T00:00:00Z }
scope: { apiVersion: v1, kind: Pod, name: ${name} }
results: [{ source: kyverno, policy: p, rule: r, result: ${result} }]
`;

const BROKEN = 'x: "never closed';

beforeEach(() => folder.directory.clear());

describe('a recorded cluster', () => {
  it('says who it is before anything else', async () => {
    folder.write({ 'all.yaml': `${KUBE_SYSTEM}---${pod('a')}` });
    const { sink, look } = folder.start();
    await look();
    expect(sink.calls[0]).toEqual(['identify', { uid: 'cluster-1' }]);
  });

  it.each([
    ['no kube-system Namespace', pod('a')],
    ['one without a UID', KUBE_SYSTEM.replace(', uid: cluster-1', '')],
  ])('with %s says what to add', async (_, content) => {
    folder.write({ 'all.yaml': content });
    const { sink, look } = folder.start();
    await expect(look()).rejects.toThrow(
      /No Namespace "kube-system" with a metadata\.uid .* add the output of "kubectl/,
    );
    expect(sink.calls).toEqual([]);
  });

  it('that is not there at all fails', async () => {
    folder.directory.clear();
    renameSync(folder.path, `${folder.path}-moved`);
    const { look } = folder.start();
    await expect(look()).rejects.toThrow(/does not exist/);
    renameSync(`${folder.path}-moved`, folder.path);
  });

  it('tells by recording.yaml when it was made and what it could not list', async () => {
    folder.write({
      'all.yaml': KUBE_SYSTEM,
      'recording.yaml': `
apiVersion: shift-down.io/v1alpha1
kind: Recording
recordedAt: '2026-11-20T10:00:00+01:00'
kubernetesVersion: v1.34.2
sources:
  PolicyReport: { state: forbidden, error: 'list is not allowed' }
  VulnerabilityReport: { state: fresh }
`,
    });
    const { sink, look } = folder.start();
    await look();
    expect(sink.identities).toEqual([
      {
        uid: 'cluster-1',
        recordedAt: '2026-11-20T09:00:00.000Z',
        kubernetesVersion: 'v1.34',
      },
    ]);
    const fresh = ['Namespace', 'Workload', 'VulnerabilityReport'];
    expect(Object.fromEntries(sink.reports)).toEqual({
      ...Object.fromEntries(
        COLLECTED_KINDS.map(kind => [
          kind,
          { state: fresh.includes(kind) ? 'fresh' : 'not-installed' },
        ]),
      ),
      PolicyReport: { state: 'forbidden', error: 'list is not allowed' },
    });
  });

  it.each([
    ['not YAML', BROKEN],
    ['a bomb', 'a: &a [1]\nb: [*a]\nkind: Recording'],
    ['of another kind', 'apiVersion: v1\nkind: Pod'],
    [
      'about a kind of source that does not exist',
      'apiVersion: shift-down.io/v1alpha1\nkind: Recording\nsources: {Secret: {state: fresh}}',
    ],
  ])('with a recording.yaml that is %s fails', async (_, content) => {
    folder.write({ 'all.yaml': KUBE_SYSTEM, 'recording.yaml': content });
    const { look } = folder.start();
    await expect(look()).rejects.toThrow(/recording\.yaml/);
  });

  it('hands on changes and deletions, and only those', async () => {
    folder.write({
      'cluster.yaml': KUBE_SYSTEM,
      'a.yaml': pod('a'),
      'deep/b.json': JSON.stringify({
        kind: 'List',
        apiVersion: 'v1',
        items: [
          {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: { name: 'b', namespace: 'shop' },
            spec: { containers: [] },
          },
        ],
      }),
      'r.yaml': `${report('a')}---${report('b')}`,
    });
    const { sink, look } = folder.start();
    await look();
    expect(sink.names('Workload')).toEqual(['shop/a', 'shop/b']);
    expect(sink.names('PolicyReport')).toEqual([
      'shop/report-a',
      'shop/report-b',
    ]);

    sink.takeCalls();
    await look();
    expect(sink.takeCalls()).toEqual([]);

    folder.write({ 'r.yaml': `${report('a', 'pass')}---${report('b')}` });
    await look();
    expect(sink.takeCalls()).toEqual([
      [
        'apply',
        'PolicyReport',
        {
          upserts: [
            expect.objectContaining({
              key: expect.objectContaining({ name: 'report-a' }),
              evidence: [expect.objectContaining({ outcome: 'pass' })],
            }),
          ],
          deletes: [],
        },
      ],
    ]);

    folder.write({ 'r.yaml': report('b'), 'a.yaml': undefined });
    await look();
    expect(sink.names('Workload')).toEqual(['shop/b']);
    expect(sink.names('PolicyReport')).toEqual(['shop/report-b']);
  });

  it('notices after a restart what was deleted in the meantime', async () => {
    folder.write({
      'cluster.yaml': KUBE_SYSTEM,
      'all.yaml': `${pod('a')}---${pod('b')}---${report('a')}`,
    });
    const first = folder.start();
    await first.look();
    folder.write({ 'all.yaml': pod('b') });
    const second = folder.start({ sink: first.sink });
    await second.look();
    expect(first.sink.names('Workload')).toEqual(['shop/b']);
    expect(first.sink.names('PolicyReport')).toEqual([]);
    expect(first.sink.reports.get('PolicyReport')).toEqual({
      state: 'not-installed',
    });
  });

  describe('loses nothing', () => {
    it('when the folder is gone', async () => {
      folder.write({
        'all.yaml': `${KUBE_SYSTEM}---${pod('a')}---${report('a')}`,
      });
      const { sink, look } = folder.start();
      await look();
      renameSync(folder.path, `${folder.path}-moved`);
      sink.takeCalls();
      await look();
      expect(sink.takeCalls()).toEqual(
        COLLECTED_KINDS.map(kind => [
          'report',
          kind,
          {
            state: 'failed',
            error: expect.stringContaining('does not exist'),
          },
        ]),
      );
      expect(sink.names('Workload')).toEqual(['shop/a']);

      renameSync(`${folder.path}-moved`, folder.path);
      await look();
      expect(sink.reports.get('Workload')).toEqual({ state: 'fresh' });
    });

    it('when the folder is empty, as where a volume is not mounted', async () => {
      folder.write({ 'all.yaml': `${KUBE_SYSTEM}---${pod('a')}` });
      const { sink, look } = folder.start();
      await look();
      folder.write({ 'all.yaml': undefined });
      await look();
      expect(sink.reports.get('Workload')).toMatchObject({ state: 'failed' });
      expect(sink.names('Workload')).toEqual(['shop/a']);
    });

    it('when a file breaks: what it held is unreadable and keeps its evidence', async () => {
      folder.write({
        'cluster.yaml': KUBE_SYSTEM,
        'p.yaml': pod('a'),
        'r.yaml': `${report('a')}---${report('b')}`,
      });
      const { sink, look } = folder.start();
      await look();
      folder.write({ 'r.yaml': BROKEN });
      await look();
      for (const name of ['a', 'b']) {
        expect(sink.object('PolicyReport', `report-${name}`)).toMatchObject({
          unreadable: expect.stringMatching(/^r\.yaml: /),
          subjects: [{ namespace: 'shop', kind: 'Pod', name }],
          evidence: [{ outcome: 'fail' }],
        });
      }
      folder.write({ 'r.yaml': report('a') });
      await look();
      expect(sink.names('PolicyReport')).toEqual(['shop/report-a']);
      expect(
        sink.object('PolicyReport', 'report-a').unreadable,
      ).toBeUndefined();
    });

    it('when a broken Deployment is still the root of its Pods', async () => {
      const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, uid: uid-web }
spec: { template: { spec: { containers: [{ name: main, image: web:1 }] } } }
`;
      const owner =
        ', ownerReferences: [{ kind: Deployment, name: web, uid: uid-web }]';
      folder.write({
        'cluster.yaml': KUBE_SYSTEM,
        'd.yaml': deployment,
        'p.yaml': `${pod('web-1', owner)}---${report('web-1')}`,
      });
      const { sink, look } = folder.start();
      await look();
      expect(sink.names('Workload')).toEqual(['shop/web']);
      folder.write({ 'd.yaml': `${deployment}  x: "open` });
      await look();
      expect(sink.object('Workload', 'web')).toMatchObject({
        unreadable: expect.stringMatching(/^d\.yaml: document 1/),
        subjects: [{ namespace: 'shop', kind: 'Deployment', name: 'web' }],
        evidence: [{ type: 'workload' }],
      });
      expect(sink.evidence('policy-result')[0].subject.kind).toBe('Deployment');
    });

    it('after a restart, while a file that could hold anything is broken', async () => {
      folder.write({
        'cluster.yaml': KUBE_SYSTEM,
        'all.yaml': `${pod('a')}---${report('a')}`,
      });
      const first = folder.start();
      await first.look();
      folder.write({ 'all.yaml': '[' });
      const second = folder.start({ sink: first.sink });
      await second.look();
      expect(first.sink.names('Workload')).toEqual(['shop/a']);

      folder.write({ 'all.yaml': report('a') });
      await second.look();
      expect(first.sink.names('Workload')).toEqual([]);
      expect(first.sink.names('PolicyReport')).toEqual(['shop/report-a']);
    });

    it('of a kind that could not be recorded this time', async () => {
      folder.write({ 'cluster.yaml': KUBE_SYSTEM, 'r.yaml': report('a') });
      const { sink, look } = folder.start();
      await look();
      folder.write({
        'r.yaml': undefined,
        'recording.yaml':
          'apiVersion: shift-down.io/v1alpha1\nkind: Recording\nsources: {PolicyReport: {state: failed, error: timeout}}',
      });
      await look();
      expect(sink.names('PolicyReport')).toEqual(['shop/report-a']);
      expect(sink.reports.get('PolicyReport')).toEqual({
        state: 'failed',
        error: 'timeout',
      });
      folder.write({ 'recording.yaml': undefined });
      await look();
      expect(sink.names('PolicyReport')).toEqual([]);
    });
  });

  it('does not follow links out of the folder', async () => {
    folder.write({ 'in/cluster.yaml': KUBE_SYSTEM, 'outside.yaml': pod('a') });
    symlinkSync('../outside.yaml', join(folder.path, 'in/link.yaml'));
    symlinkSync('cluster.yaml', join(folder.path, 'in/same.yaml'));
    symlinkSync('/etc', join(folder.path, 'in/etc'));
    const inner = folder.start({ path: join(folder.path, 'in') });
    await inner.look();
    expect(inner.sink.names('Workload')).toEqual([]);
    expect(inner.sink.reports.get('Namespace')).toEqual({
      state: 'fresh',
      warnings: [
        'Namespace kube-system is in cluster.yaml and same.yaml',
        'link.yaml: a link that leaves the folder is not followed',
      ],
    });
  });

  it('reads nothing hidden, nothing else than manifests, and no Secrets', async () => {
    folder.write({ 'cluster.yaml': KUBE_SYSTEM, 'README.md': BROKEN });
    mkdirSync(join(folder.path, '.git'));
    writeFileSync(join(folder.path, '.git', 'x.yaml'), BROKEN);
    folder.write({
      'secret.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: shop }\nstringData: { key: hunter2 }',
    });
    const { sink, look } = folder.start();
    await look();
    expect(sink.reports.get('Workload')).toEqual({ state: 'fresh' });
    expect(JSON.stringify(sink.calls)).not.toContain('hunter2');
  });

  it('hands everything on anew when the folder becomes another cluster', async () => {
    folder.write({ 'cluster.yaml': KUBE_SYSTEM, 'a.yaml': pod('a') });
    const { sink, look } = folder.start();
    await look();
    sink.objects.clear();
    folder.write({
      'cluster.yaml': KUBE_SYSTEM.replace('cluster-1', 'cluster-2'),
    });
    await look();
    expect(sink.identities.map(({ uid }) => uid)).toEqual([
      'cluster-1',
      'cluster-2',
    ]);
    expect(sink.names('Workload')).toEqual(['shop/a']);
  });

  it('does nothing where another source collects the cluster, until it no longer does', async () => {
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'setTimeout'],
    });
    folder.write({ 'all.yaml': `${KUBE_SYSTEM}---${pod('a')}` });
    const { sink, look } = folder.start();
    sink.answer = 'duplicate';
    await look();
    await look();
    expect(sink.calls.map(([call]) => call)).toEqual(['identify']);
    sink.answer = 'collect';
    jest.setSystemTime(Date.now() + 60_000);
    await look();
    expect(sink.names('Workload')).toEqual(['shop/a']);
    jest.useRealTimers();
  });

  it('gives a sign of life, though nothing changes', async () => {
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'setTimeout'],
    });
    folder.write({ 'all.yaml': KUBE_SYSTEM });
    const { sink, look } = folder.start();
    await look();
    sink.takeCalls();
    jest.setSystemTime(Date.now() + 20_000);
    await look();
    expect(sink.takeCalls().map(([call, kind]) => `${call} ${kind}`)).toEqual(
      COLLECTED_KINDS.map(kind => `report ${kind}`),
    );
    jest.useRealTimers();
  });

  it('lets trouble of the sink through, so that the run is repeated', async () => {
    folder.write({ 'all.yaml': `${KUBE_SYSTEM}---${pod('a')}` });
    const { sink, look } = folder.start();
    sink.apply = async () => {
      throw new Error('database is away');
    };
    await expect(look()).rejects.toThrow('database is away');
  });
});
