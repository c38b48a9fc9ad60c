import { TestDatabases } from '@backstage/backend-test-utils';
import { migratedDatabase } from '../__testUtils__/database';
import { SECOND, wish } from './__testUtils__/baselines';
import {
  COMPLETE,
  DEVELOPER,
  labelsOf,
  ProvisioningBench,
} from './__testUtils__/ProvisioningBench';

jest.setTimeout(60_000);

describe('NamespaceUpkeep', () => {
  const databases = TestDatabases.create();

  async function start(): Promise<ProvisioningBench> {
    return new ProvisioningBench(await migratedDatabase(databases, 'SQLITE_3'));
  }

  describe('repairs', () => {
    it('what was deleted, changed and replaced', async () => {
      const bench = await start();
      const id = await bench.replica().provision(wish(), DEVELOPER);
      const { provisioner } = bench;
      provisioner.remove(
        'NetworkPolicy',
        'baseline-default-deny',
        'payments-api',
      );
      const quota = provisioner.find(
        'ResourceQuota',
        'baseline-quota',
        'payments-api',
      )!;
      provisioner.put({ ...quota.manifest, spec: { hard: { pods: '9000' } } });
      await bench.replica().repair(id);
      expect(await bench.states()).toEqual(COMPLETE);
      expect(
        provisioner.find('ResourceQuota', 'baseline-quota', 'payments-api')
          ?.manifest.spec,
      ).toMatchObject({ hard: { pods: '20' } });
      expect(
        provisioner.find(
          'NetworkPolicy',
          'baseline-default-deny',
          'payments-api',
        ),
      ).toBeDefined();
    });
  });

  describe('upgrades', () => {
    it('to what the new version says, and tells what it leaves behind', async () => {
      const bench = await start();
      const id = await bench.replica().provision(wish(), DEVELOPER);
      bench.baselines = [SECOND, bench.baselines[0]];
      await bench.replica().upgrade(id);
      expect(await bench.row()).toMatchObject({
        baseline_version: '1.1.0',
        state: 'complete',
        reason: expect.stringContaining('ResourceQuota baseline-quota'),
      });
      expect(labelsOf(bench.provisioner)).toMatchObject({
        'shift-down.io/baseline': '1.1.0',
        'shift-down.io/baseline-state': 'complete',
      });
      const { provisioner } = bench;
      const inIt = (kind: string, name: string) =>
        provisioner.find(kind, name, 'payments-api');
      expect(inIt('LimitRange', 'baseline-limits')).toBeDefined();
      expect(inIt('ResourceQuota', 'baseline-quota')).toBeDefined();
      const before = provisioner.resourceVersions();
      await bench.replica().upgrade(id);
      expect(provisioner.resourceVersions()).toEqual(before);
    });

    it('nobody by asking for a version that the team has not', async () => {
      const bench = await start();
      await bench.replica().provision(wish(), DEVELOPER);
      bench.baselines = [SECOND, bench.baselines[0]];
      await expect(
        bench
          .replica()
          .provision(wish({ baselineVersion: '1.1.0' }), DEVELOPER),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      expect((await bench.row()).baseline_version).toBe('1.0.0');
    });
  });

  describe('sets the Pod Security level', () => {
    it('for an exception, and raises it whatever became of the baseline', async () => {
      const bench = await start();
      const id = await bench
        .replica()
        .provision(wish({ podSecurity: 'baseline' }), DEVELOPER);
      await bench.replica().applyLevel(id, 'baseline', 'exception-1');
      expect(labelsOf(bench.provisioner)).toMatchObject({
        'pod-security.kubernetes.io/enforce': 'baseline',
        'shift-down.io/baseline-state': 'complete',
      });
      expect(await bench.row()).toMatchObject({
        applied_level: 'baseline',
        exception_id: 'exception-1',
        state: 'complete',
      });
      bench.baselines = [];
      await bench.replica().applyLevel(id, 'restricted', null);
      expect(labelsOf(bench.provisioner)).toMatchObject({
        'pod-security.kubernetes.io/enforce': 'restricted',
      });
      expect(await bench.row()).toMatchObject({
        applied_level: 'restricted',
        exception_id: null,
      });
    });

    it('to nothing less without an exception, or than was wished for', async () => {
      const bench = await start();
      const id = await bench.replica().provision(wish(), DEVELOPER);
      for (const exception of [null, 'exception-1']) {
        await expect(
          bench.replica().applyLevel(id, 'baseline', exception),
        ).rejects.toMatchObject({ name: 'NotAllowedError' });
      }
      expect(labelsOf(bench.provisioner)).toMatchObject({
        'pod-security.kubernetes.io/enforce': 'restricted',
      });
    });

    it('and does not say so while it is not', async () => {
      const bench = await start();
      const id = await bench
        .replica()
        .provision(wish({ podSecurity: 'baseline' }), DEVELOPER);
      bench.provisioner.refusals.set('Namespace', 'denied');
      await expect(
        bench.replica().applyLevel(id, 'baseline', 'exception-1'),
      ).rejects.toThrow('denied');
      expect((await bench.row()).applied_level).toBe('restricted');
    });
  });
});
