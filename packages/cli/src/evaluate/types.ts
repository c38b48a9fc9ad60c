/** What evaluators hand to the report: verdicts with the places that they speak of. */
import type { Verdict, Violation } from '@shift-down/plugin-shift-down-policy';
import type { Position } from '../input/types';
import type { Resource } from '../report/types';

export interface Outcome {
  verdict: Verdict;
  resource: Resource;
  /** The place of a violation; of the whole, when there is none. */
  locate(violation?: Violation): Position;
  assumptions: readonly string[];
}
