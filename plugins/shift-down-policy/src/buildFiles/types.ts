/** What evaluators of build files answer: verdicts with a place in the text. */
import type { Verdict, Violation } from '../evaluation';

/**
 * A place in a text file. Lines and columns count from 1; the end is just behind the last
 * character.
 * @public
 */
export interface TextRange {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** A violation in a text file: its `field` is empty, for there are no fields. @public */
export interface BuildFileViolation extends Violation {
  range: TextRange;
}

/** The outcome of one check on one build file. @public */
export interface BuildFileFinding extends Verdict {
  violations: BuildFileViolation[];
  /** The first violation, or what could not be evaluated; unset for the whole file. */
  range?: TextRange;
}
