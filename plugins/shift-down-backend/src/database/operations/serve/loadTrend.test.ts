import { TestDatabases } from '@backstage/backend-test-utils';
import { migratedDatabase } from '../../../__testUtils__/database';
import { loadTrend } from './loadTrend';

jest.setTimeout(60_000);

const REF = 'component:default/a';
const NOW = new Date('2026-11-20T12:30:00.000Z');
const HOUR = 60 * 60 * 1000;

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('loadTrend on %p', id => {
  it('joins days and the hours of the last two days, oldest first', async () => {
    const knex = await migratedDatabase(databases, id);
    const row = (resolution: string, bucket: Date, score: number) => ({
      entity_ref: REF,
      resolution,
      bucket: bucket.toISOString(),
      score,
      grade: 'A',
      coverage: 1,
    });
    const lastHour = new Date('2026-11-20T12:00:00.000Z').getTime();
    await knex.batchInsert(
      'posture_history',
      Array.from({ length: 7 * 24 }, (_, index) =>
        row('hour', new Date(lastHour - index * HOUR), 50),
      ),
      50,
    );
    const today = new Date('2026-11-20T00:00:00.000Z').getTime();
    await knex.batchInsert(
      'posture_history',
      Array.from({ length: 365 }, (_, index) =>
        row('day', new Date(today - index * 24 * HOUR), 90),
      ).filter(({ bucket }) => !bucket.startsWith('2026-11-16')),
      50,
    );
    await knex('posture_history').insert({
      ...row('day', NOW, 1),
      entity_ref: 'component:default/other',
    });

    const trend = await loadTrend(knex, REF, NOW);

    const buckets = trend.map(({ bucket }) => bucket);
    expect(buckets).toEqual([...buckets].sort());
    expect(trend).toHaveLength(90);
    expect(trend.at(-1)?.bucket).toBe('2026-11-20T12:00:00.000Z');
    expect(
      trend.filter(({ resolution }) => resolution === 'hour'),
    ).toHaveLength(48 + 1);
    // A day without a row of its own is told by its last hour.
    expect(
      trend.find(({ bucket }) => bucket.startsWith('2026-11-16')),
    ).toMatchObject({
      resolution: 'hour',
      bucket: '2026-11-16T23:00:00.000Z',
      score: 50,
    });
    expect(
      trend.find(({ bucket }) => bucket.startsWith('2026-11-15'))?.score,
    ).toBe(90);
  });

  it('is empty for an entity without a past', async () => {
    const knex = await migratedDatabase(databases, id);
    expect(await loadTrend(knex, REF, NOW)).toEqual([]);
  });
});
