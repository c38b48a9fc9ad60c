import { GRADES, severityRank } from '@shift-down/plugin-shift-down-common';
import type {
  Assessment,
  StoredObservation,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { hasPosture } from '../../../correlation/mirrorEntity';
import { bulkInsert } from '../../bulkInsert';
import { eachChunk } from '../../inChunks';
import type {
  EntityControlRow,
  FindingEntityRow,
  PostureRow,
} from '../../tables';
import { storeHistory } from './storeHistory';
import {
  toVulnerabilityColumns,
  VULNERABILITY_COLUMNS,
} from './vulnerabilityColumns';

/**
 * `abandoned`: nothing was written, since the entity was marked again, is gone, or
 * is of a kind that is not assessed.
 * @internal
 */
export type AssessmentOutcome = 'changed' | 'unchanged' | 'abandoned';

/**
 * Writes what an assessment came to, unless its ticket has been voided.
 *
 * @remarks
 * The row in the queue stays locked until the end: a change of evidence that waits
 * for it marks the entity again after this has been written, never in between.
 * @internal
 */
export async function storeAssessment(
  tx: Knex,
  assessment: Assessment,
  options: {
    ticket: string;
    hash: string;
    severities: ReadonlyMap<string, StoredObservation['severity']>;
    now: string;
  },
): Promise<AssessmentOutcome> {
  const { entityRef } = assessment;
  const { hash, now, ticket } = options;
  const held = await tx('assessment_queue')
    .where({ entity_ref: entityRef, ticket })
    .forUpdate()
    .first('entity_ref');
  if (!held) {
    return 'abandoned';
  }
  const entity: { kind: string } | undefined = await tx('entities')
    .where('ref', entityRef)
    .first('kind');
  if (!entity || !hasPosture(entity.kind)) {
    await tx('assessment_queue').where({ entity_ref: entityRef }).delete();
    return 'abandoned';
  }

  const before: Pick<PostureRow, 'hash'> | undefined = await tx('postures')
    .where('entity_ref', entityRef)
    .first('hash');
  const unchanged = before?.hash === hash;
  if (unchanged) {
    await tx('postures')
      .where('entity_ref', entityRef)
      .update({ assessed_at: now, valid_until: assessment.validUntil ?? null });
  } else {
    const findings = findingRows(assessment, options.severities);
    await storePosture(tx, assessment, findings, hash, now);
    await storeControls(tx, assessment, now);
    await storeFindings(tx, entityRef, findings);
    await storeHistory(tx, assessment, now);
  }

  if (assessment.validUntil) {
    await tx('assessment_queue')
      .where({ entity_ref: entityRef, ticket })
      .update({ due_at: assessment.validUntil, attempts: 0, error: null });
  } else {
    await tx('assessment_queue')
      .where({ entity_ref: entityRef, ticket })
      .delete();
  }
  return unchanged ? 'unchanged' : 'changed';
}

function findingRows(
  assessment: Assessment,
  severities: ReadonlyMap<string, StoredObservation['severity']>,
): FindingEntityRow[] {
  return assessment.findings.map(finding => ({
    entity_ref: assessment.entityRef,
    finding_id: finding.findingId,
    control_id: finding.controlId,
    result: finding.result,
    reason: finding.reason,
    severity_rank: severityRank(severities.get(finding.findingId) ?? 'unknown'),
    occurrences: finding.occurrences,
    unverified: finding.unverified === true,
    ...toVulnerabilityColumns(finding.vulnerability),
  }));
}

async function storePosture(
  tx: Knex,
  { entityRef, state, summary, validUntil }: Assessment,
  findings: FindingEntityRow[],
  hash: string,
  now: string,
): Promise<void> {
  const [worst] = findings
    .filter(finding => finding.result === 'fail')
    .sort(
      (a, b) =>
        b.severity_rank - a.severity_rank ||
        (a.finding_id < b.finding_id ? -1 : 1),
    );
  const row: PostureRow = {
    entity_ref: entityRef,
    state,
    score: summary.score ?? null,
    grade: summary.grade,
    grade_rank: GRADES.indexOf(summary.grade),
    coverage: summary.coverage,
    failing: summary.failing,
    unknown: summary.unknown,
    passing: summary.passing,
    worst_severity_rank: worst?.severity_rank ?? null,
    worst_finding_id: worst?.finding_id ?? null,
    summary: JSON.stringify(summary),
    hash,
    assessed_at: now,
    valid_until: validUntil ?? null,
  };
  await tx('postures').insert(row).onConflict('entity_ref').merge();
}

/** `since` moves only with the result, and each such move is kept. */
async function storeControls(
  tx: Knex,
  { entityRef, controls }: Assessment,
  now: string,
): Promise<void> {
  const stored: EntityControlRow[] = await tx('entity_controls').where(
    'entity_ref',
    entityRef,
  );
  const before = new Map(stored.map(row => [row.control_id, row]));
  const rows = controls.map(control => {
    const known = before.get(control.controlId);
    return {
      entity_ref: entityRef,
      control_id: control.controlId,
      result: control.result,
      reason: control.reason,
      failing: control.failing,
      unknown: control.unknown,
      worst_severity: control.worstSeverity ?? null,
      disagreements: JSON.stringify(control.disagreements ?? []),
      unverified: control.unverified === true,
      since: known?.result === control.result ? known.since : now,
    };
  });
  const gone = stored
    .map(row => row.control_id)
    .filter(id => !controls.some(control => control.controlId === id));
  await tx('entity_controls')
    .where('entity_ref', entityRef)
    .whereIn('control_id', gone)
    .delete();
  await bulkInsert(tx, 'entity_controls', rows, {
    key: ['entity_ref', 'control_id'],
    then: [
      'result',
      'reason',
      'failing',
      'unknown',
      'worst_severity',
      'since',
      'disagreements',
      'unverified',
    ],
  });
  await bulkInsert(
    tx,
    'control_changes',
    rows
      .filter(row => before.get(row.control_id)?.result !== row.result)
      .map(row => ({
        entity_ref: entityRef,
        control_id: row.control_id,
        changed_at: now,
        from_result: before.get(row.control_id)?.result ?? null,
        to_result: row.result,
      })),
    { key: ['entity_ref', 'changed_at', 'control_id'], then: 'ignore' },
  );
}

/** Writes only what differs: lists read these rows while they are written. */
async function storeFindings(
  tx: Knex,
  entityRef: string,
  findings: FindingEntityRow[],
): Promise<void> {
  const stored: FindingEntityRow[] = await tx('finding_entities').where(
    'entity_ref',
    entityRef,
  );
  const before = new Map(stored.map(row => [row.finding_id, row]));
  const now = new Set(findings.map(row => row.finding_id));
  await eachChunk(
    stored.map(row => row.finding_id).filter(id => !now.has(id)),
    chunk =>
      tx('finding_entities')
        .where('entity_ref', entityRef)
        .whereIn('finding_id', chunk)
        .delete(),
  );
  await bulkInsert(
    tx,
    'finding_entities',
    findings.filter(row => differs(row, before.get(row.finding_id))),
    {
      key: ['entity_ref', 'finding_id'],
      then: [
        'control_id',
        'result',
        'reason',
        'severity_rank',
        'occurrences',
        'unverified',
        ...VULNERABILITY_COLUMNS,
      ],
    },
  );
}

function differs(
  row: FindingEntityRow,
  before: FindingEntityRow | undefined,
): boolean {
  return (
    before === undefined ||
    before.control_id !== row.control_id ||
    before.result !== row.result ||
    before.reason !== row.reason ||
    before.severity_rank !== row.severity_rank ||
    before.occurrences !== row.occurrences ||
    Boolean(before.unverified) !== row.unverified ||
    Boolean(before.known_exploited) !== row.known_exploited ||
    VULNERABILITY_COLUMNS.some(
      column => column !== 'known_exploited' && before[column] !== row[column],
    )
  );
}
