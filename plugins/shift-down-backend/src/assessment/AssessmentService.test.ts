import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  COLLECTED_KINDS,
  type CollectedObject,
  type SourceKind,
} from '@shift-down/plugin-shift-down-common';
import {
  DEFAULT_MAX_AGES,
  serviceLevelsOf,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { claimDueEntities } from '../database/operations/assessment/claimDueEntities';
import { expireSources } from '../database/operations/assessment/expireSources';
import { markForAssessment } from '../database/operations/queue/markForAssessment';
import { component, group } from '../__testUtils__/catalog';
import { OWN_CLOCK } from '../__testUtils__/clock';
import { migratedDatabase } from '../__testUtils__/database';
import { silentMetrics } from '../__testUtils__/telemetry';
import { eventually } from '../__testUtils__/eventually';
import {
  deployment,
  policyReport,
  policyResult,
  READ_ONLY_CONTROL,
  workload,
} from '../__testUtils__/evidence';
import { insertSource } from '../__testUtils__/rows';
import { CLUSTER, CONTROLS, createSink, mirror } from '../__testUtils__/sink';
import { AssessmentService } from './AssessmentService';
import { performAssessment, type Judgement } from './performAssessment';

jest.setTimeout(60_000);

const REF = 'component:default/api';
const JUDGEMENT: Judgement = {
  controls: CONTROLS.enabled,
  index: CONTROLS.index,
  maxAge: DEFAULT_MAX_AGES,
  serviceLevels: serviceLevelsOf(),
};
const DAY = 24 * 60 * 60 * 1000;

describe('assessment', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;

    const apply = async (kind: SourceKind, ...upserts: CollectedObject[]) =>
      (await createSink(knex)).apply(kind, { upserts, deletes: [] });
    const report = (outcome: 'fail' | 'pass' | 'skip') =>
      apply(
        'PolicyReport',
        policyReport('r', [policyResult(deployment('api'), outcome)]),
      );
    const assess = async (now = new Date()) => {
      await markForAssessment(knex, [REF], now.toISOString());
      const [due] = await claimDueEntities(knex, {
        now,
        limit: 10,
        hiddenForSeconds: 60,
      });
      return performAssessment(knex, due, JUDGEMENT, now);
    };
    const control = () =>
      knex('entity_controls')
        .where({ entity_ref: REF, control_id: READ_ONLY_CONTROL })
        .first();
    const posture = () => knex('postures').where('entity_ref', REF).first();
    const createService = (judgement = JUDGEMENT) =>
      new AssessmentService({
        database: knex,
        clock: OWN_CLOCK,
        judgement,
        concurrency: 2,
        logger: mockServices.logger.mock(),
        metrics: silentMetrics().assessment,
      });

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
      await mirror(knex, group('team-a'), component('api'));
      await apply('Workload', workload('api'));
      const sink = await createSink(knex);
      await insertSource(knex, {
        cluster_name: CLUSTER.name,
        kind: 'Evaluation',
        state: 'not-installed',
      });
      for (const kind of COLLECTED_KINDS) {
        await sink.report(
          kind,
          kind === 'Workload' || kind === 'PolicyReport'
            ? { state: 'fresh' }
            : { state: 'not-installed' },
        );
      }
      await knex('assessment_queue').delete();
    });

    it('writes what changed, and only that', async () => {
      await report('fail');
      expect(await assess()).toBe('changed');
      const failed = await control();
      expect(failed).toMatchObject({ result: 'fail', failing: 1 });
      const first = await posture();
      expect(first).toMatchObject({
        state: 'assessed',
        worst_severity_rank: 2,
      });
      expect(await knex('finding_entities')).toMatchObject([
        { entity_ref: REF, finding_id: first.worst_finding_id, result: 'fail' },
      ]);

      expect(await assess()).toBe('unchanged');
      expect(await posture()).toMatchObject({ hash: first.hash });

      await report('pass');
      expect(await assess()).toBe('changed');
      const passed = await control();
      expect(passed).toMatchObject({ result: 'pass', failing: 0 });
      expect(passed.since > failed.since).toBe(true);
      expect(await knex('finding_entities')).toEqual([]);
      expect(
        await knex('control_changes')
          .where('control_id', READ_ONLY_CONTROL)
          .orderBy('changed_at')
          .select('from_result', 'to_result'),
      ).toEqual([
        { from_result: null, to_result: 'fail' },
        { from_result: 'fail', to_result: 'pass' },
      ]);
      expect(
        (await knex('posture_history').orderBy('resolution')).map(
          row => row.resolution,
        ),
      ).toEqual(['day', 'hour']);
    });

    it('abandons its work when the entity was marked again meanwhile', async () => {
      await report('fail');
      const now = new Date();
      const [due] = await claimDueEntities(knex, {
        now,
        limit: 1,
        hiddenForSeconds: 60,
      });
      await markForAssessment(knex, [REF], now.toISOString());
      expect(await performAssessment(knex, due, JUDGEMENT, now)).toBe(
        'abandoned',
      );
      expect(await posture()).toBeUndefined();
      expect(await knex('assessment_queue')).toHaveLength(1);
    });

    it('assesses no entity that the mirror does not have', async () => {
      const service = createService();
      expect(await service.assessNow('component:default/none')).toBe(
        'abandoned',
      );
      expect(await service.assessNow('group:default/team-a')).toBe('abandoned');
      expect(await knex('postures')).toEqual([]);
      expect(await knex('assessment_queue')).toEqual([]);
    });

    it('comes back when the result changes by itself', async () => {
      await report('pass');
      await assess();
      const { valid_until: validUntil } = await posture();
      expect(await knex('assessment_queue')).toMatchObject([
        { entity_ref: REF, due_at: validUntil },
      ]);
      expect(await control()).toMatchObject({ result: 'pass' });

      await knex('sources').update({
        last_success_at: new Date(Date.now() + 2 * DAY).toISOString(),
      });
      const later = new Date(Date.parse(validUntil) + 1);
      const [due] = await claimDueEntities(knex, {
        now: later,
        limit: 1,
        hiddenForSeconds: 60,
      });
      await performAssessment(knex, due, JUDGEMENT, later);
      expect(await control()).toMatchObject({ result: 'unknown' });
    });

    it.each([
      [
        'a failed source',
        async () => {
          const sink = await createSink(knex);
          await sink.report('PolicyReport', {
            state: 'failed',
            error: 'timeout',
          });
        },
      ],
      [
        'an object that could not be read',
        () =>
          apply('PolicyReport', {
            ...policyReport('r', []),
            unreadable: 'is no YAML',
          }),
      ],
      [
        'another object about it that could not be read',
        () =>
          apply('PolicyReport', {
            ...policyReport('other', []),
            subjects: [deployment('api')],
            unreadable: 'is no YAML',
          }),
      ],
      ['a result that was skipped', () => report('skip')],
      [
        'a report that is gone',
        async () => {
          const sink = await createSink(knex);
          await sink.complete('PolicyReport', []);
        },
      ],
    ])(
      'never takes %s for a pass, nor raises the score by it',
      async (_, lose) => {
        await report('pass');
        await assess();
        const before = await posture();
        expect(await control()).toMatchObject({ result: 'pass' });

        await lose();

        await assess();
        expect(await control()).toMatchObject({ result: 'unknown' });
        const after = await posture();
        expect(after.score ?? 0).toBeLessThanOrEqual(before.score);
        expect(after.coverage).toBeLessThan(before.coverage);
      },
    );

    it('notices that a source has gone silent', async () => {
      await report('pass');
      await assess();
      await knex('assessment_queue').delete();
      const soon = new Date(Date.now() + 60_000);
      expect(await expireSources(knex, soon)).toBe(0);

      const later = new Date(Date.now() + 600_000);
      expect(await expireSources(knex, later)).toBe(2);
      expect(await expireSources(knex, later)).toBe(0);
      expect(
        await knex('sources').where('state', 'stale').pluck('kind'),
      ).toEqual(expect.arrayContaining(['PolicyReport', 'Workload']));
      expect(await knex('assessment_queue').pluck('entity_ref')).toEqual([REF]);

      await assess(later);
      expect(await control()).toMatchObject({ result: 'unknown' });
    });

    it('works off the queue as soon as it is woken', async () => {
      const service = createService();
      service.start();
      await report('fail');
      service.wake();
      await eventually(posture);
      await service.stop();
      expect(await control()).toMatchObject({ result: 'fail' });
    });

    it('shows as unknown what it fails to assess time and again', async () => {
      await report('pass');
      await assess();
      const broken: Judgement = {
        ...JUDGEMENT,
        get maxAge(): never {
          throw new Error('cannot judge this');
        },
      };
      const service = createService(broken);
      await expect(service.assessNow(REF)).rejects.toThrow('cannot judge this');
      expect(await knex('assessment_queue').first()).toMatchObject({
        attempts: 1,
        error: 'cannot judge this',
      });
      expect(await control()).toMatchObject({ result: 'pass' });

      await knex('assessment_queue').update({ attempts: 2, due_at: '2000' });
      service.start();
      await eventually(async () => (await control()).result === 'unknown');
      await service.stop();

      expect(await posture()).toMatchObject({ grade: 'unknown', score: null });
      expect(await knex('assessment_queue').first()).toMatchObject({
        attempts: 3,
        error: 'cannot judge this',
      });

      await assess();
      expect(await control()).toMatchObject({ result: 'pass' });
    });
  });
});
