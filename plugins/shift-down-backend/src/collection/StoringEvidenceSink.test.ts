import { TestDatabases } from '@backstage/backend-test-utils';
import type { CollectedObject } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { component, group } from '../__testUtils__/catalog';
import { migratedDatabase } from '../__testUtils__/database';
import {
  constraint,
  deployment,
  namespace,
  policyReport,
  policyResult,
  READ_ONLY_CONTROL,
  scan,
  workload,
} from '../__testUtils__/evidence';
import { CLUSTER, createSink, mirror } from '../__testUtils__/sink';

jest.setTimeout(60_000);

const REF = 'component:default/api';

async function findingsOf(knex: Knex, controlId: string) {
  return knex('findings').where('control_id', controlId).orderBy('id');
}

async function queued(knex: Knex): Promise<string[]> {
  const rows = await knex('assessment_queue').orderBy('entity_ref');
  return rows.map(row => row.entity_ref);
}

describe('StoringEvidenceSink', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;

    const apply = async (
      kind: 'Workload' | 'PolicyReport' | 'VulnerabilityReport' | 'Namespace',
      ...upserts: CollectedObject[]
    ) => {
      const sink = await createSink(knex);
      await sink.apply(kind, { upserts, deletes: [] });
      return sink;
    };

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
      await mirror(knex, group('team-a'), component('api'));
      await apply('Workload', workload('api'));
      await knex('assessment_queue').delete();
    });

    it('keeps a finding while it is seen, resolves it after, and knows it again', async () => {
      const failing = policyReport('r', [
        policyResult(deployment('api'), 'fail'),
      ]);
      const sink = await apply('PolicyReport', failing);
      const [first] = await findingsOf(knex, READ_ONLY_CONTROL);
      expect(first).toMatchObject({ resolved_at: null });
      expect(first.last_failed_at).not.toBeNull();
      expect(await queued(knex)).toEqual([REF]);

      await apply(
        'PolicyReport',
        policyReport('r', [policyResult(deployment('api'), 'pass')]),
      );
      const [resolved] = await findingsOf(knex, READ_ONLY_CONTROL);
      expect(resolved.resolved_at).not.toBeNull();
      expect(await knex('occurrences').where('finding_id', first.id)).toEqual(
        [],
      );

      await apply('PolicyReport', failing);
      const [again] = await findingsOf(knex, READ_ONLY_CONTROL);
      expect(again).toMatchObject({
        id: first.id,
        first_seen: first.first_seen,
        resolved_at: null,
      });

      await sink.apply('PolicyReport', { upserts: [], deletes: [failing.key] });
      const [gone] = await findingsOf(knex, READ_ONLY_CONTROL);
      expect(gone.resolved_at).not.toBeNull();
      expect(await knex('objects').where('kind', 'PolicyReport')).toEqual([]);
    });

    it('writes nothing for an object that says the same again', async () => {
      const report = policyReport('r', [
        policyResult(deployment('api'), 'fail'),
      ]);
      await apply('PolicyReport', report);
      const [before] = await findingsOf(knex, READ_ONLY_CONTROL);
      await knex('assessment_queue').delete();

      await apply('PolicyReport', report);

      expect(await findingsOf(knex, READ_ONLY_CONTROL)).toEqual([before]);
      expect(await queued(knex)).toEqual([]);
    });

    it('judges anew what was judged under another catalogue', async () => {
      const report = policyReport('r', [
        policyResult(deployment('api'), 'fail'),
      ]);
      await apply('PolicyReport', report);
      await knex('assessment_queue').delete();

      const sink = await createSink(knex, { version: 'another' });
      await sink.apply('PolicyReport', { upserts: [report], deletes: [] });

      expect(await queued(knex)).toEqual([REF]);
    });

    it('keeps when a finding last failed while an engine skips it', async () => {
      await apply(
        'PolicyReport',
        policyReport('r', [policyResult(deployment('api'), 'fail')]),
      );
      const [failed] = await findingsOf(knex, READ_ONLY_CONTROL);

      await apply(
        'PolicyReport',
        policyReport('r', [
          policyResult(deployment('api'), 'skip', { exceptions: ['legacy'] }),
        ]),
      );

      const [skipped] = await findingsOf(knex, READ_ONLY_CONTROL);
      expect(skipped).toMatchObject({
        last_failed_at: failed.last_failed_at,
        resolved_at: null,
      });
      expect(
        await knex('occurrences').where('finding_id', failed.id),
      ).toMatchObject([
        { result: 'unknown', reason: expect.stringContaining('legacy') },
      ]);
    });

    it('keeps the last evidence of an object that can no longer be read', async () => {
      const report = policyReport('r', [
        policyResult(deployment('api'), 'fail'),
      ]);
      await apply('PolicyReport', report);
      await knex('assessment_queue').delete();

      await apply('PolicyReport', {
        ...report,
        evidence: [],
        unreadable: 'is no YAML',
      });

      const [finding] = await findingsOf(knex, READ_ONLY_CONTROL);
      expect(finding.resolved_at).toBeNull();
      expect(await knex('unreadable_subjects')).toMatchObject([
        { reason: 'is no YAML', source_kind: 'PolicyReport' },
      ]);
      expect(await queued(knex)).toEqual([REF]);

      await apply('PolicyReport', report);
      expect(await knex('unreadable_subjects')).toEqual([]);
    });

    it('stores the others when one object of a batch is poison', async () => {
      const poison = policyReport('poison', [
        policyResult(deployment('api'), 'fail', {
          // PostgreSQL refuses it, and so does the rule below on SQLite.
          rule: 'poison\u0000',
        }),
      ]);
      if (knex.client.config.client !== 'pg') {
        await knex.raw(`
          create trigger refuse_poison before insert on occurrences
          when instr(new.witness, 'poison') > 0
          begin select raise(abort, 'poison'); end`);
      }

      await apply(
        'PolicyReport',
        policyReport('before', [policyResult(deployment('api'), 'fail')]),
        poison,
        policyReport('after', [
          policyResult(deployment('other'), 'fail', { rule: 'x' }),
        ]),
      );

      const objects = await knex('objects')
        .where('kind', 'PolicyReport')
        .orderBy('name')
        .select('name', 'unreadable');
      expect(objects).toEqual([
        { name: 'after', unreadable: null },
        { name: 'before', unreadable: null },
        {
          name: 'poison',
          unreadable: expect.stringContaining('could not be stored'),
        },
      ]);
      expect(await knex('unreadable_subjects')).toHaveLength(1);
    });

    it('keeps as unknown what a cut list no longer has room for', async () => {
      const results = ['api', 'b', 'c'].map(name =>
        policyResult(deployment(name), 'fail', {
          engine: 'gatekeeper',
          policy: 'K8sPSPReadOnlyRootFilesystem',
          rule: '',
        }),
      );
      const sink = await createSink(knex);
      const store = (listed: typeof results, total: number) =>
        sink.apply('GatekeeperConstraint', {
          upserts: [constraint('ro', listed, total)],
          deletes: [],
        });
      const states = async () =>
        (
          await knex('occurrences as occurrence')
            .join('subjects as subject', 'subject.id', 'occurrence.subject_id')
            .where('source_kind', 'GatekeeperConstraint')
            .orderBy('subject.name')
            .select('subject.name', 'result', 'reason')
        ).map(row => [row.name, row.result, row.reason]);

      await store(results, 3);
      await store(results.slice(1), 34);
      expect(await states()).toEqual([
        ['api', 'unknown', 'not among the 2 listed of 34'],
        ['b', 'fail', ''],
        ['c', 'fail', ''],
      ]);
      expect(
        (await findingsOf(knex, READ_ONLY_CONTROL)).map(it => it.resolved_at),
      ).toEqual([null, null, null]);

      await store(results.slice(1), 2);
      expect(await states()).toEqual([
        ['b', 'fail', ''],
        ['c', 'fail', ''],
      ]);
    });

    it('forgets what a full list does not have, and only of that kind', async () => {
      const [a, b] = ['a', 'b'].map(name =>
        policyReport(name, [policyResult(deployment(name), 'fail')]),
      );
      const sink = await apply('PolicyReport', a, b);

      await sink.complete('PolicyReport', [b.key]);

      expect(await knex('objects').pluck('name').orderBy('name')).toEqual([
        'api',
        'b',
      ]);
      const findings = await knex('findings')
        .where('control_id', READ_ONLY_CONTROL)
        .orderBy('subject_name')
        .select('subject_name', 'resolved_at');
      expect(findings).toEqual([
        { subject_name: 'a', resolved_at: expect.any(String) },
        { subject_name: 'b', resolved_at: null },
      ]);
      expect(await knex('subjects').pluck('name').orderBy('name')).toEqual([
        'api',
        'b',
      ]);
    });

    it('deletes nothing because collection failed', async () => {
      const sink = await apply(
        'PolicyReport',
        policyReport('r', [policyResult(deployment('api'), 'fail')]),
      );
      const evidence = () =>
        Promise.all(
          ['objects', 'findings', 'occurrences', 'passes', 'subjects'].map(
            table => knex(table).select('*'),
          ),
        );
      const before = await evidence();

      await sink.report('PolicyReport', { state: 'failed', error: 'timeout' });
      await sink.report('Workload', { state: 'forbidden', error: 'list pods' });

      expect(await evidence()).toEqual(before);
    });

    it('shares a vulnerability between clusters until both have fixed it', async () => {
      const other = await createSink(knex, {
        cluster: { name: 'other', uid: 'other-uid' },
      });
      const report = policyReport('v', [
        scan(deployment('api'), ['CVE-2026-1']),
      ]);
      const sink = await apply('VulnerabilityReport', report);
      await other.apply('VulnerabilityReport', {
        upserts: [report],
        deletes: [],
      });
      const find = () => findingsOf(knex, 'critical-vulnerabilities');
      expect(await find()).toHaveLength(1);

      await sink.complete('VulnerabilityReport', []);
      expect(await find()).toMatchObject([{ resolved_at: null }]);

      await other.complete('VulnerabilityReport', []);
      expect(await find()).toMatchObject([{ resolved_at: expect.any(String) }]);
    });

    it('never believes that evidence is from the future', async () => {
      await apply(
        'PolicyReport',
        policyReport('r', [
          policyResult(deployment('api'), 'pass', {
            observedAt: '2999-01-01T00:00:00Z',
          }),
        ]),
      );
      const [pass] = await knex('passes').where('source_kind', 'PolicyReport');
      expect(Date.parse(pass.observed_at)).toBeLessThanOrEqual(Date.now());
    });

    it('moves since only with the state, and marks the entities then', async () => {
      const sink = await createSink(knex);
      await sink.report('PolicyReport', { state: 'fresh' });
      const [first] = await knex('sources');
      expect(first).toMatchObject({ state: 'fresh', error: null });
      expect(await queued(knex)).toEqual([REF]);
      await knex('assessment_queue').delete();

      await sink.report('PolicyReport', { state: 'fresh', warnings: ['w'] });
      const [beat] = await knex('sources');
      expect(beat).toMatchObject({ since: first.since, warnings: '["w"]' });
      expect(await queued(knex)).toEqual([]);

      await sink.report('PolicyReport', { state: 'failed', error: 'timeout' });
      const [failed] = await knex('sources');
      expect(failed).toMatchObject({
        state: 'failed',
        error: 'timeout',
        last_success_at: beat.last_success_at,
      });
      expect(await queued(knex)).toEqual([REF]);
    });

    it('lets one of two names collect a cluster', async () => {
      await knex('clusters').insert({ name: 'twin', title: 'Twin' });
      const twin = await createSink(knex, {
        cluster: { name: 'third', uid: 'third-uid' },
      });
      expect(await twin.identify({ uid: CLUSTER.uid })).toBe('duplicate');
      expect(
        await knex('clusters').where('name', 'third').first(),
      ).toMatchObject({ uid: null, duplicate_of: CLUSTER.name });
    });

    it('forgets the evidence of a cluster whose name now stands for another', async () => {
      const sink = await apply(
        'PolicyReport',
        policyReport('r', [policyResult(deployment('api'), 'fail')]),
      );
      expect(await sink.identify({ uid: 'rebuilt' })).toBe('collect');
      expect(await knex('objects')).toEqual([]);
      expect(await knex('subjects')).toEqual([]);
      expect(await knex('subject_entities')).toEqual([]);
      expect(
        await knex('clusters').where('name', CLUSTER.name).first(),
      ).toMatchObject({ uid: 'rebuilt' });
    });

    it('links and unlinks workloads as they come, change and go', async () => {
      const linked = () => knex('subject_entities').pluck('entity_ref');
      const state = async () => (await knex('claims').first()).state;
      expect(await linked()).toEqual([REF]);

      const sink = await apply('Workload', workload('api', { labels: {} }));
      expect(await linked()).toEqual([]);
      expect(await state()).toBe('no-workloads');

      await apply('Workload', workload('api'));
      expect(await linked()).toEqual([REF]);

      await knex('assessment_queue').delete();
      await sink.complete('Workload', []);
      expect(await linked()).toEqual([]);
      expect(await state()).toBe('no-workloads');
      expect(await queued(knex)).toEqual([REF]);
    });

    it('follows the label that names the owner of a namespace', async () => {
      const state = async () => (await knex('claims').first()).state;
      const label = (owner: string) =>
        apply('Namespace', namespace('shop', { 'shift-down.io/owner': owner }));
      await (await createSink(knex)).complete('Workload', []);
      await apply('Workload', workload('api', { in: 'shop' }));
      expect(await state()).toBe('unconfirmed');

      await label('team-a');
      expect(await state()).toBe('confirmed');

      await label('team-b');
      expect(await state()).toBe('unconfirmed');
      expect(await knex('subject_entities')).toEqual([]);

      const sink = await label('team-a');
      expect(await state()).toBe('confirmed');
      await sink.complete('Namespace', []);
      expect(await state()).toBe('unconfirmed');
    });
  });
});
