/** All that follows from one transition, or nothing of it. */
import type { EnforcementDelivery } from '@shift-down/plugin-shift-down-common';
import {
  hashDecision,
  type ExceptionRecord,
  type ThreadEntry,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { appendToThread } from '../database/operations/exceptions/appendToThread';
import { coverFindings } from '../database/operations/exceptions/coverFindings';
import { endEnforcements } from '../database/operations/exceptions/enforcement/endEnforcements';
import { storeEnforcements } from '../database/operations/exceptions/enforcement/storeEnforcements';
import type { LoadedBasis } from '../database/operations/exceptions/loadBasis';
import {
  storeNotice,
  type NoticeOccasion,
} from '../database/operations/exceptions/notices/storeNotice';
import { storeApprovals } from '../database/operations/exceptions/storeApprovals';
import {
  insertException,
  updateException,
  type ExceptionFacts,
} from '../database/operations/exceptions/storeException';
import { markForAssessment } from '../database/operations/queue/markForAssessment';
import { errorOf } from './refusals';

/** @internal */
export interface Transition {
  exception: ExceptionRecord;
  entry: ThreadEntry;
  /** As it was; unset for a new one. */
  previous?: ExceptionRecord;
  /** What the content comes to now. */
  loaded: LoadedBasis;
  now: Date;
  importedFrom?: string;
}

/**
 * @returns whether its entity has to be assessed
 * @throws ConflictError if somebody was faster.
 * @internal
 */
export async function storeTransition(
  tx: Knex.Transaction,
  transition: Transition,
  deliveries: ReadonlyMap<string, EnforcementDelivery>,
): Promise<boolean> {
  const { entry, exception, loaded, now, previous } = transition;
  const at = now.toISOString();
  const decides = isDecision(transition);
  const ends = isEnd(transition);

  const facts = factsOf(transition, decides);
  if (previous) {
    const first = await updateException(
      tx,
      exception,
      previous.version,
      facts,
      at,
    );
    if (!first) {
      throw errorOf({
        code: 'changed-meanwhile',
        message:
          'Somebody else has changed this exception meanwhile. Look at it, and try again',
      });
    }
  } else {
    const { importedFrom } = transition;
    await insertException(tx, exception, {
      ...facts,
      ...(importedFrom !== undefined && { importedFrom }),
    });
  }
  await storeApprovals(tx, exception);
  await appendToThread(tx, exception.id, entry);
  if (decides) {
    await coverFindings(tx, exception.id, loaded.basis.reaches, at);
    await storeEnforcements(tx, {
      exceptionId: exception.id,
      plans: loaded.plans,
      deliveries,
      now,
    });
  }
  if (ends) {
    await endEnforcements(tx, exception.id, now);
  }
  const occasion = occasionOf(transition, decides);
  if (occasion) {
    await storeNotice(tx, {
      exceptionId: exception.id,
      occasion,
      which: String(exception.version),
      detail: {
        ...(entry.actor && { by: entry.actor.userRef }),
        state: exception.state,
        ...(entry.action === 'require-review' && { again: true }),
      },
      now,
    });
  }
  if (decides || ends) {
    await markForAssessment(tx, [exception.content.scope.entityRef], at);
  }
  return decides || ends;
}

/** Whether from now on it holds, for what it reaches now; half of two approvals is none. */
function isDecision(transition: Transition): boolean {
  const { entry, exception, previous } = transition;
  return (
    holds(exception, transition) &&
    (previous?.state !== 'approved' ||
      (entry.action === 'confirm' && exception.review === undefined))
  );
}

function isEnd(transition: Transition): boolean {
  const { exception, previous } = transition;
  return (
    previous !== undefined &&
    holds(previous, transition) &&
    !holds(exception, transition)
  );
}

/** Whether it is, or is going to be, active. */
function holds(
  { active, state }: ExceptionRecord,
  { now }: Pick<Transition, 'now'>,
): boolean {
  return (
    state === 'approved' &&
    active !== undefined &&
    Date.parse(active.until) > now.getTime()
  );
}

function factsOf(
  { entry, exception, loaded, now, previous }: Transition,
  decides: boolean,
): ExceptionFacts {
  const { plans } = loaded;
  // Of what people wrote only what the rules have left.
  const basis = { ...loaded.basis, content: exception.content };
  const isAsked =
    previous === undefined ||
    entry.action === 'edit' ||
    entry.action === 'accept';
  return {
    ...(decides && { decided: { basis, hash: hashDecision(basis) } }),
    ...((isAsked || decides) && {
      isWider: plans.some(it => it.effectiveScope.wider.length > 0),
    }),
    ...((decides || entry.action === 'reject') && {
      decidedAt: now.toISOString(),
    }),
  };
}

function occasionOf(
  { entry, exception, previous }: Transition,
  decides: boolean,
): NoticeOccasion | undefined {
  switch (entry.action) {
    case 'break-glass':
      return 'break-glass';
    case 'request':
    case 'require-review':
      return 'requested';
    case 'reject':
    case 'revoke':
    case 'lapse':
      return 'decided';
    case 'confirm':
    case 'approve':
    case 'accept':
      return decides && exception.state !== previous?.state
        ? 'decided'
        : undefined;
    default:
      return undefined;
  }
}
