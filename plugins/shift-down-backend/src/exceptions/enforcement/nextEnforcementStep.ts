/** What is to be done about one enforcement: judged from what is known, nothing is asked. */
import type { EnforcementOrder, Observation } from './types';

/** Whether an order is to be there at this moment. @internal */
export type Wish =
  | { wish: 'there' }
  | { wish: 'later'; from: string }
  | { wish: 'gone' }
  /** It was to be there until now. */
  | { wish: 'end'; endedAt: string; reason: string };

/** What to do to an object. @internal */
export type EnforcementStep =
  | { step: 'create' }
  | { step: 'write' }
  | { step: 'note-applied' }
  | { step: 'note-drift'; reason: string }
  | { step: 'leave-alone'; reason: string }
  | { step: 'remove' }
  /** It is not in the engine: show that the engine refuses again. */
  | { step: 'prove'; reason: string }
  | { step: 'was-never-there'; reason: string };

/**
 * @param isConfirmed - whether what it lets through still belongs to the entity.
 * @internal
 */
export function wishFor(
  { exception, row }: Pick<EnforcementOrder, 'exception' | 'row'>,
  isConfirmed: boolean,
  now: Date,
): Wish {
  if (!row.wanted) {
    return { wish: 'gone' };
  }
  const { activeFrom, activeUntil, state } = exception;
  const at = now.toISOString();
  if (state !== 'approved' || activeFrom === null || activeUntil === null) {
    return {
      wish: 'end',
      endedAt: earlier(activeUntil ?? at, at),
      reason: 'Nobody approves it any more',
    };
  }
  if (activeUntil <= at) {
    return { wish: 'end', endedAt: activeUntil, reason: 'It has ended' };
  }
  if (activeFrom > at) {
    return { wish: 'later', from: activeFrom };
  }
  return isConfirmed
    ? { wish: 'there' }
    : {
        wish: 'end',
        endedAt: at,
        reason:
          'What it lets through is not confirmed to be the entity’s any more, so it was withdrawn. Decide it anew for where it holds now',
      };
}

/** What to do so that the object is there, or gone. @internal */
export function nextEnforcementStep(
  row: EnforcementOrder['row'],
  wish: 'there' | 'gone',
  observed: Observation,
): EnforcementStep {
  return wish === 'there'
    ? stepToBeThere(row, observed)
    : stepToBeGone(row, observed);
}

function stepToBeThere(
  row: EnforcementOrder['row'],
  observed: Observation,
): EnforcementStep {
  if (observed.there === 'nothing') {
    return { step: 'create' };
  }
  if (!observed.isOurs) {
    return row.object_uid === null
      ? {
          step: 'leave-alone',
          reason: `Somebody else made ${row.object_key}, so it was left alone. Remove it, and the exception is applied`,
        }
      : {
          step: 'note-drift',
          reason: `Somebody else deleted and made ${row.object_key} anew, so it was left alone. Remove it, and the exception is put back`,
        };
  }
  if (observed.isAsWritten) {
    return { step: 'note-applied' };
  }
  // Once it was seen as written, a difference is somebody else's.
  const wasSeen = row.state === 'applied' || row.state === 'drifted';
  return wasSeen
    ? {
        step: 'note-drift',
        reason: `Somebody else changed ${row.object_key}. Have it enforced once more to write it as it was decided`,
      }
    : { step: 'write' };
}

function stepToBeGone(
  row: EnforcementOrder['row'],
  observed: Observation,
): EnforcementStep {
  const neverMade = row.object_uid === null && row.object_hash === null;
  if (observed.there === 'nothing') {
    return neverMade
      ? { step: 'was-never-there', reason: 'It never came to the engine' }
      : { step: 'prove', reason: '' };
  }
  if (observed.isOurs) {
    return { step: 'remove' };
  }
  const reason = `Somebody else made ${row.object_key}, so it was left alone`;
  return neverMade
    ? {
        step: 'was-never-there',
        reason: `It never came to the engine. ${reason}`,
      }
    : { step: 'prove', reason: `${reason}. Remove it by hand` };
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
