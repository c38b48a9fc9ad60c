/**
 * The floor beneath every permission policy: who may decide about an exception, whatever
 * else they are allowed.
 */
import type { Severity } from '@shift-down/plugin-shift-down-common';
import type {
  Actor,
  ExceptionRecord,
  ExceptionRules,
  TransitionContext,
} from '../types';
import { isSamePerson, ownsAny } from './persons';
import { refusal, type Refusal } from './refusal';

/**
 * Why somebody may not decide, revoke, confirm or enforce an exception; `undefined` if they
 * may. What permissions allow can only be less.
 * @param actor - Unset for whoever is no person, such as a service.
 * @public
 */
export function whyNotDecide(
  actor: Actor | undefined,
  record: Pick<ExceptionRecord, 'requester' | 'lastEditor' | 'severity'>,
  {
    rules,
    subjectOwners,
    severity = record.severity,
  }: Pick<TransitionContext, 'rules' | 'subjectOwners' | 'severity'>,
): Refusal | undefined {
  const notOneOfThem = whyNoDecider(actor, rules, severity);
  if (notOneOfThem || !actor) {
    return notOneOfThem;
  }
  if (isSamePerson(actor, record.requester)) {
    return refusal(
      'own-request',
      'You asked for this exception, and two people are needed. Ask another decider.',
    );
  }
  if (isSamePerson(actor, record.lastEditor)) {
    return refusal(
      'own-edit',
      'You changed this request last, and two people are needed. Ask another decider.',
    );
  }
  if (ownsAny(actor, subjectOwners)) {
    return refusal(
      'own-subject',
      'You own what this exception is for, or its namespace. Ask a decider of another team, or a deputy.',
    );
  }
  return undefined;
}

/**
 * Why somebody is no decider at all.
 * @param severity - Of what is decided; of anything where it is not given.
 * @internal
 */
export function whyNoDecider(
  actor: Actor | undefined,
  rules: ExceptionRules,
  severity?: Severity,
): Refusal | undefined {
  if (!actor) {
    return refusal(
      'needs-a-user',
      'People decide about exceptions, not services. Sign in as a user.',
    );
  }
  const off = whyDecidingIsOff(rules);
  if (off) {
    return off;
  }
  if (!actor.permissions.decide) {
    return refusal(
      'not-permitted',
      'You are not allowed to decide about exceptions. Ask for the permission shift-down.exceptions.decide.',
    );
  }
  const decides = rules.deciders.some(
    ({ group, severities, deputies }) =>
      (severity === undefined ||
        !severities.length ||
        severities.includes(severity)) &&
      ownsAny(actor, [group, ...deputies]),
  );
  return decides
    ? undefined
    : refusal(
        'not-a-decider',
        `You are in no group that decides about exceptions${
          severity === undefined ? '' : ` of severity ${severity}`
        }. Groups and their deputies are named in shiftDown.exceptions.deciders.`,
      );
}

/** @internal */
export function whyDecidingIsOff(rules: ExceptionRules): Refusal | undefined {
  if (rules.decidingIsOff) {
    return refusal('deciding-is-off', rules.decidingIsOff);
  }
  return rules.deciders.length
    ? undefined
    : refusal(
        'deciding-is-off',
        'Nobody decides about exceptions here. Name groups in shiftDown.exceptions.deciders.',
      );
}
