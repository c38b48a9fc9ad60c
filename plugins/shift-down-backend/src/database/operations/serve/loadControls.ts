import type { Knex } from 'knex';
import type { ControlChangeRow, EntityControlRow } from '../../tables';

/** What the controls of some entities came to. */
export async function loadControls(
  database: Knex,
  refs: string[],
): Promise<EntityControlRow[]> {
  return await database<EntityControlRow>('entity_controls')
    .select('*')
    .whereIn('entity_ref', refs);
}

/** Distinct findings of some entities together, by control and worst result. */
export async function countFindingsByControl(
  database: Knex,
  refs: string[],
): Promise<
  {
    controlId: string;
    result: string;
    count: number;
    worstSeverityRank: number;
  }[]
> {
  const findings = database('finding_entities')
    .select('control_id', 'finding_id')
    .min({ result: 'result' })
    // What is suppressed counts nowhere; of the others fail comes before unknown.
    .whereNot('result', 'not-applicable')
    .max({ severity_rank: 'severity_rank' })
    .whereIn('entity_ref', refs)
    .groupBy('control_id', 'finding_id');
  const rows: {
    control_id: string;
    result: string;
    count: string | number;
    severity_rank: number;
  }[] = await database
    .select('control_id', 'result')
    .count({ count: '*' })
    .max({ severity_rank: 'severity_rank' })
    .from(findings.as('findings'))
    .groupBy('control_id', 'result');
  return rows.map(row => ({
    controlId: row.control_id,
    result: row.result,
    count: Number(row.count),
    worstSeverityRank: row.severity_rank,
  }));
}

const CHANGES_SHOWN = 50;

/** The last changes of an entity's controls, newest first. */
export async function loadControlChanges(
  database: Knex,
  ref: string,
): Promise<ControlChangeRow[]> {
  return await database<ControlChangeRow>('control_changes')
    .select('*')
    .where('entity_ref', ref)
    .orderBy([
      { column: 'changed_at', order: 'desc' },
      { column: 'control_id' },
    ])
    .limit(CHANGES_SHOWN);
}
