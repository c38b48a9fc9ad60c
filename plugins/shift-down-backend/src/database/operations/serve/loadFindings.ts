/**
 * Findings by id as they stand within a scope: results, places and entities of
 * other scopes neither show nor count.
 */
import type { Knex } from 'knex';
import type { FindingEntityRow, FindingRow, OccurrenceRow } from '../../tables';
import { selectExempt } from './exempt';
import { selectScopedOccurrences } from './places';
import { applyReadScope, type ReadScope } from './readScope';
import { resultRank } from './results';

/** Entities named for one finding. */
const ENTITIES_SHOWN = 20;

/** A finding as far as a scope goes. */
export interface ScopedFinding {
  row: FindingRow;
  /** The worst within the scope. */
  result: string;
  reason: string;
  /** It is unknown for want of trust alone, for each entity within the scope. */
  unverified: boolean;
  /** For each entity within the scope that has it. */
  exempt: boolean;
  /** For one of them at least that it is not exempt for. */
  overdue: boolean;
  /** Distinct places within the scope. */
  occurrences: number;
  /** The first few of those within the scope. */
  entityRefs: string[];
  /** The control that it counts towards for them. */
  controlId: string;
  /** Whose it is for them, and what else is known of a vulnerability. */
  vulnerability: ScopedVulnerability;
  /** One of the occurrences with that result, if there is any at the moment. */
  example?: OccurrenceRow;
}

/** How a vulnerability stands within a scope: for whom it is due the soonest. */
export type ScopedVulnerability = Pick<
  FindingEntityRow,
  'responsibility' | 'due_at' | 'layer' | 'layer_evidence' | 'upgrade_to'
> &
  Pick<FindingEntityRow, 'suppression' | 'vex_claims'> & {
    known_exploited: boolean;
  };

interface Link extends Omit<ScopedVulnerability, 'known_exploited'> {
  finding_id: string;
  entity_ref: string;
  control_id: string;
  result: string;
  reason: string;
  known_exploited: boolean | number;
  entities: number | string;
  most: number | string;
  all_unverified: number | string;
  /** Links that are not suppressed, and how many of those are exempt and overdue. */
  standing: number | string;
  exempt: number | string;
  overdue: number | string;
}

/** 1 or 0, for a link that is joined to what is exempt. */
const IS_EXEMPT = '(case when exempt.finding_id is null then 0 else 1 end)';

/**
 * Findings in the order of the ids; those not in the scope are left out.
 * @param at - what is exempt and overdue is so at a moment
 */
export async function loadFindings(
  database: Knex,
  ids: string[],
  scope: ReadScope,
  at: Date,
): Promise<ScopedFinding[]> {
  const [rows, links] = await Promise.all([
    database<FindingRow>('findings').whereIn('id', ids),
    loadLinks(database, ids, scope, at.toISOString()),
  ]);
  const rowsById = new Map(rows.map(row => [row.id, row]));
  const found = ids.flatMap(id => {
    const row = rowsById.get(id);
    const own = links.get(id);
    return row && own ? [{ row, own }] : [];
  });

  const shared = found.filter(
    ({ row, own }) => row.subject_name === '' && Number(own[0].entities) > 1,
  );
  const [places, examples] = await Promise.all([
    countPlaces(
      database,
      shared.map(({ row }) => row.id),
      scope,
    ),
    loadExamples(
      database,
      found.map(({ row, own }) => ({ row, result: own[0].result })),
      scope,
    ),
  ]);

  return found.map(({ row, own: [worst, ...others] }) => ({
    row,
    result: worst.result,
    reason: worst.reason,
    controlId: worst.control_id,
    vulnerability: {
      responsibility: worst.responsibility,
      due_at: worst.due_at,
      layer: worst.layer,
      layer_evidence: worst.layer_evidence,
      upgrade_to: worst.upgrade_to,
      suppression: worst.suppression,
      vex_claims: worst.vex_claims,
      known_exploited: Boolean(worst.known_exploited),
    },
    unverified: worst.result !== 'fail' && Number(worst.all_unverified) === 1,
    exempt:
      Number(worst.standing) > 0 &&
      Number(worst.exempt) === Number(worst.standing),
    overdue: Number(worst.overdue) > 0,
    // Entities that share the one subject of a finding see the same places.
    occurrences: places.get(row.id) ?? Number(worst.most),
    entityRefs: [worst, ...others].map(link => link.entity_ref).sort(),
    example: examples.get(row.id),
  }));
}

