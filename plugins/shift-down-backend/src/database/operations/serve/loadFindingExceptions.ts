import type { Knex } from 'knex';
import type { ExceptionRow } from '../../exceptionTables';
import { whereExceptionReaches } from '../exceptions/matchesLink';
import { OPEN_STATES } from '../exceptions/phases';
import { applyReadScope, type ReadScope } from './readScope';

/** Exceptions shown of one finding. */
const SHOWN = 5;

/** An exception as far as a finding tells of it. */
export type ExceptionOfFinding = Pick<
  ExceptionRow,
  'id' | 'state' | 'from_at' | 'until_at' | 'active_from' | 'active_until'
> &
  Pick<ExceptionRow, 'break_glass'>;

type Row = ExceptionOfFinding & { finding_id: string };

const COLUMNS = [
  'ex.id',
  'ex.state',
  'ex.from_at',
  'ex.until_at',
  'ex.active_from',
  'ex.active_until',
  'ex.break_glass',
] as const;

/**
 * What lies over findings, or is asked for, within a scope: approved ones that have not
 * ended and cover them, the longest first; then those that would reach them.
 * @returns a few by finding id
 */
export async function loadFindingExceptions(
  database: Knex,
  ids: string[],
  scope: ReadScope,
  at: Date,
): Promise<Map<string, ExceptionOfFinding[]>> {
  const approved = applyReadScope(
    database('exception_findings as ef')
      .join('exceptions as ex', 'ex.id', 'ef.exception_id')
      .join('finding_entities as fe', join =>
        join
          .on('fe.entity_ref', 'ef.entity_ref')
          .andOn('fe.finding_id', 'ef.finding_id'),
      )
      .distinct('ef.finding_id')
      .distinct(COLUMNS)
      .whereIn('ef.finding_id', ids)
      .where('ef.covered', true)
      .where('ex.state', 'approved')
      .where('ex.active_until', '>', at.toISOString())
      .orderBy([{ column: 'ex.active_until', order: 'desc' }, 'ex.id']),
    scope,
    'ef.entity_ref',
  );
  const asked = applyReadScope(
    database('finding_entities as fe')
      .join('findings as f', 'f.id', 'fe.finding_id')
      .join('exceptions as ex', 'ex.entity_ref', 'fe.entity_ref')
      .distinct('fe.finding_id')
      .distinct(COLUMNS)
      .whereIn('fe.finding_id', ids)
      .whereIn('ex.state', OPEN_STATES)
      .orderBy(['ex.until_at', 'ex.id']),
    scope,
    'fe.entity_ref',
  );
  whereExceptionReaches(database, asked);
  const [decided, open]: Row[][] = await Promise.all([approved, asked]);
  const result = new Map<string, ExceptionOfFinding[]>();
  for (const { finding_id: id, ...exception } of [...decided, ...open]) {
    const known = result.get(id) ?? [];
    if (known.length < SHOWN) {
      result.set(id, [...known, exception]);
    }
  }
  return result;
}
