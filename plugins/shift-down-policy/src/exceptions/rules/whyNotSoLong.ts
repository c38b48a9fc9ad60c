/** How long something may be excepted. */
import type { ExceptionContent, ExceptionLimits } from '../types';
import { refusal, type Refusal } from './refusal';
import { DAY } from './time';

/** Why an exception would never hold. @internal */
export function whyNotTimely(
  { from, until }: Pick<ExceptionContent, 'from' | 'until'>,
  now: Date,
): Refusal | undefined {
  const [begin, end] = [Date.parse(from), Date.parse(until)];
  if (Number.isNaN(begin) || Number.isNaN(end)) {
    return refusal(
      'missing-field',
      'Say from when and until when, as moments in ISO 8601.',
    );
  }
  if (end <= now.getTime()) {
    return refusal(
      'ends-in-the-past',
      'The end has passed already. Choose a later one.',
    );
  }
  return end <= begin
    ? refusal(
        'ends-in-the-past',
        'It would end before it begins. Choose a later end or an earlier start.',
      )
    : undefined;
}

/**
 * Why an exception would last too long, counted from when it could begin.
 * @param exceptedDays - That the same was excepted before.
 * @internal
 */
export function whyNotSoLong(
  { from, until }: Pick<ExceptionContent, 'from' | 'until'>,
  { maxDays, maxTotalDays }: ExceptionLimits,
  exceptedDays: number,
  now: Date,
): Refusal | undefined {
  const begin = Math.max(Date.parse(from), now.getTime());
  const days = (Date.parse(until) - begin) / DAY;
  if (days > maxDays) {
    return refusal(
      'too-long',
      `Exceptions of this severity last ${maxDays} days at most. Choose an earlier end.`,
    );
  }
  if (begin - now.getTime() > maxDays * DAY) {
    return refusal(
      'too-long',
      `It would begin in more than ${maxDays} days. Ask when it is nearer.`,
    );
  }
  return exceptedDays + days > maxTotalDays
    ? refusal(
        'too-long-in-total',
        `This was excepted for ${Math.ceil(
          exceptedDays,
        )} days before, and may be for ${maxTotalDays} altogether. Choose an earlier end, or mend it.`,
      )
    : undefined;
}
