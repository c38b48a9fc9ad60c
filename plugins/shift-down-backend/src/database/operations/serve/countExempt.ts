/** What of some entities is under exceptions, as numbers. */
import type { Knex } from 'knex';
import { OPEN_STATES } from '../exceptions/phases';
import { selectExempt, whereActive, whereNotExempt } from './exempt';

/**
 * Distinct findings that are exempt for each of the entities that has them, by control and
 * worst result.
 */
export async function countExemptFindings(
  database: Knex,
  refs: string[],
  at: Date,
): Promise<{ controlId: string; result: 'fail' | 'unknown'; count: number }[]> {
  const moment = at.toISOString();
  const findings = selectExempt(database, moment)
    .join('finding_entities as fe', join =>
      join
        .on('fe.entity_ref', 'ef.entity_ref')
        .andOn('fe.finding_id', 'ef.finding_id'),
    )
    .whereIn('ef.entity_ref', refs)
    .whereIn('fe.result', ['fail', 'unknown'])
    .select('fe.control_id', 'fe.finding_id')
    // Of the two, fail comes first.
    .min({ result: 'fe.result' })
    .groupBy('fe.control_id', 'fe.finding_id');
  if (refs.length > 1) {
    findings.whereNotExists(
      whereNotExempt(
        database('finding_entities as other')
          .select(database.raw('1'))
          .whereRaw('other.finding_id = fe.finding_id')
          .whereIn('other.entity_ref', refs)
          .whereIn('other.result', ['fail', 'unknown']),
        'other',
        moment,
      ),
    );
  }
  const rows: { control_id: string; result: string; count: number | string }[] =
    await database
      .select('control_id', 'result')
      .count({ count: '*' })
      .from(findings.as('findings'))
      .groupBy('control_id', 'result');
  return rows.map(row => ({
    controlId: row.control_id,
    result: row.result === 'fail' ? 'fail' : 'unknown',
    count: Number(row.count),
  }));
}

/** Exceptions of the entities that are active, and that are not decided. */
export async function countExceptions(
  database: Knex,
  refs: string[],
  at: Date,
): Promise<{ active: number; open: number }> {
  const [active, open] = await Promise.all(
    [
      whereActive(database('exceptions as ex'), at.toISOString()),
      database('exceptions as ex').whereIn('ex.state', OPEN_STATES),
    ].map(query =>
      query
        .whereIn('ex.entity_ref', refs)
        .count<{ count: string | number }[]>({ count: '*' }),
    ),
  );
  return { active: Number(active[0].count), open: Number(open[0].count) };
}
