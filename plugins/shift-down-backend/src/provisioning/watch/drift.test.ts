/** What is there is compared with what we applied, and what is not known is not taken for well. */
import { TestDatabases } from '@backstage/backend-test-utils';
import { LABEL_BASELINE_STATE } from '@shift-down/plugin-shift-down-common';
import type { BaselineManifest } from '@shift-down/plugin-shift-down-policy';
import { migratedDatabase } from '../../__testUtils__/database';
import {
  namespaceManifest,
  plannedObjects,
} from './__testUtils__/plannedObjects';
import { uidOf } from './__testUtils__/collected';
import { WatchBench } from './__testUtils__/WatchBench';

jest.setTimeout(60_000);

const NAME = 'shop';
const RBAC = 'rbac.authorization.k8s.io';

const find = (id: string, kind: string) =>
  plannedObjects(NAME, id).find(it => it.manifest.kind === kind)!.manifest;

/** Each object, with what somebody made of it. */
const CHANGES: [string, Partial<BaselineManifest>][] = [
  ['NetworkPolicy', { spec: { podSelector: {}, policyTypes: ['Ingress'] } }],
  ['ResourceQuota', { spec: { hard: { pods: '1000' } } }],
  [
    'LimitRange',
    { spec: { limits: [{ type: 'Container', default: { cpu: '64' } }] } },
  ],
  ['ServiceAccount', { automountServiceAccountToken: true }],
  [
    'RoleBinding',
    { subjects: [{ apiGroup: RBAC, kind: 'Group', name: 'others' }] },
  ],
];

describe('the drift of managed namespaces', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', databaseId => {
    let bench: WatchBench;
    let id: string;

    /** Some time later, when everything has been collected. */
    const look = async () => {
      bench.pass();
      await bench.fresh();
      await bench.round();
    };

    beforeEach(async () => {
      bench = await WatchBench.create(
        await migratedDatabase(databases, databaseId),
      );
      await bench.fresh();
      id = await bench.managed(NAME);
      await look();
    });

    it('is none where all is as it was applied', async () => {
      expect(await bench.drift(id)).toEqual([]);
      expect(await bench.row(id)).toMatchObject({
        state: 'complete',
        drift_at: bench.clock.now().toISOString(),
      });
    });

    it.each(CHANGES)(
      'sees a %s that was changed, and repaired',
      async (kind, to) => {
        const manifest = find(id, kind);
        await bench.collect({ ...manifest, ...to });
        await look();
        expect(await bench.drift(id)).toEqual([
          `changed ${kind} ${manifest.metadata.name}`,
        ]);
        await bench.collect(manifest);
        await look();
        expect(await bench.drift(id)).toEqual([]);
      },
    );

    it.each(CHANGES)(
      'sees a %s that was deleted, and made again',
      async kind => {
        const manifest = find(id, kind);
        await bench.remove(manifest);
        await look();
        expect(await bench.drift(id)).toEqual([
          `missing ${kind} ${manifest.metadata.name}`,
        ]);
        await bench.collect(manifest);
        await look();
        expect(await bench.drift(id)).toEqual([]);
      },
    );

    it('sees a label of the Namespace that was lowered', async () => {
      await bench.collect(
        namespaceManifest(
          NAME,
          { id },
          {
            'pod-security.kubernetes.io/enforce': 'privileged',
          },
        ),
      );
      await look();
      expect(await bench.drift(id)).toEqual([`changed Namespace ${NAME}`]);
    });

    it('sees a policy that allows everything beside ours', async () => {
      await bench.collect({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'open', namespace: NAME },
        spec: { podSelector: {}, ingress: [{}], policyTypes: ['Ingress'] },
      });
      await look();
      expect(await bench.drift(id)).toEqual(['added NetworkPolicy open']);
    });

    it('sees cluster-admin bound in it', async () => {
      await bench.collect({
        apiVersion: `${RBAC}/v1`,
        kind: 'ClusterRole',
        metadata: { name: 'cluster-admin' },
        rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
      });
      await bench.collect({
        apiVersion: `${RBAC}/v1`,
        kind: 'RoleBinding',
        metadata: { name: 'boss', namespace: NAME },
        roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [{ apiGroup: RBAC, kind: 'Group', name: 'team-a' }],
      });
      await look();
      expect(await bench.drift(id)).toEqual(['added RoleBinding boss']);
    });

    it('is unknown for a kind that can not be read, never none', async () => {
      bench.pass();
      await bench.fresh({ NetworkPolicy: 'failed' });
      await bench.round();
      expect(await bench.drift(id)).toEqual([
        'unknown NetworkPolicy default-deny',
      ]);
      await look();
      expect(await bench.drift(id)).toEqual([]);
    });

    it('is not told of what was written a moment ago', async () => {
      await bench.knex('managed_namespaces').update({
        updated_at: bench.clock.now().toISOString(),
      });
      await bench.remove(find(id, 'ResourceQuota'));
      await bench.round();
      expect(await bench.drift(id)).toEqual([]);
      bench.pass(20_000);
      await bench.round();
      expect(await bench.drift(id)).toEqual(['missing ResourceQuota quota']);
    });

    it('compares nothing while nothing changes', async () => {
      const before = await bench.row(id);
      await look();
      expect(await bench.row(id)).toEqual(before);
    });

    it('is nobody else’s business while somebody writes', async () => {
      await bench.knex('managed_namespaces').update({
        busy_token: 'x',
        busy_until: new Date(
          bench.clock.now().getTime() + 600_000,
        ).toISOString(),
      });
      await bench.remove(find(id, 'ResourceQuota'));
      await look();
      expect(await bench.drift(id)).toEqual([]);
    });
  });
});

