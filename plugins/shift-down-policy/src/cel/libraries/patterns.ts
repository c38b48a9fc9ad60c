/** Regular expressions with the semantics of RE2, in linear time. */
import { RE2JS, RE2JSException } from 're2js';
import { CelError, Unknown } from '../failures';

const MAX_PATTERNS = 500;
const compiled = new Map<string, RE2JS | CelError>();

/** Compiles, or throws the error that the server would word alike. */
export function compilePattern(pattern: string): RE2JS {
  let known = compiled.get(pattern);
  if (!known) {
    try {
      known = RE2JS.compile(pattern);
    } catch (error) {
      if (!(error instanceof RE2JSException)) {
        throw error;
      }
      known = new CelError(error.message);
    }
    if (compiled.size >= MAX_PATTERNS) {
      compiled.clear();
    }
    compiled.set(pattern, known);
  }
  if (known instanceof CelError) {
    throw known;
  }
  return known;
}

/** A pattern that came about in the evaluation: what we can't read the server might. */
export function patternFor(pattern: string): RE2JS {
  try {
    return compilePattern(pattern);
  } catch (failure) {
    if (failure instanceof CelError) {
      throw new Unknown(
        `the pattern \`${pattern}\` is not supported (${failure.message})`,
      );
    }
    throw failure;
  }
}

export function matchesPattern(text: string, pattern: string): boolean {
  return patternFor(pattern).test(text);
}

/** How many steps of a pattern's program are reckoned as one unit of cost. */
const STEPS_PER_UNIT = 300;

/** As Kubernetes reckons it, and more for a pattern that is short to write and long to run. */
export function patternCost(text: string, pattern: string): number {
  const steps = text.length * patternFor(pattern).programSize();
  return Math.max(
    Math.ceil((1 + text.length) * 0.1) *
      Math.max(1, Math.ceil(pattern.length * 0.25)),
    Math.ceil(steps / STEPS_PER_UNIT),
  );
}
