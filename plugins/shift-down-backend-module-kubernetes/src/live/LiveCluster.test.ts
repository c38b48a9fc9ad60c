import {
  createLiveTest,
  eventually,
  pod,
  policyReport,
  type LiveTest,
} from './__testUtils__/liveCluster';

const REPORTS = 'policyreports.wgpolicyk8s.io';

describe('a live cluster', () => {
  let test: LiveTest;

  beforeEach(() => {
    test = createLiveTest();
    test.server.install(
      'wgpolicyk8s.io',
      'v1alpha2',
      'policyreports',
      'PolicyReport',
    );
  });
  afterEach(() => test.stop());

  it.each([
    ['v1.34.2+k3s1', 'v1.34'],
    ['v1.36.0-alpha.1', 'v1.36'],
    ['main', undefined],
  ])('of version %s is known as %s', async (gitVersion, kubernetesVersion) => {
    const { server, sink } = test;
    server.gitVersion = gitVersion;
    await test.start();
    await eventually(() => expect(sink.identities).toHaveLength(1));
    expect(sink.identities[0].kubernetesVersion).toBe(kubernetesVersion);
  });

  it('is asked now and then for its version, which upgrades change', async () => {
    const { server, sink } = test;
    server.gitVersion = 'v1.35.4';
    await test.start({ timing: { version: 50 } });
    await eventually(() => expect(sink.identities).toHaveLength(1));
    server.gitVersion = 'v1.36.0';
    await eventually(() =>
      expect(sink.identities.at(-1)).toEqual({
        uid: 'cluster-1',
        kubernetesVersion: 'v1.36',
      }),
    );
  });

  it('is collected as it is and then as it changes', async () => {
    const { server, sink } = test;
    server.put('namespaces', { metadata: { name: 'shop' } });
    server.put('pods', pod('web'));
    server.put(REPORTS, policyReport('r1', 'web'));
    await test.start();

    await eventually(() =>
      expect(sink.names('PolicyReport')).toEqual(['shop/r1']),
    );
    expect(sink.identities).toEqual([{ uid: 'cluster-1' }]);
    await eventually(() =>
      expect(sink.reports.get('Workload')).toEqual({ state: 'fresh' }),
    );
    expect(sink.names('Namespace')).toEqual(['kube-system', 'shop']);
    expect(sink.reports.get('Report')).toEqual({ state: 'not-installed' });

    server.put('pods', pod('api'));
    server.remove('pods', 'shop/web');
    await eventually(() =>
      expect(sink.names('Workload')).toEqual(['shop/api']),
    );
  });

  it('counts a report for its root owner, also when that comes later', async () => {
    const { server, sink } = test;
    server.put(REPORTS, policyReport('r1', 'web-1'));
    await test.start();
    const subject = () => sink.evidence('policy-result')[0]?.subject;
    await eventually(() => expect(subject()).toMatchObject({ kind: 'Pod' }));
    server.put('pods', {
      ...pod('web-1', 'shop', {
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: '' },
        ],
      }),
    });
    await eventually(() =>
      expect(subject()).toEqual({
        namespace: 'shop',
        kind: 'StatefulSet',
        name: 'web',
      }),
    );
  });

  it('hands on who owns what before what is said of it', async () => {
    const { server, sink } = test;
    server.put('pods', pod('web'));
    server.put(REPORTS, policyReport('r1', 'web'));
    server.put('clusterroles.rbac.authorization.k8s.io', {
      metadata: { name: 'admin' },
      rules: [],
    });
    await test.start();
    await eventually(() => sink.names('PolicyReport').length === 1);
    const order = sink.calls
      .filter(([call]) => call === 'apply')
      .map(([, kind]) => kind);
    expect(order.indexOf('ClusterRole')).toBeGreaterThanOrEqual(0);
    expect(order.indexOf('Workload')).toBeGreaterThan(
      order.indexOf('ClusterRole'),
    );
    expect(order.indexOf('PolicyReport')).toBeGreaterThan(
      order.indexOf('Workload'),
    );
  });

  it('masks what manifests hold in secret places wherever a report repeats it', async () => {
    const { server, sink } = test;
    const secret = 'correct-horse-battery';
    const web = pod('web');
    server.put('pods', {
      ...web,
      spec: {
        containers: [
          { ...web.spec.containers[0], env: [{ name: 'P', value: secret }] },
        ],
      },
    });
    const report = policyReport('r1', 'web');
    report.results[0].message = `env P is ${secret} here`;
    server.put(REPORTS, report);
    await test.start();
    await eventually(() => sink.evidence('policy-result').length === 1);
    expect(JSON.stringify(sink.calls)).not.toContain(secret);
  });

  it('is collected from the beginning when another cluster takes its address', async () => {
    const { server, sink } = test;
    server.put('pods', pod('old'));
    server.put('pods', pod('both'));
    await test.start();
    await eventually(() => sink.names('Workload').length === 2);

    sink.takeCalls();
    server.dropConnections();
    server.silently(() => {
      server.identify('cluster-2');
      server.remove('pods', 'shop/old');
      server.put('pods', pod('new'));
    });
    server.compact();
    await eventually(() => sink.identities.length === 2);
    const second = sink.calls.findIndex(([call]) => call === 'identify');
    // Nothing of the new cluster was stored as if it were of the old one.
    expect(
      sink.calls
        .slice(0, second)
        .filter(([call]) => call === 'apply' || call === 'complete'),
    ).toEqual([]);
    expect(sink.identities[1]).toEqual({ uid: 'cluster-2' });
    await eventually(() =>
      expect(sink.names('Workload')).toEqual(['shop/both', 'shop/new']),
    );
    const applied = sink.calls
      .slice(second)
      .filter(([call, kind]) => call === 'apply' && kind === 'Workload')
      .flatMap(([, , change]) => (change as any).upserts)
      .map(({ key }: any) => key.name);
    expect(applied.sort()).toEqual(['both', 'new']);
  });

  it('forgets what an earlier run stored and is there no more', async () => {
    const { server, sink } = test;
    server.put('pods', pod('web'));
    const key = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop' };
    const left = { uid: '', observedAt: '', evidence: [], subjects: [] };
    await sink.apply('Workload', {
      upserts: [{ ...left, key: { ...key, name: 'left-over' } }],
      deletes: [],
    });
    await sink.apply('Report', {
      upserts: [
        { ...left, key: { ...key, kind: 'Report', name: 'left-over' } },
      ],
      deletes: [],
    });
    await test.start();
    await eventually(() => {
      expect(sink.names('Workload')).toEqual(['shop/web']);
      expect(sink.names('Report')).toEqual([]);
    });
  });

  it('is left alone while another source collects it', async () => {
    const { server, sink } = test;
    server.put('pods', pod('web'));
    sink.answer = 'duplicate';
    await test.start();
    await eventually(() => sink.identities.length > 2);
    expect(sink.calls.every(([call]) => call === 'identify')).toBe(true);
    expect(server.requestsFor('/pods')).toEqual([]);
    sink.answer = 'collect';
    await eventually(() => sink.names('Workload').length === 1);
  });

  it('loses nothing while nothing can be stored', async () => {
    const { server, sink } = test;
    server.put('pods', pod('web'));
    await test.start();
    await eventually(() => sink.names('Workload').length === 1);

    const away = jest
      .spyOn(sink, 'apply')
      .mockRejectedValue(new Error('the database is away'));
    server.put('pods', pod('api'));
    server.remove('pods', 'shop/web');
    await eventually(() => away.mock.calls.length >= 1);
    server.put('pods', pod('worker'));
    away.mockRestore();
    await eventually(() =>
      expect(sink.names('Workload')).toEqual(['shop/api', 'shop/worker']),
    );
    expect(server.requestsFor('/pods?limit')).toHaveLength(1);
  });

  it('ends at once when it has lost the right to store', async () => {
    const { server, sink } = test;
    const { done } = await test.start();
    await eventually(() => sink.reports.size > 0);
    const lost = Object.assign(new Error('lost'), { name: 'AbortError' });
    jest.spyOn(sink, 'apply').mockRejectedValue(lost);
    server.put('pods', pod('api'));
    await expect(done).rejects.toBe(lost);
  });

  it('says what to grant when it may not be identified', async () => {
    const { server } = test;
    server.intercept = ({ path }, response) => {
      if (path.endsWith('/kube-system')) {
        response.writeHead(403).end('{}');
        return true;
      }
      return false;
    };
    const { done } = await test.start();
    await expect(done).rejects.toThrow(
      'Grant it a ClusterRole with apiGroups: [""], resources: ["namespaces"], resourceNames: ["kube-system"], verbs: ["get"].',
    );
  });

  it('reads namespace by namespace where the credential is good for no more', async () => {
    const { server, sink } = test;
    ['shop', 'bank', 'other'].forEach(name => {
      server.put('namespaces', { metadata: { name } });
      server.put('pods', pod('web', name));
    });
    server.forbidden.add('clusterroles.rbac.authorization.k8s.io');
    await test.start({ cluster: { namespaces: ['shop', 'bank'] } });
    await eventually(() =>
      expect(sink.reports.get('Workload')).toEqual({ state: 'fresh' }),
    );
    expect(sink.names('Workload')).toEqual(['bank/web', 'shop/web']);
    expect(sink.names('Namespace')).toEqual(['bank', 'shop']);
    expect(sink.reports.get('ClusterRole')).toMatchObject({
      state: 'forbidden',
    });
    expect(server.requestsFor('/api/v1/pods')).toEqual([]);
  });

  it('passes nothing on as fresh before all of it is stored', async () => {
    const { server, sink } = test;
    server.put('pods', pod('web'));
    await test.start();
    await eventually(() =>
      expect(sink.reports.get('Workload')).toEqual({ state: 'fresh' }),
    );
    const at = (call: string) =>
      sink.calls.findIndex(([it, kind]) => it === call && kind === 'Workload');
    expect(at('apply')).toBeGreaterThanOrEqual(0);
    expect(at('complete')).toBeGreaterThan(at('apply'));
    expect(at('report')).toBeGreaterThan(at('complete'));
  });
});
