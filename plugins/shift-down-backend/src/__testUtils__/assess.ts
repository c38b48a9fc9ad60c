import {
  DEFAULT_MAX_AGES,
  serviceLevelsOf,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { performAssessment } from '../assessment/performAssessment';
import type { EntityControlRow } from '../database/tables';
import { CONTROLS } from './sink';

/** Assesses an entity now and reads what one of its controls came to. @internal */
export async function assessedControl(
  knex: Knex,
  entityRef: string,
  controlId: string,
): Promise<EntityControlRow> {
  const controls = await assessedControls(knex, entityRef);
  return controls.find(it => it.control_id === controlId)!;
}

/** Assesses an entity now and reads what its controls came to. @internal */
export async function assessedControls(
  knex: Knex,
  entityRef: string,
  { enabled, index }: Pick<typeof CONTROLS, 'enabled' | 'index'> = CONTROLS,
): Promise<EntityControlRow[]> {
  const now = new Date();
  await knex('assessment_queue')
    .insert({ entity_ref: entityRef, ticket: 't', due_at: now.toISOString() })
    .onConflict('entity_ref')
    .merge();
  await performAssessment(
    knex,
    { entityRef, ticket: 't' },
    {
      controls: enabled,
      index,
      maxAge: DEFAULT_MAX_AGES,
      serviceLevels: serviceLevelsOf(),
    },
    now,
  );
  return await knex('entity_controls').where('entity_ref', entityRef);
}
