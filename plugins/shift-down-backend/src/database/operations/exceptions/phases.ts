/**
 * How exceptions `ex` stand by the clock, as SQL. It says the same as `phaseOf` says of one
 * record.
 */
import type {
  ExceptionPhase,
  ExceptionState,
} from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';

/** States in which somebody has yet to decide or to answer. @internal */
export const OPEN_STATES: readonly ExceptionState[] = [
  'requested',
  'needs-information',
  'proposed',
  'unreviewed',
];

/** The phase of the exceptions `ex` at a moment, as a value. @internal */
export function phaseAt(knex: Knex, at: string): Knex.Raw {
  const states = OPEN_STATES.map(() => '?').join(', ');
  return knex.raw(
    `case
      when ex.state in (${states}) then 'open'
      when ex.state <> 'approved' then 'closed'
      when ex.active_until is null or ex.active_until <= ? then 'ended'
      when ex.active_from > ? then 'scheduled'
      else 'active'
    end`,
    [...OPEN_STATES, at, at],
  );
}

/** Keeps the exceptions `ex` that are in one of the phases at a moment. @internal */
export function wherePhase(
  knex: Knex,
  query: Knex.QueryBuilder,
  phases: readonly ExceptionPhase[],
  at: string,
): void {
  query.whereIn(phaseAt(knex, at) as never, [...phases]);
}
