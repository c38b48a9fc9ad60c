/** From the order to the proof of its end, and everything that can go wrong between. */
import { TestDatabases } from '@backstage/backend-test-utils';
import type { ProbeOutcome } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../__testUtils__/database';
import { idOf } from '../../__testUtils__/rows';
import { endEnforcements } from '../../database/operations/exceptions/enforcement/endEnforcements';
import { retryEnforcement } from '../../database/operations/exceptions/enforcement/retryEnforcement';
import { EnforcementBench } from './__testUtils__/EnforcementBench';
import { FakeCluster } from './__testUtils__/FakeCluster';
import {
  CLUSTER,
  ENTITY,
  guardrailPlan,
  insertException,
  kyvernoPlan,
  UNTIL,
} from './__testUtils__/plans';

jest.setTimeout(60_000);

const ID = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';
const KEY =
  'policies.kyverno.io/v1/PolicyException/shift-down-exceptions/shift-down-0-require-limits';
const LIST = 'guardrails.shift-down.io/v1/GuardrailExceptions//run-as-non-root';

const REFUSED: ProbeOutcome = {
  outcome: 'refused',
  message:
    'admission webhook "vpol.validate.kyverno.svc-fail" denied the request: Policy require-limits failed: set limits',
};
const FIELDS = {
  spec: {
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'web:1' }] },
    },
  },
};

