/**
 * The posture of a system or a domain from what is stored of its parts, as far as
 * the user may read those.
 */
import {
  RESULTS,
  severityRank,
  type Control,
} from '@shift-down/plugin-shift-down-common';
import type { PostureOverview } from '@shift-down/plugin-shift-down-common/client';
import {
  rollUp,
  type Disagreement,
  type PostureSummary,
  type RollUpPart,
} from '@shift-down/plugin-shift-down-policy';
import type { EntityPosture } from '../database/operations/serve/loadPostures';
import type { EntityControlRow } from '../database/tables';
import { oneOf } from './response/oneOf';
import type { ControlRow } from './response/toControlResults';
import { describeEntity, NOTHING_KNOWN } from './response/toPostureOverview';

/** A whole: its overview and what its controls came to. */
export interface RolledUp {
  overview: PostureOverview;
  /** Without counts of findings, which take a look at the findings themselves. */
  controls: ControlRow[];
  /** Shares by area and responsibility, made of the controls of all parts. */
  summary: PostureSummary;
}

/** Rolls up the parts of one whole. */
export function rollUpParts(
  whole: Pick<EntityPosture, 'entity'>,
  parts: PostureOverview[],
  rows: EntityControlRow[],
  controls: readonly Control[],
): RolledUp {
  const rolledUp = rollUp(
    parts.flatMap(part => toRollUpPart(part, rows)),
    controls,
  );
  const described = {
    ...describeEntity(whole),
    assessedAt: parts
      .flatMap(part => part.assessedAt ?? [])
      .sort()
      .at(-1),
  };
  if (rolledUp.state !== 'assessed') {
    const isPending = parts.some(part => part.state === 'pending');
    return {
      overview: {
        ...described,
        ...NOTHING_KNOWN,
        state: isPending ? 'pending' : rolledUp.state,
      },
      controls: [],
      summary: rolledUp.summary,
    };
  }
  const { score, grade, coverage, passing, failing, unknown } =
    rolledUp.summary;
  return {
    overview: {
      ...described,
      state: 'assessed',
      score,
      grade,
      coverage,
      passing,
      failing,
      unknown,
      worstFinding: parts
        .flatMap(part => part.worstFinding ?? [])
        .sort((a, b) => severityRank(b.severity) - severityRank(a.severity))
        .at(0),
    },
    summary: rolledUp.summary,
    controls: rolledUp.controls.map(control => ({
      control_id: control.controlId,
      result: control.result,
      reason: control.reason,
      failing: 0,
      unknown: 0,
      worst_severity: null,
      unverified: control.unverified === true,
      disagreements: disagreementsOf(
        rows.filter(row => row.control_id === control.controlId),
      ),
      since: sinceWhen(
        rows.filter(
          row =>
            row.control_id === control.controlId &&
            row.result === control.result,
        ),
      ),
    })),
  };
}

function toRollUpPart(
  { entityRef, state }: PostureOverview,
  rows: EntityControlRow[],
): RollUpPart[] {
  if (state === 'pending') {
    return [];
  }
  return [
    {
      entityRef,
      state,
      controls: rows
        .filter(row => row.entity_ref === entityRef)
        .map(row => ({
          controlId: row.control_id,
          result: oneOf(RESULTS, row.result, 'unknown'),
          reason: row.reason,
          ...(row.unverified && { unverified: true as const }),
        })),
      findings: [],
    },
  ];
}

/**
 * Of all parts; a place that two of them share is one for each, for parts seldom share
 * what they are judged on.
 */
function disagreementsOf(rows: EntityControlRow[]): string {
  const all = new Map<string, Disagreement>();
  for (const one of rows.flatMap((row): Disagreement[] =>
    JSON.parse(row.disagreements),
  )) {
    const key = `${one.failedBy} ${one.passedBy}`;
    const places = one.places + (all.get(key)?.places ?? 0);
    all.set(key, { ...one, places });
  }
  return JSON.stringify([...all.values()]);
}

/** As long as the first of the parts. */
function sinceWhen(rows: EntityControlRow[]): string | undefined {
  return rows
    .map(row => row.since)
    .sort()
    .at(0);
}
