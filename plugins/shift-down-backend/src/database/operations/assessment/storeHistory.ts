import type { Assessment } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { bulkInsert } from '../../bulkInsert';
import type { PostureHistoryRow, PostureRow } from '../../tables';

const RESOLUTIONS = ['hour', 'day'] as const;
const ENTITIES_PER_PAGE = 1000;

const ON_CONFLICT = {
  key: ['entity_ref', 'resolution', 'bucket'],
  then: ['score', 'grade', 'coverage'],
};

/** Notes a posture for the hour and the day; the last one of each stands. @internal */
export async function storeHistory(
  tx: Knex,
  { entityRef, summary }: Assessment,
  now: string,
): Promise<void> {
  await bulkInsert(
    tx,
    'posture_history',
    RESOLUTIONS.map(resolution =>
      historyRow(
        {
          entity_ref: entityRef,
          score: summary.score ?? null,
          grade: summary.grade,
          coverage: summary.coverage,
        },
        resolution,
        now,
      ),
    ),
    ON_CONFLICT,
  );
}

/**
 * Notes every posture as it stands, so that a history has no gaps where nothing
 * changed.
 * @internal
 */
export async function snapshotHistory(knex: Knex, now: string): Promise<void> {
  let after = '';
  for (;;) {
    const page: Pick<
      PostureRow,
      'entity_ref' | 'score' | 'grade' | 'coverage'
    >[] = await knex('postures')
      .where('entity_ref', '>', after)
      .orderBy('entity_ref')
      .limit(ENTITIES_PER_PAGE)
      .select('entity_ref', 'score', 'grade', 'coverage');
    if (page.length === 0) {
      return;
    }
    await bulkInsert(
      knex,
      'posture_history',
      page.flatMap(row =>
        RESOLUTIONS.map(resolution => historyRow(row, resolution, now)),
      ),
      ON_CONFLICT,
    );
    after = page[page.length - 1].entity_ref;
  }
}

/** Buckets are the first moment of their hour or day, in UTC. */
function historyRow(
  posture: Pick<PostureRow, 'entity_ref' | 'score' | 'grade' | 'coverage'>,
  resolution: (typeof RESOLUTIONS)[number],
  now: string,
): PostureHistoryRow {
  const bucket =
    resolution === 'hour'
      ? `${now.slice(0, 13)}:00:00.000Z`
      : `${now.slice(0, 10)}T00:00:00.000Z`;
  return { ...posture, resolution, bucket };
}
