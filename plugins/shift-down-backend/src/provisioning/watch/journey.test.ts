/** A namespace that is made, watched, repaired, lowered, raised and upgraded, all in one. */
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  policyFindingId,
  type BaselineManifest,
} from '@shift-down/plugin-shift-down-policy';
import { migratedDatabase } from '../../__testUtils__/database';
import { insertCovered, insertException } from '../../__testUtils__/exceptions';
import {
  CONTROLS,
  CORRELATION,
  createSink,
  FOLLOWER,
  seizeLease,
} from '../../__testUtils__/sink';
import {
  OBSERVED_CLUSTER_KINDS,
  OBSERVED_KINDS,
} from '../../database/operations/provisioning/watch/observedObjects';
import { FIRST, SECOND, wish } from '../__testUtils__/baselines';
import {
  DEVELOPER,
  ProvisioningBench,
} from '../__testUtils__/ProvisioningBench';
import { readProvisioningConfig } from '../config';
import { RolloutService } from '../rollouts/RolloutService';
import { collected } from './__testUtils__/collected';
import { NamespaceWatch } from './NamespaceWatch';

jest.setTimeout(60_000);

const NAME = 'payments-api';
const CLUSTER = { name: 'prod', uid: 'uid-prod' };
const EXCEPTION = '11111111-1111-4111-8111-111111111111';
const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** All objects of a kind, as they are collected. */
function seen({ provisioner, now }: ProvisioningBench, kind: string) {
  return [...provisioner.objects.values()]
    .filter(({ manifest }) => manifest.kind === kind)
    .map(({ manifest, uid }) =>
      collected(structuredClone(manifest) as BaselineManifest, uid, now),
    );
}

describe('a managed namespace', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', databaseId => {
    let bench: ProvisioningBench;
    let rollouts: RolloutService;
    let logger: ReturnType<typeof mockServices.logger.mock>;
    /** Some time later: all is collected, and looked at by a replica that knows nothing. */
    let later: () => Promise<void>;

    const drift = async () => {
      const { drift: found } = await bench.row();
      return (JSON.parse(found) as { type: string; name: string }[]).map(
        it => `${it.type} ${it.name}`,
      );
    };
    const level = () =>
      bench.provisioner.find('Namespace', NAME)?.manifest.metadata.labels?.[
        ENFORCE
      ];

    beforeEach(async () => {
      const knex = await migratedDatabase(databases, databaseId);
      bench = new ProvisioningBench(knex);
      bench.baselines = [SECOND, FIRST];
      const clock = { now: () => bench.now };
      logger = mockServices.logger.mock();
      const sink = await createSink(knex, { cluster: CLUSTER, clock });
      const lease = await seizeLease(knex, 'provisioning');
      const baselines = {
        current: async () => ({ baselines: bench.baselines }),
      };
      rollouts = new RolloutService({
        database: knex,
        clock,
        baselines,
        logger,
        provisioning: bench.replica(),
      });
      later = async () => {
        bench.wait(60);
        for (const kind of [...OBSERVED_KINDS, ...OBSERVED_CLUSTER_KINDS]) {
          const upserts = seen(bench, kind);
          await sink.apply(kind, { upserts, deletes: [] });
          await sink.complete(
            kind,
            upserts.map(({ key }) => key),
          );
          await sink.report(kind, { state: 'fresh' });
        }
        await new NamespaceWatch({
          database: knex,
          clock,
          config: readProvisioningConfig(new ConfigReader({})),
          correlation: CORRELATION,
          controls: CONTROLS,
          follower: FOLLOWER,
          baselines,
          groups: { nameOf: async () => ({ problem: 'nobody' }) },
          provisioning: bench.replica(),
          rollouts,
          leaseTimes: { seconds: 60, pollSeconds: 1, graceSeconds: 1 },
          logger,
          onMarked: () => {},
        }).round(lease, new AbortController().signal);
      };
    });

    it('is repaired where it has drifted', async () => {
      const id = await bench
        .replica()
        .provision(wish({ baselineVersion: '1.0.0' }), DEVELOPER);
      await later();
      expect(await drift()).toEqual([]);
      expect((await bench.row()).state).toBe('complete');

      const quota = bench.provisioner.find(
        'ResourceQuota',
        'baseline-quota',
        NAME,
      )!;
      bench.provisioner.put({
        ...quota.manifest,
        spec: { hard: { pods: '1000' } },
      });
      bench.provisioner.remove('NetworkPolicy', 'baseline-default-deny', NAME);
      await later();
      expect(await drift()).toEqual([
        'missing baseline-default-deny',
        'changed baseline-quota',
      ]);

      await bench.replica().repair(id);
      await later();
      expect(await drift()).toEqual([]);
      expect((await bench.row()).state).toBe('complete');
      expect(logger.warn).not.toHaveBeenCalled();
    });

    it('is lowered while an exception allows it', async () => {
      await bench
        .replica()
        .provision(
          wish({ podSecurity: 'baseline', baselineVersion: '1.0.0' }),
          DEVELOPER,
        );
      await later();
      expect(level()).toBe('restricted');

      await insertException(bench.knex, EXCEPTION, {
        active_from: bench.now.toISOString(),
        active_until: new Date(bench.now.getTime() + 90_000).toISOString(),
      });
      await insertCovered(bench.knex, EXCEPTION, [
        policyFindingId({
          expectation: { controlId: 'namespace-level' },
          cluster: CLUSTER.uid,
          subject: { namespace: '', kind: 'Namespace', name: NAME },
          component: '',
        }),
      ]);
      await later();
      expect(level()).toBe('baseline');
      expect(await bench.row()).toMatchObject({
        applied_level: 'baseline',
        exception_id: EXCEPTION,
      });

      await later();
      expect(level()).toBe('restricted');
      await later();
      expect(await bench.row()).toMatchObject({
        state: 'complete',
        applied_level: 'restricted',
        exception_id: null,
      });
      expect(await drift()).toEqual([]);
    });

    it('gets a new baseline with a rollout', async () => {
      const id = await bench
        .replica()
        .provision(wish({ baselineVersion: '1.0.0' }), DEVELOPER);
      await later();
      const rollout = await rollouts.plan({ to: '1.1.0' }, 'user:default/pia');
      const [item] = await bench.knex('rollout_items');
      expect(
        JSON.parse(item.changes).map(
          (it: { id: string; change: string }) => `${it.change} ${it.id}`,
        ),
      ).toEqual(['changed namespace', 'added limit-range', 'removed quota']);

      await rollouts.change(rollout, 'start', 'user:default/pia');
      await later();
      expect(await bench.knex('rollouts').first()).toMatchObject({
        state: 'done',
      });
      expect(await bench.knex('rollout_items')).toMatchObject([
        { namespace_id: id, state: 'done' },
      ]);
      expect((await bench.row()).baseline_version).toBe('1.1.0');
      await later();
      expect(await drift()).toEqual([]);
    });

    it('is gone when it was deleted, and nothing of it holds for the next', async () => {
      const id = await bench.replica().provision(wish(), DEVELOPER);
      await later();
      const { manifest } = bench.provisioner.find('Namespace', NAME)!;
      bench.provisioner.remove('Namespace', NAME);
      bench.provisioner.put(manifest, 'uid-of-the-next');
      await later();
      expect(
        await bench.knex('managed_namespaces').where({ id }).first(),
      ).toMatchObject({ state: 'gone' });
      await later();
      expect(
        await bench.knex('namespaces').where({ name: NAME }).first(),
      ).toMatchObject({ owner_source: 'label' });
    });
  });
});
