import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../../__testUtils__/database';
import { prune } from './prune';
import { snapshotHistory } from './storeHistory';

jest.setTimeout(60_000);

const NOW = new Date('2026-11-22T10:30:00.000Z');
const daysAgo = (days: number) =>
  new Date(NOW.getTime() - days * 24 * 60 * 60 * 1000).toISOString();

async function addPosture(knex: Knex, entityRef: string, score: number) {
  await knex('postures')
    .insert({
      entity_ref: entityRef,
      state: 'assessed',
      score,
      grade: 'B',
      grade_rank: 1,
      coverage: 0.5,
      failing: 0,
      unknown: 0,
      passing: 0,
      summary: '{}',
      hash: '',
      assessed_at: daysAgo(0),
    })
    .onConflict('entity_ref')
    .merge();
}

async function addFinding(knex: Knex, id: string, resolvedAt: string | null) {
  const texts = [
    ...['type', 'control_id', 'engine', 'policy', 'rule', 'advisory'],
    ...['package_url', 'package_name', 'repository', 'cluster_uid'],
    ...['namespace', 'subject_kind', 'subject_name', 'component', 'title'],
    ...['severity', 'area', 'responsibility', 'category', 'remediation', 'url'],
  ];
  await knex('findings').insert({
    ...Object.fromEntries(texts.map(column => [column, ''])),
    id,
    severity_rank: 0,
    first_seen: daysAgo(400),
    last_seen: daysAgo(100),
    resolved_at: resolvedAt,
  });
}

describe('history', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    it('has one point an hour and one a day, the last of each', async () => {
      const knex = await migratedDatabase(databases, id);
      await addPosture(knex, 'a', 50);
      await addPosture(knex, 'b', 80);
      await snapshotHistory(knex, NOW.toISOString());
      await addPosture(knex, 'a', 60);
      await snapshotHistory(knex, '2026-11-22T10:59:59.000Z');
      await addPosture(knex, 'a', 70);
      await snapshotHistory(knex, '2026-11-22T11:00:00.000Z');

      const points = await knex('posture_history')
        .where('entity_ref', 'a')
        .orderBy(['resolution', 'bucket'])
        .select('resolution', 'bucket', 'score');
      expect(points).toEqual([
        { resolution: 'day', bucket: '2026-11-22T00:00:00.000Z', score: 70 },
        { resolution: 'hour', bucket: '2026-11-22T10:00:00.000Z', score: 60 },
        { resolution: 'hour', bucket: '2026-11-22T11:00:00.000Z', score: 70 },
      ]);
    });

    it('forgets hours after a week and days after a year', async () => {
      const knex = await migratedDatabase(databases, id);
      for (const [resolution, days] of [
        ['hour', 6],
        ['hour', 8],
        ['day', 8],
        ['day', 364],
        ['day', 366],
      ] as const) {
        await knex('posture_history').insert({
          entity_ref: 'a',
          resolution,
          bucket: daysAgo(days),
          grade: 'A',
          coverage: 1,
        });
      }
      await prune(knex, NOW);
      expect(
        await knex('posture_history')
          .orderBy(['resolution', 'bucket'])
          .select('resolution', 'bucket'),
      ).toEqual([
        { resolution: 'day', bucket: daysAgo(364) },
        { resolution: 'day', bucket: daysAgo(8) },
        { resolution: 'hour', bucket: daysAgo(6) },
      ]);
    });

    it('forgets findings long after they were resolved, and no others', async () => {
      const knex = await migratedDatabase(databases, id);
      await addFinding(knex, 'open', null);
      await addFinding(knex, 'lately', daysAgo(89));
      await addFinding(knex, 'long-ago', daysAgo(91));
      await prune(knex, NOW);
      expect(await knex('findings').orderBy('id').pluck('id')).toEqual([
        'lately',
        'open',
      ]);
    });
  });
});
