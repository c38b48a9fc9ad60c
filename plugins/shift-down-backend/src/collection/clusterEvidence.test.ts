/** What is kept of a cluster beside its workloads, and for how long. */
import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  CollectedObject,
  ExemptionEvidence,
  ResourceEvidence,
} from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { migratedDatabase } from '../__testUtils__/database';
import {
  deployment,
  policyReport,
  policyResult,
} from '../__testUtils__/evidence';
import { createSink } from '../__testUtils__/sink';

jest.setTimeout(60_000);

function resource(fields: ResourceEvidence['fields']): CollectedObject {
  const key = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    namespace: 'payments',
    name: 'default-deny',
  };
  return {
    key,
    uid: 'uid-np',
    observedAt: '2026-06-01T00:00:00.000Z',
    subjects: [],
    evidence: [
      {
        type: 'resource',
        object: key,
        apiVersion: key.apiVersion,
        uid: 'uid-np',
        labels: { tier: 'baseline' },
        fields,
      },
    ],
  };
}

function exemption(
  overrides: Partial<ExemptionEvidence> = {},
  observedAt = '2026-06-01T00:00:00.000Z',
): CollectedObject {
  const key = {
    apiVersion: 'kyverno.io/v2',
    kind: 'PolicyException',
    namespace: 'payments',
    name: 'legacy',
  };
  return {
    key,
    uid: 'uid-pe',
    observedAt,
    subjects: [],
    evidence: [
      {
        type: 'exemption',
        engine: 'kyverno',
        object: key,
        apiVersion: key.apiVersion,
        uid: 'uid-pe',
        policies: [{ policy: 'require-ro-rootfs', rules: [] }],
        scope: 'All Pods in payments',
        namespaces: ['payments'],
        reason: 'Old image',
        ...overrides,
      },
    ],
  };
}