describe('enforcement', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;
    let cluster: FakeCluster;
    let bench: EnforcementBench;

    const subject = idOf('shop', 'Deployment', 'web');
    const insertWorkload = async (linked = true) => {
      await knex('subjects').insert({
        id: subject,
        cluster_uid: CLUSTER,
        namespace: 'shop',
        kind: 'Deployment',
        name: 'web',
        api_version: 'apps/v1',
        object_id: idOf('object'),
        uid: 'uid-1',
        fields: JSON.stringify(FIELDS),
        pods_total: 2,
        pods_ready: 2,
      });
      if (linked) {
        await knex('subject_entities').insert({
          subject_id: subject,
          entity_ref: ENTITY,
          via: 'label',
        });
      }
    };
    const insertNamespace = (name: string) =>
      knex('namespaces').insert({
        cluster_uid: CLUSTER,
        name,
        object_id: idOf('namespace', name),
        uid: `uid-${name}`,
        labels: '{}',
        fields: '{}',
      });
    const insertFailure = async (result: string, at: string) => {
      const finding = idOf('finding');
      await knex('exception_findings').insert({
        exception_id: ID,
        finding_id: finding,
        entity_ref: ENTITY,
        covered: true,
        since: at,
      });
      await knex('occurrences').insert({
        object_id: idOf('report'),
        finding_id: finding,
        subject_id: subject,
        component: '',
        source_kind: 'PolicyReport',
        result,
        reason: '',
        message: 'set limits',
        witness: JSON.stringify({
          engine: 'kyverno',
          policy: 'require-limits',
          rule: '',
        }),
        detail: '{}',
        observed_at: at,
      });
    };
    const approve = async () => {
      await bench.order(ID, [kyvernoPlan()]);
    };
    const applied = async () => {
      await approve();
      await bench.round();
      expect(await bench.row()).toMatchObject({ state: 'applied' });
    };
    const end = async () => {
      bench.setTime(UNTIL);
      await bench.round();
    };

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
      cluster = new FakeCluster();
      bench = new EnforcementBench(knex, { writers: [cluster] });
      await bench.seedCluster();
      await insertException(knex, ID);
    });

    describe('in time', () => {
      it('is applied once it starts, and not before', async () => {
        await knex('exceptions').update({
          active_from: '2026-11-20T00:00:00.000Z',
        });
        await bench.order(ID, [kyvernoPlan()]);
        await bench.round();
        expect(cluster.writings).toEqual([]);
        expect(await bench.row()).toMatchObject({
          state: 'pending',
          next_at: '2026-11-20T00:00:00.000Z',
        });

        bench.setTime('2026-11-20T00:00:00.000Z');
        await bench.round();
        expect(cluster.writings).toEqual([`create ${KEY}`]);
        const row = await bench.row();
        expect(row).toMatchObject({
          state: 'applied',
          object_uid: cluster.objects.get(KEY)?.uid,
          applied_at: '2026-11-20T00:00:00.000Z',
        });
        expect(bench.changed).toEqual([[ID]]);
      });

      it('is removed at its end to the moment, and proved by a dry run', async () => {
        await insertWorkload();
        await applied();
        expect(Date.parse((await bench.row()).next_at!)).toBeLessThanOrEqual(
          Date.parse(UNTIL),
        );
        cluster.probing = () => REFUSED;
        await end();
        expect(cluster.objects.size).toBe(0);
        const row = await bench.row();
        expect(row).toMatchObject({
          state: 'removed',
          ended_at: UNTIL,
          gone_at: UNTIL,
        });
        expect(JSON.parse(row.proof!)).toMatchObject({
          by: 'dry-run',
          at: UNTIL,
        });
        expect(await bench.notices()).toEqual([]);
      });

      it('is removed when all replicas were down across the end', async () => {
        await insertWorkload();
        await applied();
        cluster.probing = () => REFUSED;
        bench.setTime('2027-02-01T00:00:00.000Z');
        await bench.round();
        expect(cluster.objects.size).toBe(0);
        expect(await bench.row()).toMatchObject({
          state: 'removed',
          ended_at: UNTIL,
        });
      });

      it.each(['revoked', 'withdrawn', 'lapsed', 'requested'])(
        'is removed once it is %s, whether or not that was ordered',
        async state => {
          await applied();
          await knex('exceptions').where({ id: ID }).update({ state });
          await bench.untilDue();
          await bench.round();
          expect(cluster.objects.size).toBe(0);
        },
      );

      it('is removed at once when its end is ordered', async () => {
        await applied();
        await knex.transaction(tx => endEnforcements(tx, ID, bench.now));
        await bench.round();
        expect(cluster.objects.size).toBe(0);
      });

      it('never comes to an engine when it ends first', async () => {
        await approve();
        await end();
        expect(cluster.writings).toEqual([]);
        expect(await bench.row()).toMatchObject({ state: 'removed' });
      });

      it('goes by the clock of all replicas, set back or ahead', async () => {
        await applied();
        bench.setTime('2026-10-01T00:00:00.000Z');
        await bench.round();
        expect(cluster.objects.size).toBe(1);
        await end();
        expect(cluster.objects.size).toBe(0);
        bench.setTime('2026-11-10T00:00:00.000Z');
        await bench.round();
        expect(cluster.objects.size).toBe(0);
      });
    });

    describe('the end', () => {
      beforeEach(async () => {
        await insertWorkload();
        await insertFailure('unknown', '2026-11-10T00:00:00.000Z');
      });

      it.each([
        ['is admitted', (): ProbeOutcome => ({ outcome: 'admitted' })],
        [
          'is refused by something else',
          (): ProbeOutcome => ({
            outcome: 'refused',
            message: 'exceeded quota: small',
          }),
        ],
        [
          'is refused by another policy',
          (): ProbeOutcome => ({
            outcome: 'refused',
            message: REFUSED.message.replace('require-limits', 'other'),
          }),
        ],
        [
          'can’t be made',
          (): ProbeOutcome => ({ outcome: 'unavailable', reason: 'No prober' }),
        ],
      ])('overstays while a dry run %s', async (_, probing) => {
        await applied();
        cluster.probing = probing;
        await end();
        expect(cluster.objects.size).toBe(0);
        expect(await bench.row()).toMatchObject({ state: 'removing' });

        for (let round = 0; round < 10; round++) {
          await bench.untilDue();
          await bench.round();
        }
        expect(await bench.row()).toMatchObject({
          state: 'overstaying',
          since: UNTIL,
          gone_at: UNTIL,
          proof: null,
        });
        expect(await bench.notices()).toEqual(['overstaying']);

        cluster.probing = () => REFUSED;
        await bench.untilDue();
        await bench.round();
        const row = await bench.row();
        expect(row).toMatchObject({ state: 'removed' });
        expect(JSON.parse(row.still_running!)).toEqual([
          { namespace: 'shop', kind: 'Deployment', name: 'web' },
        ]);
      });

      it('is proved by a report that fails again, and by no older one', async () => {
        await applied();
        await end();
        await knex('occurrences').update({
          result: 'fail',
          observed_at: '2026-11-30T23:59:59.000Z',
        });
        await bench.untilDue();
        await bench.round();
        expect(await bench.row()).toMatchObject({ state: 'removing' });

        await knex('occurrences').update({
          observed_at: '2026-12-01T00:00:10.000Z',
        });
        await bench.untilDue();
        await bench.round();
        const row = await bench.row();
        expect(row).toMatchObject({ state: 'removed' });
        expect(JSON.parse(row.proof!)).toMatchObject({ by: 'report' });
      });

      it('overstays while the API server is away, and tells once', async () => {
        await applied();
        cluster.away = true;
        await end();
        for (let round = 0; round < 10; round++) {
          await bench.untilDue();
          await bench.round();
        }
        expect(await bench.row()).toMatchObject({ state: 'overstaying' });
        expect(await bench.notices()).toEqual(['overstaying']);
        cluster.away = false;
        cluster.probing = () => REFUSED;
        await bench.untilDue();
        await bench.round();
        expect(cluster.objects.size).toBe(0);
        expect(await bench.row()).toMatchObject({ state: 'removed' });
      });

      it('needs no proof that a renewal makes impossible', async () => {
        await applied();
        await insertException(knex, OTHER, {
          active_until: '2027-01-01T00:00:00.000Z',
        });
        await bench.order(OTHER, [kyvernoPlan('require-limits', 'renewed')]);
        await bench.round();
        cluster.probing = () => ({ outcome: 'admitted' });
        await end();
        const [first, second] = await bench.rows();
        expect(first).toMatchObject({ state: 'removed', proof: null });
        expect(first.reason).toContain(OTHER);
        expect(second).toMatchObject({ state: 'applied' });
      });

      it('needs no proof where nothing violates the policy any more', async () => {
        await applied();
        await knex('occurrences').delete();
        cluster.probing = () => ({ outcome: 'admitted' });
        await end();
        expect(await bench.row()).toMatchObject({
          state: 'removed',
          proof: null,
        });
      });

      it('is looked at once more, for what came late', async () => {
        await applied();
        cluster.probing = () => REFUSED;
        const late = cluster.objects.get(KEY)!.manifest;
        await end();
        cluster.put(late, (await bench.row()).object_uid!);
        await bench.untilDue();
        await bench.round();
        expect(cluster.objects.size).toBe(0);
        await bench.untilDue();
        await bench.round();
        await bench.untilDue();
        await bench.round();
        expect(await bench.row()).toMatchObject({
          state: 'removed',
          next_at: null,
        });
      });
    });

    describe('what others do', () => {
      it('puts back what was removed', async () => {
        await applied();
        cluster.objects.clear();
        await bench.untilDue();
        await bench.round();
        expect(cluster.objects.size).toBe(1);
        expect(await bench.row()).toMatchObject({
          state: 'applied',
          object_uid: cluster.objects.get(KEY)?.uid,
        });
      });

      it('reports what was changed, and writes it anew when asked to', async () => {
        await applied();
        const changed = structuredClone(cluster.objects.get(KEY)!);
        changed.manifest.spec = { policyRefs: [{ name: '*' }] };
        cluster.put(changed.manifest, changed.uid);
        await bench.untilDue();
        await bench.round();
        await bench.untilDue();
        await bench.round();
        expect(await bench.row()).toMatchObject({ state: 'drifted' });
        expect(cluster.writings).toEqual([`create ${KEY}`]);
        expect(await bench.notices()).toEqual(['enforcement-failed']);

        const enforcementId = (await bench.row()).id;
        await knex.transaction(tx =>
          retryEnforcement(tx, {
            exceptionId: ID,
            enforcementId,
            now: bench.now,
          }),
        );
        await bench.round();
        expect(cluster.writings).toEqual([`create ${KEY}`, `change ${KEY}`]);
        expect(await bench.row()).toMatchObject({ state: 'applied' });
      });

      it('removes what was changed at the end', async () => {
        await applied();
        const changed = structuredClone(cluster.objects.get(KEY)!);
        changed.manifest.spec = { policyRefs: [{ name: '*' }] };
        cluster.put(changed.manifest, changed.uid);
        await end();
        expect(cluster.objects.size).toBe(0);
      });

      it('leaves alone what has its name and labels and is not ours', async () => {
        const foreign = cluster.put(kyvernoPlan().object!);
        await approve();
        await bench.round();
        expect(await bench.row()).toMatchObject({
          state: 'failed',
          object_uid: null,
        });
        await end();
        expect(await bench.row()).toMatchObject({ state: 'removed' });
        expect(cluster.writings).toEqual([]);
        expect(cluster.objects.get(KEY)).toEqual(foreign);
      });

      it('leaves alone what was deleted and made anew, copied to the letter', async () => {
        await applied();
        const copy = cluster.put(cluster.objects.get(KEY)!.manifest);
        await bench.untilDue();
        await bench.round();
        expect(await bench.row()).toMatchObject({ state: 'drifted' });
        await end();
        await bench.untilDue();
        await bench.round();
        expect(cluster.writings).toEqual([`create ${KEY}`]);
        expect(cluster.objects.get(KEY)).toEqual(copy);
      });

      it('writes nothing to another cluster behind the same name', async () => {
        await approve();
        cluster.uid = 'uid-another';
        await bench.round();
        expect(cluster.writings).toEqual([]);
        expect(await bench.row()).toMatchObject({ state: 'failed' });

        cluster.uid = CLUSTER;
        await bench.untilDue();
        await bench.round();
        expect(await bench.row()).toMatchObject({ state: 'applied' });

        cluster.uid = 'uid-another';
        await end();
        expect(cluster.writings).toEqual([`create ${KEY}`]);
        expect((await bench.row()).state).not.toBe('removed');
      });

      it('keeps to the workload, deleted and made anew', async () => {
        await insertWorkload();
        await applied();
        await knex('subject_entities').delete();
        await knex('subjects').delete();
        await bench.untilDue();
        await bench.round();
        expect(cluster.objects.size).toBe(1);
        await insertWorkload();
        await bench.untilDue();
        await bench.round();
        expect(cluster.objects.size).toBe(1);
      });

      it('waits for the Namespace to say whose a workload is', async () => {
        await applied();
        await insertNamespace('another');
        await insertWorkload(false);
        await bench.untilDue();
        await bench.round();
        expect(cluster.objects.size).toBe(1);
        await insertNamespace('shop');
        await bench.untilDue();
        await bench.round();
        expect(cluster.objects.size).toBe(0);
      });

      it('withdraws what is another’s now', async () => {
        await insertWorkload();
        await applied();
        await knex('subject_entities').delete();
        await bench.untilDue();
        await bench.round();
        expect(cluster.objects.size).toBe(0);
        expect(Boolean((await bench.row()).wanted)).toBe(false);
      });

      it('says why an engine may not honour it', async () => {
        cluster.warnings = ['Exceptions are off in prod'];
        await applied();
        expect((await bench.row()).reason).toBe('Exceptions are off in prod');
      });

      it('fails where the cluster does not know such exceptions', async () => {
        cluster.exceptionVersions = ['kyverno.io/v2'];
        await approve();
        await bench.round();
        expect(cluster.writings).toEqual([]);
        expect(await bench.row()).toMatchObject({ state: 'failed' });
      });
    });

    describe('interrupted', () => {
      it('is tried until the API server is back, and tells once', async () => {
        cluster.away = true;
        await approve();
        for (let round = 0; round < 8; round++) {
          await bench.round();
          await bench.untilDue();
        }
        expect(await bench.row()).toMatchObject({ state: 'failed' });
        expect(await bench.notices()).toEqual(['enforcement-failed']);
        cluster.away = false;
        await bench.round();
        expect(await bench.row()).toMatchObject({ state: 'applied' });
        expect(cluster.writings).toEqual([`create ${KEY}`]);
      });

      it('loses nothing when killed between the decision and the writing', async () => {
        await approve();
        cluster.accident = 'away';
        await bench.round();
        await bench.untilDue();
        await bench.round();
        expect(cluster.writings).toEqual([`create ${KEY}`]);
        expect(await bench.row()).toMatchObject({ state: 'applied' });
      });

      it('knows its own when killed before the answer was stored', async () => {
        await approve();
        cluster.accident = 'answer-lost';
        await bench.round();
        expect(await bench.row()).toMatchObject({
          state: 'pending',
          object_uid: null,
        });
        await bench.untilDue();
        await bench.round();
        expect(cluster.writings).toEqual([`create ${KEY}`]);
        expect(await bench.row()).toMatchObject({
          state: 'applied',
          object_uid: cluster.objects.get(KEY)?.uid,
        });
      });

      it('removes its own when killed before the answer, and it ended', async () => {
        await approve();
        cluster.accident = 'answer-lost';
        await bench.round();
        await end();
        expect(cluster.objects.size).toBe(0);
      });

      it('removes once when killed before the answer of that', async () => {
        await applied();
        cluster.accident = 'answer-lost';
        await end();
        await bench.untilDue();
        await bench.round();
        expect(cluster.writings).toEqual([
          `create ${KEY}`,
          `change ${KEY}`,
          `remove ${KEY}`,
        ]);
      });

      it('is revoked while it is written', async () => {
        await approve();
        cluster.beforeWriting = async () => {
          cluster.beforeWriting = undefined;
          await knex.transaction(tx => endEnforcements(tx, ID, bench.now));
        };
        await bench.round();
        expect(await bench.row()).toMatchObject({ state: 'removing' });
        await bench.round();
        expect(cluster.objects.size).toBe(0);
      });

      it('is written by no replica that has lost the lease', async () => {
        await approve();
        const lost = await bench.takeLease();
        const taken = await bench.takeLease();
        await bench
          .replica()
          .round(lost, new AbortController().signal)
          .catch(() => undefined);
        expect(cluster.writings).toEqual([]);
        await taken.release();
        await lost.release();
      });

      it('is written once by two replicas', async () => {
        await approve();
        const [first, second] = [bench.replica(), bench.replica()];
        cluster.beforeWriting = async () => {
          cluster.beforeWriting = undefined;
          await bench.round(second);
        };
        await bench.round(first).catch(() => undefined);
        expect(
          cluster.writings.filter(it => it.startsWith('create')),
        ).toHaveLength(1);
        await bench.untilDue();
        await bench.round();
        expect(await bench.row()).toMatchObject({ state: 'applied' });
      });
    });

    describe('a guardrail', () => {
      const entries = () =>
        (
          cluster.objects.get(LIST)?.manifest.entries as {
            exception: string;
          }[]
        ).map(({ exception }) => exception);
      const installed = (list: unknown[] = []) =>
        cluster.put({
          apiVersion: 'guardrails.shift-down.io/v1',
          kind: 'GuardrailExceptions',
          metadata: { name: 'run-as-non-root' },
          entries: list,
        });

      it('has the entries of all active exceptions, and keeps its object', async () => {
        const { uid } = installed();
        await insertException(knex, OTHER);
        for (const exception of [ID, OTHER]) {
          await bench.order(exception, [guardrailPlan(exception)]);
        }
        await bench.round();
        expect(entries().sort()).toEqual([ID, OTHER]);
        expect(cluster.objects.get(LIST)?.uid).toBe(uid);

        await knex('exceptions').where({ id: ID }).update({ state: 'revoked' });
        await bench.untilDue();
        await bench.round();
        expect(entries()).toEqual([OTHER]);
        await end();
        expect(entries()).toEqual([]);
        expect(cluster.objects.get(LIST)?.uid).toBe(uid);
      });

      it('keeps entries of strangers', async () => {
        installed([{ exception: 'a-stranger' }]);
        await bench.order(ID, [guardrailPlan(ID)]);
        await bench.round();
        expect(entries().sort()).toEqual([ID, 'a-stranger']);
        await end();
        expect(entries()).toEqual(['a-stranger']);
      });

      it('puts entries back, and reports changed ones', async () => {
        installed();
        await bench.order(ID, [guardrailPlan(ID)]);
        await bench.round();
        const uid = cluster.objects.get(LIST)!.uid;
        const { manifest } = installed();
        cluster.put(manifest, uid);
        await bench.untilDue();
        await bench.round();
        expect(entries()).toEqual([ID]);

        const [entry] = guardrailPlan(ID).entries!;
        cluster.put({ ...manifest, entries: [{ ...entry, name: 'all' }] }, uid);
        await bench.untilDue();
        await bench.round();
        expect(await bench.row()).toMatchObject({ state: 'drifted' });
      });

      it('leaves entries alone that name an exception and are not ours', async () => {
        installed(guardrailPlan(ID).entries);
        await bench.order(ID, [guardrailPlan(ID)]);
        await bench.round();
        expect(await bench.row()).toMatchObject({ state: 'failed' });
        expect(cluster.writings).toEqual([]);
      });
    });
  });
});
