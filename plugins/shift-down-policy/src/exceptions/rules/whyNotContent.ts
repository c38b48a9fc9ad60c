/** What is asked for, held against the limits of its severity. */
import type { Severity } from '@shift-down/plugin-shift-down-common';
import type { DecisionBasis, ExceptionContent, ExceptionRules } from '../types';
import { refusal, type Refusal } from './refusal';
import { whyNotComplete } from './whyNotComplete';
import { whyNotMeant } from './whyNotMeant';
import { whyNotSoLong, whyNotTimely } from './whyNotSoLong';

/** What a content is judged by. @public */
export interface ContentContext {
  now: Date;
  /** The worst of what it reaches. */
  severity: Severity;
  rules: ExceptionRules;
  basis: Pick<DecisionBasis, 'reaches'>;
  exceptedDays?: number;
}

/**
 * Every reason why something would be refused as it is asked for, the first one first.
 * @param others - Other open and active exceptions of the entity, where one more is made.
 * @public
 */
export function problemsOfContent(
  content: ExceptionContent,
  { now, severity, rules, basis, exceptedDays = 0 }: ContentContext,
  others?: number,
): Refusal[] {
  const limits = rules.limits[severity];
  const timely = whyNotTimely(content, now);
  return [
    whyNotMeant(content),
    whyNotComplete(content, limits.required),
    timely ?? whyNotSoLong(content, limits, exceptedDays, now),
    whyNothing(basis),
    others === undefined ? undefined : whyNotOneMore(others, limits),
  ].filter(it => it !== undefined);
}

/** Why something would reach nothing at all. @internal */
export function whyNothing({
  reaches,
}: Pick<DecisionBasis, 'reaches'>): Refusal | undefined {
  return reaches.length
    ? undefined
    : refusal(
        'reaches-nothing',
        'No finding that is confirmed to be of this entity matches. Check names and scope, or ask when there is one.',
      );
}

function whyNotOneMore(
  others: number,
  { maxPerEntity }: { maxPerEntity: number },
): Refusal | undefined {
  return others >= maxPerEntity
    ? refusal(
        'too-many',
        `This entity has ${others} exceptions that are open or active, and may have ${maxPerEntity}. Withdraw one that is not needed.`,
      )
    : undefined;
}
