/** Assesses one entity: reads all that is known, judges, writes what differs. */
import type { Control } from '@shift-down/plugin-shift-down-common';
import {
  assess,
  type Assessment,
  type ControlIndex,
  type GoldenIndex,
  type MaxAges,
  type ServiceLevels,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import type { DueEntity } from '../database/operations/assessment/claimDueEntities';
import { loadEntityEvidence } from '../database/operations/assessment/loadEntityEvidence';
import {
  storeAssessment,
  type AssessmentOutcome,
} from '../database/operations/assessment/storeAssessment';
import { transact } from '../database/transact';

/** What an entity is judged by. @internal */
export interface Judgement {
  /** Those that are switched on. */
  controls: readonly Control[];
  /** Tells which control a policy counts towards. */
  index: ControlIndex;
  maxAge: MaxAges;
  serviceLevels: ServiceLevels;
  /** The golden images as they are known now; unset where none are configured. */
  golden?: (now: Date) => Promise<GoldenIndex>;
}

/** @internal */
export async function performAssessment(
  database: Knex,
  { entityRef, ticket }: Pick<DueEntity, 'entityRef' | 'ticket'>,
  judgement: Judgement,
  now: Date,
): Promise<AssessmentOutcome> {
  const { controls, index, maxAge, serviceLevels } = judgement;
  const evidence = await loadEntityEvidence(database, entityRef, index, now);
  const golden = await judgement.golden?.(now);
  const assessment = assess(
    evidence,
    controls,
    { maxAge, vulnerabilities: { serviceLevels, ...(golden && { golden }) } },
    now,
  );
  const severities = new Map(
    evidence.observations.map(({ findingId, severity }) => [
      findingId,
      severity,
    ]),
  );
  return transact(database, tx =>
    storeAssessment(tx, assessment, {
      ticket,
      hash: hashAssessment(assessment),
      severities,
      now: now.toISOString(),
    }),
  );
}

/** When it has to be judged again is no part of what it came to. */
function hashAssessment({ validUntil, ...content }: Assessment): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
