import { TestDatabases } from '@backstage/backend-test-utils';
import { migratedDatabase } from '../__testUtils__/database';
import { wish } from './__testUtils__/baselines';
import {
  COMPLETE,
  DEVELOPER,
  labelsOf,
  PLATFORM,
  ProvisioningBench,
} from './__testUtils__/ProvisioningBench';

jest.setTimeout(60_000);

describe('ProvisioningService', () => {
  const databases = TestDatabases.create();

  async function start(): Promise<ProvisioningBench> {
    return new ProvisioningBench(await migratedDatabase(databases, 'SQLITE_3'));
  }

  describe('makes a namespace', () => {
    it('object by object, bindings last, and lets Pods in at the very end', async () => {
      const bench = await start();
      await bench.replica().provision(wish(), DEVELOPER);

      const { provisioner } = bench;
      expect(provisioner.writings).toEqual([
        'apply Namespace payments-api',
        'apply NetworkPolicy payments-api/baseline-default-deny',
        'apply ResourceQuota payments-api/baseline-quota',
        'apply ServiceAccount payments-api/default',
        'apply RoleBinding payments-api/baseline-developer',
        'apply Namespace payments-api',
      ]);
      const namespace = provisioner.find('Namespace', 'payments-api');
      expect(namespace?.manifest.metadata.labels).toMatchObject({
        'shift-down.io/baseline-state': 'complete',
        'pod-security.kubernetes.io/enforce': 'restricted',
      });
      expect(await bench.states()).toEqual(COMPLETE);
      expect(await bench.row()).toMatchObject({
        uid: namespace?.uid,
        state: 'complete',
        reason: null,
        busy_token: null,
        applied_level: 'restricted',
        baseline_version: '1.0.0',
        created_by: 'user:default/dana',
      });
      expect(bench.changed).not.toEqual([]);
    });

    it('patches what the cluster makes by itself', async () => {
      const bench = await start();
      // The controller is faster than the portal.
      bench.provisioner.meanwhile.set(5, () =>
        bench.provisioner.put({
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name: 'default', namespace: 'payments-api' },
        }),
      );
      await bench.replica().provision(wish(), DEVELOPER);
      expect(await bench.states()).toEqual(COMPLETE);
      expect(
        bench.provisioner.find('ServiceAccount', 'default', 'payments-api')
          ?.manifest,
      ).toMatchObject({ automountServiceAccountToken: false });
    });

    it('restricted, also where less is wished for', async () => {
      const bench = await start();
      await bench
        .replica()
        .provision(wish({ podSecurity: 'baseline' }), DEVELOPER);
      expect(labelsOf(bench.provisioner)).toMatchObject({
        'pod-security.kubernetes.io/enforce': 'restricted',
      });
      expect(await bench.row()).toMatchObject({
        wished_level: 'baseline',
        applied_level: 'restricted',
      });
    });

    it('and when it is asked again, writes nothing', async () => {
      const bench = await start();
      const id = await bench.replica().provision(wish(), DEVELOPER);
      const before = bench.provisioner.resourceVersions();
      expect(await bench.replica().provision(wish(), DEVELOPER)).toBe(id);
      expect(bench.provisioner.resourceVersions()).toEqual(before);
      expect(await bench.rows()).toHaveLength(1);
    });

    it('and takes up what the same group asks for besides', async () => {
      const bench = await start();
      await bench.replica().provision(wish(), DEVELOPER);
      await bench.replica().provision(
        wish({
          size: 'medium',
          egress: [
            {
              name: 'database',
              cidr: '10.1.0.0/24',
              ports: [{ protocol: 'TCP', port: 5432 }],
            },
          ],
        }),
        DEVELOPER,
      );
      expect(await bench.states()).toEqual({
        ...COMPLETE,
        'egress.database': 'applied',
      });
      expect(JSON.parse((await bench.row()).request).size).toBe('medium');
    });

    it('anew where the one that it made was deleted', async () => {
      const bench = await start();
      await bench.replica().provision(wish(), DEVELOPER);
      bench.provisioner.remove('Namespace', 'payments-api');
      await bench.replica().provision(wish(), DEVELOPER);
      expect((await bench.rows()).map(it => it.state).sort()).toEqual([
        'complete',
        'gone',
      ]);
    });
  });

  describe('tells object by object what could not be made', () => {
    it.each([
      ['refused', 'refusals', 'denied by policy no-quota'],
      ['conflict', 'conflicts', 'conflict with "other": .spec.hard'],
    ] as const)('%s', async (state, accidents, reason) => {
      const bench = await start();
      bench.provisioner[accidents].set('ResourceQuota', reason);
      await bench.replica().provision(wish(), DEVELOPER);
      expect(await bench.states()).toEqual({ ...COMPLETE, quota: state });
      const quota = (await bench.objects()).find(
        it => it.kind === 'ResourceQuota',
      );
      expect(quota?.reason).toBe(reason);
      expect(await bench.row()).toMatchObject({
        state: 'partial',
        reason: expect.stringContaining('ResourceQuota baseline-quota'),
      });
      expect(labelsOf(bench.provisioner)).toMatchObject({
        'shift-down.io/baseline-state': 'pending',
      });

      bench.provisioner[accidents].clear();
      await bench.replica().provision(wish(), DEVELOPER);
      expect(await bench.states()).toEqual(COMPLETE);
    });
  });

  it('shows a preview, and makes nothing', async () => {
    const bench = await start();
    const plan = await bench
      .replica()
      .preview(wish({ podSecurity: 'baseline' }), DEVELOPER);
    expect(plan).toMatchObject({
      baselineVersion: '1.0.0',
      delivery: 'cluster',
      problems: [],
      needsException: true,
    });
    expect(plan.objects).toHaveLength(5);
    expect(plan.quota).not.toEqual([]);
    expect(bench.provisioner.writings).toEqual([]);
    expect(await bench.rows()).toEqual([]);
  });

  it('says in the preview that a name is taken, or the cluster away', async () => {
    const bench = await start();
    bench.provisioner.put({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'payments-api' },
    });
    expect(
      (await bench.replica().preview(wish(), DEVELOPER)).problems,
    ).toMatchObject([{ code: 'taken' }]);
    expect(
      (await bench.replica().preview(wish(), PLATFORM, { adopts: true }))
        .problems,
    ).toEqual([]);
    bench.provisioner.away = true;
    expect(
      (await bench.replica().preview(wish(), DEVELOPER)).warnings.join(),
    ).toContain('does not answer');
  });

  it('asks no cluster about a name for who may not have it', async () => {
    const bench = await start();
    const plan = await bench
      .replica()
      .preview(wish({ ownerRef: 'group:default/search' }), DEVELOPER);
    expect(plan.problems).toMatchObject([{ code: 'owner' }]);
    expect(bench.provisioner.calls).toEqual([]);
  });

  describe('adopts', () => {
    const EXISTING = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'legacy', labels: { team: 'payments' } },
    };

    it('what is there, makes what is missing and has it enforced at the end', async () => {
      const bench = await start();
      const { uid } = bench.provisioner.put(EXISTING);
      await bench.replica().adopt(wish({ name: 'legacy' }), PLATFORM);
      expect(await bench.states('legacy')).toEqual(COMPLETE);
      expect(bench.provisioner.writings[0]).toBe('apply Namespace legacy');
      expect(bench.provisioner.writings[1]).toContain('NetworkPolicy');
      expect(bench.provisioner.writings.at(-1)).toBe('apply Namespace legacy');
      expect(await bench.row('legacy')).toMatchObject({
        uid,
        origin: 'adopted',
        state: 'complete',
      });
      expect(labelsOf(bench.provisioner, 'legacy')).toMatchObject({
        team: 'payments',
        'shift-down.io/baseline-state': 'complete',
      });
    });

    it('and leaves alone what says something else, so that no Pod is kept out', async () => {
      const bench = await start();
      bench.provisioner.put(EXISTING);
      bench.provisioner.put({
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'baseline-quota', namespace: 'legacy' },
        spec: { hard: { pods: '9000' } },
      });
      await bench.replica().adopt(wish({ name: 'legacy' }), PLATFORM);
      expect(await bench.states('legacy')).toEqual({
        ...COMPLETE,
        namespace: 'pending',
        quota: 'conflict',
      });
      const labels = labelsOf(bench.provisioner, 'legacy');
      expect(labels).toMatchObject({
        team: 'payments',
        'shift-down.io/baseline-state': 'adopting',
      });
      expect(labels).not.toHaveProperty(['pod-security.kubernetes.io/enforce']);
      expect((await bench.row('legacy')).state).toBe('partial');
    });

    it.each([
      ['what is not there', 'NotFoundError', PLATFORM],
      ['for who may not', 'NotAllowedError', DEVELOPER],
    ])('not %s', async (_, name, requester) => {
      const bench = await start();
      await expect(
        bench.replica().adopt(wish({ name: 'legacy' }), requester),
      ).rejects.toMatchObject({ name });
      expect(await bench.rows()).toEqual([]);
    });
  });
});