describe('the state of managed namespaces', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', databaseId => {
    let bench: WatchBench;

    const look = async (failed = {}) => {
      bench.pass();
      await bench.fresh(failed);
      await bench.round();
    };

    beforeEach(async () => {
      bench = await WatchBench.create(
        await migratedDatabase(databases, databaseId),
      );
      await bench.fresh();
    });

    it('is gone once all Namespaces are known and it is not among them', async () => {
      const id = await bench.managed(NAME);
      await look();
      await bench.remove(find(id, 'Namespace'));
      await look({ Namespace: 'failed' });
      expect((await bench.row(id)).state).toBe('complete');
      await look();
      expect(await bench.row(id)).toMatchObject({
        state: 'gone',
        gone_at: bench.clock.now().toISOString(),
        reason: 'The Namespace is not there any more',
      });
      expect(bench.told).toContain(id);
    });

    it('is gone where another Namespace has its name', async () => {
      const id = await bench.managed(NAME);
      await look();
      await bench.collect(find(id, 'Namespace'), 'uid-of-another');
      await look();
      expect(await bench.row(id)).toMatchObject({
        state: 'gone',
        reason: expect.stringContaining('Another Namespace'),
      });
    });

    it('is not gone while it may not have been collected yet', async () => {
      const id = await bench.recorded(NAME);
      bench.pass(30_000);
      await bench.fresh();
      await bench.round();
      expect((await bench.row(id)).state).toBe('complete');
      await look();
      expect((await bench.row(id)).state).toBe('gone');
    });

    it('is complete once all of what was cut off is there', async () => {
      const id = await bench.managed(NAME, { state: 'partial', reason: 'cut' });
      await bench.remove(find(id, 'ResourceQuota'));
      await look();
      expect((await bench.row(id)).state).toBe('partial');
      await bench.collect(find(id, 'ResourceQuota'));
      await look();
      expect(await bench.row(id)).toMatchObject({
        state: 'complete',
        reason: null,
      });
    });

    it('is not complete before the cluster says so', async () => {
      const id = await bench.managed(NAME, { state: 'partial' });
      await bench.collect(
        namespaceManifest(NAME, { id }, { [LABEL_BASELINE_STATE]: 'pending' }),
      );
      await look();
      expect((await bench.row(id)).state).toBe('partial');
    });

    it('is complete once all that was proposed is seen, and ours by our mark', async () => {
      const id = await bench.recorded(
        NAME,
        { state: 'proposed', delivery: 'pull-request', uid: '' },
        { state: 'proposed', uid: '', applied_at: null },
      );
      await look();
      expect(await bench.row(id)).toMatchObject({ state: 'proposed', uid: '' });
      expect(await bench.drift(id)).toEqual([]);
      for (const { manifest } of plannedObjects(NAME, id)) {
        await bench.collect(manifest);
      }
      await look();
      await look();
      expect(await bench.row(id)).toMatchObject({
        state: 'complete',
        uid: uidOf('Namespace', NAME),
      });
      expect(
        await bench.knex('managed_objects').where({ kind: 'ResourceQuota' }),
      ).toMatchObject([
        { state: 'applied', uid: uidOf('ResourceQuota', 'quota') },
      ]);
    });

    it('has drifted as far as what was cut off is not there', async () => {
      const id = await bench.managed(
        NAME,
        { state: 'applying' },
        { state: 'pending', uid: '', applied_at: null },
      );
      await bench.remove(find(id, 'ResourceQuota'));
      await look();
      expect(await bench.drift(id)).toEqual(['missing ResourceQuota quota']);
    });

    it('does not know of what was proposed and is not there yet', async () => {
      const id = await bench.managed(NAME, { delivery: 'pull-request' });
      await bench.remove(find(id, 'ResourceQuota'));
      await bench.remove(find(id, 'LimitRange'));
      await bench
        .knex('managed_objects')
        .where({ kind: 'ResourceQuota' })
        .update({ state: 'proposed', uid: '', applied_at: null });
      await bench
        .knex('managed_objects')
        .where({ kind: 'LimitRange' })
        .update({ state: 'proposed' });
      await look();
      expect(await bench.drift(id)).toEqual([
        'unknown ResourceQuota quota',
        'missing LimitRange limits',
      ]);
    });

    it('takes no Namespace for ours that lacks our mark', async () => {
      const id = await bench.recorded(
        NAME,
        { state: 'proposed', delivery: 'pull-request', uid: '' },
        { state: 'proposed', uid: '', applied_at: null },
      );
      for (const { manifest } of plannedObjects(NAME, 'somebody-else')) {
        await bench.collect(manifest);
      }
      await look();
      await look();
      expect(await bench.row(id)).toMatchObject({ state: 'proposed', uid: '' });
    });
  });
});
