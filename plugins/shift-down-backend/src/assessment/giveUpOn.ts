/**
 * An entity that can't be assessed, time and again, must not go on looking as it
 * did when that last worked: all that was known of it becomes unknown.
 */
import { SEVERITIES, type Control } from '@shift-down/plugin-shift-down-common';
import {
  summarise,
  type ControlAssessment,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { DueEntity } from '../database/operations/assessment/claimDueEntities';
import {
  storeAssessment,
  type AssessmentOutcome,
} from '../database/operations/assessment/storeAssessment';
import { fromVulnerabilityColumns } from '../database/operations/assessment/vulnerabilityColumns';
import type { FindingEntityRow } from '../database/tables';
import { transact } from '../database/transact';

/**
 * Writes the posture of an entity with confirmed claims as unknown; others show
 * nothing that could be wrong.
 * @internal
 */
export async function giveUpOn(
  database: Knex,
  { entityRef, ticket }: Pick<DueEntity, 'entityRef' | 'ticket'>,
  controls: readonly Control[],
  options: { error: string; retryAt: string; now: string },
): Promise<AssessmentOutcome> {
  const reason = `could not be assessed: ${options.error}`;
  const results = controls.map(
    (control): ControlAssessment => ({
      controlId: control.id,
      result: 'unknown',
      reason,
      failing: 0,
      unknown: 0,
    }),
  );
  return transact(database, async tx => {
    const claim: { state: string } | undefined = await tx('claims')
      .where('entity_ref', entityRef)
      .first('state');
    if (claim?.state !== 'confirmed') {
      return 'abandoned';
    }
    const findings: FindingEntityRow[] = await tx('finding_entities')
      .where('entity_ref', entityRef)
      .orderBy('finding_id');
    return storeAssessment(
      tx,
      {
        entityRef,
        state: 'assessed',
        summary: summarise(controls, results),
        controls: results,
        findings: findings.map(row => {
          const vulnerability = fromVulnerabilityColumns(row);
          return {
            findingId: row.finding_id,
            controlId: row.control_id,
            result: 'unknown',
            reason,
            occurrences: row.occurrences,
            ...(vulnerability && { vulnerability }),
          };
        }),
        validUntil: options.retryAt,
      },
      {
        ticket,
        hash: `could not be assessed since ${options.now}`,
        severities: new Map(
          findings.map(row => [
            row.finding_id,
            SEVERITIES[SEVERITIES.length - 1 - row.severity_rank],
          ]),
        ),
        now: options.now,
      },
    );
  });
}
