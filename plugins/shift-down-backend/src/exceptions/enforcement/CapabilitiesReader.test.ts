import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../__testUtils__/database';
import { idOf } from '../../__testUtils__/rows';
import { FakeCluster } from './__testUtils__/FakeCluster';
import { CLUSTER } from './__testUtils__/plans';
import { CapabilitiesReader } from './CapabilitiesReader';
import { Deliveries } from './Deliveries';

jest.setTimeout(60_000);

const BARE = 'uid-without-a-writer';

describe('CapabilitiesReader', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;
    let cluster: FakeCluster;
    let elapsed: number;
    let reader: CapabilitiesReader;
    let deliveries: Deliveries;

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
      cluster = new FakeCluster();
      elapsed = 0;
      deliveries = new Deliveries({
        database: knex,
        config: { delivery: [{ cluster: 'off', type: 'none' }] },
        writers: [cluster],
      });
      reader = new CapabilitiesReader({
        database: knex,
        deliveries,
        logger: mockServices.logger.mock(),
        elapsed: () => elapsed,
      });
      for (const [name, uid] of [
        ['prod', CLUSTER],
        ['bare', BARE],
        ['off', 'uid-off'],
      ]) {
        await knex('clusters').insert({
          name,
          uid,
          title: name,
          report_trust: 'trusted',
        });
      }
      for (const [uid, kind] of [
        [CLUSTER, 'GuardrailExceptions'],
        [BARE, 'ConfigMap'],
      ]) {
        const apiVersion = 'guardrails.shift-down.io/v1';
        await knex('resources').insert({
          object_id: idOf(uid),
          cluster_uid: uid,
          source_kind: 'ValidatingAdmissionPolicy',
          api_version: 'admissionregistration.k8s.io/v1',
          kind: 'ValidatingAdmissionPolicy',
          namespace: '',
          name: `policy-of-${uid}`,
          uid: '',
          labels: '{}',
          fields: JSON.stringify({ spec: { paramKind: { apiVersion, kind } } }),
        });
      }
    });

    const of = async (uid: string) =>
      (await reader.capabilitiesOf([uid])).get(uid);

    it('asks the cluster, and knows guardrails by what they read', async () => {
      expect(await of(CLUSTER)).toEqual({
        exceptionVersions: cluster.exceptionVersions,
        hasExpiresAt: true,
        exceptionNamespace: 'shift-down-exceptions',
        guardrails: [`policy-of-${CLUSTER}`],
      });
    });

    it('takes one without a writer as the usual one', async () => {
      expect(await of(BARE)).toMatchObject({
        exceptionVersions: ['policies.kyverno.io/v1', 'kyverno.io/v2'],
        guardrails: [],
      });
    });

    it('believes no other cluster behind the same name', async () => {
      cluster.uid = 'uid-another';
      cluster.exceptionVersions = [];
      expect((await of(CLUSTER))?.exceptionVersions).toContain('kyverno.io/v2');
    });

    it('asks again after a minute', async () => {
      await of(CLUSTER);
      cluster.exceptionVersions = ['kyverno.io/v2'];
      expect((await of(CLUSTER))?.exceptionVersions).toHaveLength(2);
      elapsed = 60_000;
      expect((await of(CLUSTER))?.exceptionVersions).toHaveLength(1);
    });

    it('goes on where nobody answers', async () => {
      cluster.away = true;
      expect(await of(CLUSTER)).toBeDefined();
      expect(await reader.warningsOf('prod')).toEqual([]);
    });

    it('passes warnings on', async () => {
      cluster.warnings = ['Exceptions are off'];
      expect(await reader.warningsOf('prod')).toEqual(['Exceptions are off']);
    });

    it('knows which way each cluster is told', async () => {
      expect(
        await deliveries.byUid([CLUSTER, BARE, 'uid-off', 'unknown']),
      ).toEqual(
        new Map([
          [CLUSTER, 'cluster'],
          [BARE, 'document'],
          ['uid-off', 'none'],
        ]),
      );
    });
  });
});
