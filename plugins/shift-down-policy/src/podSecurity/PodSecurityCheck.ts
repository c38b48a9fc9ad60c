/** What a check of the standard is. */
import type { FieldPath, Violation } from '../evaluation';
import type { Pod } from './Pod';

/** Why a Pod is refused, in the API server's words, and by which fields. */
export interface Refusal {
  /** Reason with details, as the API server lists it. */
  message: string;
  violations: Violation[];
}

/** Judges a Pod; nothing comes back when the rule is kept. */
export type CheckPod = (pod: Pod) => Refusal | undefined;

export interface PodSecurityCheck {
  /** Upstream's id, by which results of engines name it too. */
  id: string;
  level: 'baseline' | 'restricted';
  /** The baseline check that this one includes. */
  overrides?: string;
  /**
   * From the oldest to the newest. A version that was published stays as it is: a
   * namespace pinned to it is judged by it for ever.
   */
  versions: readonly {
    /** The first minor version that it applies to. */
    since: number;
    check: CheckPod;
  }[];
}

/** A field that breaks a rule. */
export interface Breach {
  /** Name of the container that sets it; undefined for the Pod. */
  container?: string;
  field: FieldPath;
  /** What the API server lists of it, if it does. */
  value: string;
  /** What is wrong with the field, for people. */
  problem: string;
}