describe('evidence of a cluster', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
    });

    it('keeps resources as they are, with their object, and makes no subject of them', async () => {
      const sink = await createSink(knex);
      await sink.apply('NetworkPolicy', {
        upserts: [resource({ spec: { policyTypes: ['Ingress'] } })],
        deletes: [],
      });
      await sink.apply('NetworkPolicy', {
        upserts: [resource({ spec: { policyTypes: ['Egress'] } })],
        deletes: [],
      });

      const [row, ...others] = await knex('resources');
      expect(others).toEqual([]);
      expect(row).toMatchObject({
        cluster_uid: 'cluster-uid',
        source_kind: 'NetworkPolicy',
        namespace: 'payments',
        name: 'default-deny',
        labels: '{"tier":"baseline"}',
        fields: '{"spec":{"policyTypes":["Egress"]}}',
      });
      expect(await knex('subjects')).toEqual([]);
      expect(await knex('namespaces')).toEqual([]);

      await sink.apply('NetworkPolicy', {
        upserts: [],
        deletes: [resource({}).key],
      });
      expect(await knex('resources')).toEqual([]);
    });

    it('keeps since when there is an exemption, however often it changes', async () => {
      const sink = await createSink(knex);
      const apply = (object: CollectedObject) =>
        sink.apply('PolicyException', { upserts: [object], deletes: [] });
      await apply(exemption());
      await apply(
        exemption(
          { reason: 'Older image', expiresAt: '2027-01-01T00:00:00Z' },
          '2026-09-01T00:00:00.000Z',
        ),
      );

      expect(await knex('exemptions')).toMatchObject([
        {
          engine: 'kyverno',
          name: 'legacy',
          reason: 'Older image',
          policies: '[{"policy":"require-ro-rootfs","rules":[]}]',
          namespaces: '["payments"]',
          expires_at: '2027-01-01T00:00:00.000Z',
          created_at: '2026-06-01T00:00:00.000Z',
        },
      ]);
      expect(await knex('subjects')).toEqual([]);

      await sink.complete('PolicyException', []);
      expect(await knex('exemptions')).toEqual([]);
    });

    it('forgets an exemption that its object is no more', async () => {
      const sink = await createSink(knex);
      await sink.apply('PolicyException', {
        upserts: [exemption()],
        deletes: [],
      });
      await sink.apply('PolicyException', {
        upserts: [{ ...exemption(), evidence: [] }],
        deletes: [],
      });
      expect(await knex('exemptions')).toEqual([]);
      expect(await knex('objects')).toHaveLength(1);
    });

    it('goes with the cluster', async () => {
      const sink = await createSink(knex);
      await sink.apply('NetworkPolicy', {
        upserts: [resource({})],
        deletes: [],
      });
      await sink.apply('PolicyException', {
        upserts: [exemption()],
        deletes: [],
      });
      await knex('report_writers').insert({
        cluster_uid: 'cluster-uid',
        source_kind: 'PolicyReport',
        namespace: '',
        writer: 'group:tenants',
        via: '',
        trusted: false,
      });
      await createSink(knex, { cluster: { name: 'demo', uid: 'another' } });
      for (const table of ['resources', 'exemptions', 'report_writers']) {
        expect(await knex(table)).toEqual([]);
      }
      expect(await knex('source_events')).toMatchObject([
        {
          level: 'warning',
          kind: '',
          message: expect.stringContaining('another cluster'),
        },
      ]);
    });

    it('keeps the last hundred events of a cluster', async () => {
      const sink = await createSink(knex);
      const other = await createSink(knex, {
        cluster: { name: 'other', uid: 'other' },
      });
      await other.note({ level: 'info', message: 'elsewhere' });
      await knex('source_events').insert(
        Array.from({ length: 105 }, (_, index) => ({
          cluster_name: 'demo',
          kind: '',
          level: 'info',
          message: `before ${index}`,
          at: '2026-06-01T00:00:00.000Z',
        })),
      );
      await sink.note({
        kind: 'PolicyReport',
        level: 'warning',
        message: 'The watch was silent; token=abcdefgh12345678',
      });

      const events = await knex('source_events')
        .where('cluster_name', 'demo')
        .orderBy('id');
      expect(events).toHaveLength(100);
      expect(events[0].message).toBe('before 6');
      expect(events[99]).toMatchObject({
        kind: 'PolicyReport',
        level: 'warning',
        message: expect.stringContaining('The watch was silent'),
      });
      expect(events[99].message).not.toContain('abcdefgh12345678');
      expect(
        await knex('source_events').where('cluster_name', 'other'),
      ).toHaveLength(1);
    });

    it('counts what was dropped, and keeps the count while a source is not fresh', async () => {
      const sink = await createSink(knex);
      const dropped = async () =>
        (await knex('sources').where('kind', 'PolicyReport').first()).dropped;
      await sink.report('PolicyReport', { state: 'fresh', dropped: 3 });
      expect(await dropped()).toBe(3);
      await sink.report('PolicyReport', { state: 'failed', error: 'away' });
      expect(await dropped()).toBe(3);
      await sink.report('PolicyReport', { state: 'fresh' });
      expect(await dropped()).toBe(0);
      await sink.report('PolicyReport', { state: 'fresh', dropped: 1 });
      expect(await dropped()).toBe(1);
    });

    it('does not believe a kind to be fresh after a change of it was lost', async () => {
      const sink = await createSink(knex);
      const report = policyReport('r', [
        policyResult(deployment('api'), 'fail'),
      ]);
      await knex.schema.renameTable('objects', 'objects_away');
      await expect(
        sink.apply('PolicyReport', { upserts: [report], deletes: [] }),
      ).rejects.toThrow();
      await knex.schema.renameTable('objects_away', 'objects');

      await expect(
        sink.report('PolicyReport', { state: 'fresh' }),
      ).rejects.toThrow('list all of them again');
      await sink.report('Workload', { state: 'fresh' });
      await sink.report('PolicyReport', { state: 'failed', error: 'lost one' });

      await sink.apply('PolicyReport', { upserts: [report], deletes: [] });
      await sink.complete('PolicyReport', [report.key]);
      await sink.report('PolicyReport', { state: 'fresh' });
      expect(await knex('sources').pluck('state')).toEqual(['fresh', 'fresh']);
    });
  });
});