/** Worst first, then what is not exempt, then what is due the soonest; a few of each. */
async function loadLinks(
  database: Knex,
  ids: string[],
  scope: ReadScope,
  at: string,
): Promise<Map<string, Link[]>> {
  const exempt = selectExempt(database, at)
    .distinct('ef.finding_id', 'ef.entity_ref')
    .whereIn('ef.finding_id', ids);
  const ranked = applyReadScope(
    database('finding_entities as fe')
      .leftJoin(exempt.as('exempt'), join =>
        join
          .on('exempt.finding_id', 'fe.finding_id')
          .andOn('exempt.entity_ref', 'fe.entity_ref'),
      )
      .select('fe.finding_id', 'fe.entity_ref', 'control_id', 'result')
      .select('reason', 'responsibility', 'due_at', 'layer', 'layer_evidence')
      .select('upgrade_to', 'suppression', 'vex_claims', 'known_exploited')
      .select({
        position: database.raw(
          `row_number() over (
            partition by fe.finding_id
            order by ${resultRank('result')}, ${IS_EXEMPT},
              coalesce(due_at, '9999'), fe.entity_ref
          )`,
        ),
        entities: database.raw('count(*) over (partition by fe.finding_id)'),
        most: database.raw(
          'max(occurrences) over (partition by fe.finding_id)',
        ),
        all_unverified: database.raw(
          'min(case when unverified then 1 else 0 end) over (partition by fe.finding_id)',
        ),
        standing: database.raw(
          `sum(case when result <> 'not-applicable' then 1 else 0 end) over (partition by fe.finding_id)`,
        ),
        exempt: database.raw(
          `sum(case when result <> 'not-applicable' then ${IS_EXEMPT} else 0 end) over (partition by fe.finding_id)`,
        ),
        overdue: database.raw(
          `sum(case when result <> 'not-applicable' and due_at <= ? then 1 - ${IS_EXEMPT} else 0 end) over (partition by fe.finding_id)`,
          [at],
        ),
      })
      .whereIn('fe.finding_id', ids),
    scope,
    'fe.entity_ref',
  );
  const rows: Link[] = await database
    .select('*')
    .from(ranked.as('ranked'))
    .where('position', '<=', ENTITIES_SHOWN)
    .orderBy('position');
  const links = new Map<string, Link[]>();
  for (const row of rows) {
    links.set(row.finding_id, [...(links.get(row.finding_id) ?? []), row]);
  }
  return links;
}

async function countPlaces(
  database: Knex,
  ids: string[],
  scope: ReadScope,
): Promise<Map<string, number>> {
  if (ids.length === 0) {
    return new Map();
  }
  const places = applyReadScope(
    database('occurrences as o')
      .join('subject_entities as se', 'se.subject_id', 'o.subject_id')
      .distinct('o.finding_id', 'o.subject_id', 'o.component')
      .whereIn('o.finding_id', ids),
    scope,
    'se.entity_ref',
  );
  const rows: { finding_id: string; count: number | string }[] = await database
    .select('finding_id')
    .count({ count: '*' })
    .from(places.as('places'))
    .groupBy('finding_id');
  return new Map(rows.map(row => [row.finding_id, Number(row.count)]));
}

/** One occurrence of each finding that has its result. */
async function loadExamples(
  database: Knex,
  findings: { row: FindingRow; result: string }[],
  scope: ReadScope,
): Promise<Map<string, OccurrenceRow>> {
  const keys = await Promise.all(
    [true, false].flatMap(isShared =>
      ['fail', 'unknown'].map(async result => {
        const ids = findings
          .filter(
            finding =>
              // What is suppressed is seen to fail.
              (finding.result === 'not-applicable'
                ? 'fail'
                : finding.result) === result &&
              (finding.row.subject_name === '') === isShared,
          )
          .map(({ row }) => row.id);
        const places = isShared
          ? selectScopedOccurrences(database, scope)
          : database('occurrences as o');
        return ids.length
          ? await pickOccurrences(
              database,
              ids,
              places.where('o.result', result),
            )
          : [];
      }),
    ),
  );
  const rows = await database<OccurrenceRow>('occurrences').whereIn(
    ['object_id', 'finding_id', 'subject_id', 'component'],
    keys.flat(),
  );
  return new Map(rows.map(row => [row.finding_id, row]));
}

type OccurrenceKey = [string, string, string, string];

const DIGEST_LENGTH = 32;

/**
 * Takes the first occurrence of each finding and reads no more: a sidecar's
 * vulnerability is seen in thousands of places.
 */
async function pickOccurrences(
  database: Knex,
  ids: string[],
  places: Knex.QueryBuilder,
): Promise<OccurrenceKey[]> {
  const first = places
    .select(database.raw('o.object_id || o.subject_id || o.component'))
    .whereRaw('o.finding_id = f.id')
    .limit(1);
  const rows: { id: string; pick: string | null }[] = await database(
    'findings as f',
  )
    .select('f.id', { pick: first })
    .whereIn('f.id', ids);
  return rows.flatMap(({ id, pick }): OccurrenceKey[] =>
    pick
      ? [
          [
            pick.slice(0, DIGEST_LENGTH),
            id,
            pick.slice(DIGEST_LENGTH, 2 * DIGEST_LENGTH),
            pick.slice(2 * DIGEST_LENGTH),
          ],
        ]
      : [],
  );
}
