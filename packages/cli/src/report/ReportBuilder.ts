/** Gathers what evaluators say, and puts together what a run comes to. */
import { redact } from '@shift-down/plugin-shift-down-policy';
import type { Outcome } from '../evaluate/types';
import type { NotEvaluated, Problem } from '../input/types';
import { findingsOf, passedOf } from './findingsOf';
import { summarise, type Seen } from './summarise';
import type { Finding, Passed, Report, Resource } from './types';

/** Lays acceptance and exceptions over findings; their result stays as it is. */
export type Overlay = (findings: Finding[]) => Finding[];

export interface CountingOptions {
  /** Whether what would only be warned of or audited counts as well. */
  strict: boolean;
  /** Whether what is not known counts as well. */
  failOnUnknown: boolean;
}

export class ReportBuilder {
  readonly #keepsPassed: boolean;
  readonly #findings: Finding[] = [];
  readonly #passed: Passed[] = [];
  readonly #notEvaluated: NotEvaluated[] = [];
  readonly #problems: Problem[] = [];
  readonly #assumptions = new Set<string>();
  readonly #told = new Set<string>();
  readonly #checks = { pass: 0, fail: 0, unknown: 0 };

  /** @param keepsPassed - whether the report lists each check that passed */
  constructor(keepsPassed: boolean) {
    this.#keepsPassed = keepsPassed;
  }

  add(outcome: Outcome): void {
    const { result } = outcome.verdict;
    if (result === 'not-applicable') {
      return;
    }
    this.#told.add(keyOf(outcome.resource));
    this.#checks[result] += 1;
    if (result !== 'pass') {
      this.#findings.push(...findingsOf(outcome));
    } else if (this.#keepsPassed) {
      this.#passed.push(passedOf(outcome));
    }
  }

  /** Something holds for the whole run. */
  assume(text: string): void {
    this.#assumptions.add(text);
  }

  couldNotEvaluate(problem: Problem): void {
    this.#problems.push({ ...problem, message: redact(problem.message) });
  }

  didNotEvaluate(entry: NotEvaluated): void {
    this.#told.add(keyOf(entry));
    this.#notEvaluated.push({ ...entry, reason: redact(entry.reason) });
  }

  /** Whether anything but that a policy does not match was said of it. */
  hasTold(resource: Pick<Resource, 'file' | 'resource'>): boolean {
    return this.#told.has(keyOf(resource));
  }

  build(
    seen: Pick<Seen, 'files' | 'resources'>,
    order: Iterable<string>,
    overlays: readonly Overlay[],
    options: CountingOptions,
  ): Report {
    const findings = overlays
      .reduce((laid, overlay) => overlay(laid), this.#inOrder(order))
      .map(finding => ({ ...finding, counts: counts(finding, options) }));
    const report = {
      findings,
      notEvaluated: this.#notEvaluated,
      problems: this.#problems,
      assumptions: [...this.#assumptions],
      passed: this.#passed,
    };
    return {
      ...report,
      summary: summarise(report, { ...seen, checks: this.#checks }),
    };
  }

  /** Files as they were read, and each from its first line to its last. */
  #inOrder(order: Iterable<string>): Finding[] {
    const places = new Map<string, number>();
    for (const file of order) {
      if (!places.has(file)) {
        places.set(file, places.size);
      }
    }
    const placeOf = ({ file }: Finding) => places.get(file) ?? places.size;
    return [...this.#findings].sort(
      (a, b) =>
        placeOf(a) - placeOf(b) || a.line - b.line || a.column - b.column,
    );
  }
}

function counts(
  { result, effect, accepted, exempt }: Finding,
  { strict, failOnUnknown }: CountingOptions,
): boolean {
  if (accepted || exempt) {
    return false;
  }
  return result === 'unknown'
    ? failOnUnknown
    : strict || effect === 'deny' || effect === 'advice';
}

function keyOf({ file, resource }: { file: string; resource: string }): string {
  return `${file}\n${resource}`;
}
