/** What a list of exceptions `ex` can be narrowed by, as SQL. */
import type {
  ExceptionPhase,
  Severity,
} from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { containsPattern } from '../serve/findingFilters';
import { applyReadable, type Readable } from '../serve/readScope';
import { whereExceptionReaches } from './matchesLink';
import { OPEN_STATES, wherePhase } from './phases';
import { whereReported, type ReportName } from './reports';

/** @internal */
export interface ExceptionFilters {
  /** Any of them. */
  entityRefs?: string[];
  findingId?: string;
  state?: string[];
  phase?: ExceptionPhase[];
  severity?: Severity[];
  /** State of one of its enforcements. */
  enforcement?: string[];
  report?: ReportName;
  text?: string;
  /** Controls that the text is part of the title of. */
  controlsOfText?: string[];
}

/** What is asked about, and when. @internal */
export interface ExceptionsAt {
  at: Date;
  /** Longest time of one exception, in days. */
  maxDays: Record<Severity, number>;
}

/** In one piece, so that it is put in lower case and looked through once. */
const SEARCHED = [
  'control_id',
  'policy',
  `coalesce(ex.rule, '')`,
  'advisory',
  'package_url',
  'repository',
  'entity_ref',
  'ticket',
  'requester_ref',
]
  .map(column => (column.includes('(') ? column : `ex.${column}`))
  .join(` || ' | ' || `);

/** Exceptions `ex` of entities that may be read. @internal */
export function selectExceptions(
  knex: Knex,
  readable: Readable,
): Knex.QueryBuilder {
  return applyReadable(knex('exceptions as ex'), readable, 'ex.entity_ref');
}

/** @internal */
export function applyExceptionFilters(
  knex: Knex,
  query: Knex.QueryBuilder,
  filters: ExceptionFilters,
  moment: ExceptionsAt,
): void {
  const { entityRefs, enforcement, findingId, phase, report, severity, state } =
    filters;
  if (entityRefs) {
    query.whereIn('ex.entity_ref', entityRefs);
  }
  if (state) {
    query.whereIn('ex.state', state);
  }
  if (phase) {
    wherePhase(knex, query, phase, moment.at.toISOString());
  }
  if (severity) {
    query.whereIn('ex.severity', severity);
  }
  if (enforcement) {
    query.whereIn('ex.id', enforced =>
      enforced
        .select('exception_id')
        .from('enforcements')
        .whereIn('state', enforcement),
    );
  }
  if (report) {
    whereReported(knex, query, report, moment);
  }
  if (findingId !== undefined) {
    whereReaches(knex, query, findingId);
  }
  if (filters.text) {
    const pattern = containsPattern(filters.text);
    const controls = filters.controlsOfText ?? [];
    query.where(either =>
      either
        .whereRaw(`lower(${SEARCHED}) like ? escape '!'`, [pattern])
        .orWhereIn('ex.control_id', controls),
    );
  }
}

/** What was decided reaches what was written down; what is not, what it would reach. */
function whereReaches(
  knex: Knex,
  query: Knex.QueryBuilder,
  findingId: string,
): void {
  const reached = knex('finding_entities as fe')
    .join('findings as f', 'f.id', 'fe.finding_id')
    .select(knex.raw('1'))
    .where('fe.finding_id', findingId);
  whereExceptionReaches(knex, reached);
  query.where(either =>
    either
      .whereIn('ex.id', written =>
        written
          .select('exception_id')
          .from('exception_findings')
          .where('finding_id', findingId),
      )
      .orWhere(open =>
        open.whereIn('ex.state', OPEN_STATES).whereExists(reached),
      ),
  );
}
