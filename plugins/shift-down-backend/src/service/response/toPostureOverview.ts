import { GRADES, SEVERITIES } from '@shift-down/plugin-shift-down-common';
import type { PostureOverview } from '@shift-down/plugin-shift-down-common/client';
import type { EntityPosture } from '../../database/operations/serve/loadPostures';
import type { PostureRow } from '../../database/tables';
import { oneOf } from './oneOf';

const STATES = [
  'pending',
  'not-claimed',
  'unconfirmed',
  'no-workloads',
  'assessed',
] as const;

/** What the mirror says of an entity. */
export function describeEntity({ entity }: Pick<EntityPosture, 'entity'>) {
  return {
    entityRef: entity.ref,
    title: entity.title ?? entity.name,
    kind: entity.kind,
    ownerRef: entity.owner_ref ?? undefined,
    systemRef: entity.system_ref ?? undefined,
  };
}

/** A posture of which nothing is known. Unknown is never pass: no score, no coverage. */
export const NOTHING_KNOWN = {
  score: undefined,
  grade: 'unknown',
  coverage: 0,
  passing: 0,
  failing: 0,
  unknown: 0,
} as const;

/** What takes longer to be assessed again than this has got stuck. */
const OVERDUE_MILLISECONDS = 10 * 60 * 1000;

/** Whether a posture says nothing any more of how things are. */
export function hasRunOut(
  posture: PostureRow,
  now: Date,
  graceMilliseconds = 0,
): boolean {
  return (
    posture.valid_until !== null &&
    Date.parse(posture.valid_until) + graceMilliseconds <= now.getTime()
  );
}

/**
 * An entity's own posture. Only what was assessed has numbers: an unconfirmed
 * claim shows its state and nothing else, whatever may be stored.
 */
export function toPostureOverview(
  item: EntityPosture,
  now: Date,
): PostureOverview {
  const { posture, worstFinding } = item;
  if (!posture || hasRunOut(posture, now, OVERDUE_MILLISECONDS)) {
    return { ...describeEntity(item), ...NOTHING_KNOWN, state: 'pending' };
  }
  const described = {
    ...describeEntity(item),
    state: oneOf(STATES, posture.state, 'pending'),
    assessedAt: posture.assessed_at,
  };
  if (described.state !== 'assessed') {
    return { ...described, ...NOTHING_KNOWN };
  }
  return {
    ...described,
    score: posture.score ?? undefined,
    grade: oneOf(GRADES, posture.grade, 'unknown'),
    coverage: posture.coverage,
    passing: posture.passing,
    failing: posture.failing,
    unknown: posture.unknown,
    worstFinding: worstFinding && {
      ...worstFinding,
      severity: oneOf(SEVERITIES, worstFinding.severity, 'unknown'),
    },
  };
}
