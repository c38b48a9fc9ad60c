/** Arguments that the server checks beforehand where they stand in the text. */
import { CelError, Unknown } from '../failures';
import { compilePattern } from '../libraries/patterns';
import { checkFormat } from '../libraries/stringFormat';
import { parseDuration, parseTimestamp } from '../libraries/time';
import { Invalid } from '../syntax';
import type { CelValue } from '../values';
import type { Code } from './code';

type Check = (literal: string, others: readonly Code[]) => unknown;

const CHECKS: Readonly<
  Record<string, { argument: number; check: Check; message?: string }>
> = {
  matches: {
    argument: 1,
    check: compilePattern,
    message: 'invalid matches argument',
  },
  find: { argument: 1, check: compilePattern },
  findAll: { argument: 1, check: compilePattern },
  timestamp: {
    argument: 0,
    check: parseTimestamp,
    message: 'invalid timestamp argument',
  },
  duration: {
    argument: 0,
    check: parseDuration,
    message: 'invalid duration argument',
  },
  format: {
    argument: 0,
    check: (literal, [list]) => {
      const { constant } = list;
      if (Array.isArray(constant)) {
        checkFormat(literal, constant as CelValue[]);
      }
    },
  },
};

export function checkLiterals(
  name: string,
  args: readonly Code[],
  position: number,
): void {
  const { argument, check, message } = CHECKS[name] ?? {};
  const literal = argument === undefined ? undefined : args[argument]?.constant;
  if (typeof literal !== 'string' || !check) {
    return;
  }
  try {
    check(literal, args.slice(1));
  } catch (failure) {
    if (failure instanceof CelError) {
      throw new Invalid(message ?? failure.message, position);
    }
    if (!(failure instanceof Unknown)) {
      throw failure;
    }
  }
}
