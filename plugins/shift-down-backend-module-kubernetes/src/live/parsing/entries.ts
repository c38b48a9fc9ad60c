/** What the worker thread makes of an answer; see `worker/readAnswer.js`. */

type Change = 'ADDED' | 'MODIFIED' | 'DELETED';

interface Identified {
  namespace: string;
  name: string;
  /** `metadata.resourceVersion`. */
  version: string;
  uid?: string;
  /** Of a watch only. */
  event?: Change;
}

/** @internal */
export interface ReadableEntry extends Identified {
  type: 'object';
  /** JSON of the object, without what nobody reads. */
  text: string;
}

/** @internal */
export interface UnreadableEntry extends Identified {
  type: 'unreadable';
  reason: string;
  /** JSON of what it is, as far as that was found; without it there is no name. */
  head?: string;
}

/** @internal */
export type AnswerEntry =
  | ReadableEntry
  | UnreadableEntry
  | { type: 'bookmark'; version: string }
  /** The server ends a watch and says why. */
  | { type: 'error'; code: number; reason: string; message: string }
  /** What can't be understood at all. */
  | { type: 'broken' }
  | {
      type: 'end';
      /** Whether the answer came to its own end. */
      whole: boolean;
      /** Of a page that is whole: the list's version and how to ask for the next. */
      version?: string;
      next?: string;
    };

/** @internal */
export interface AnswerOptions {
  mode: 'list' | 'watch';
  apiVersion: string;
  kind: string;
  /** Larger objects are named, not read. */
  objectBytes: number;
  /** Objects (`namespace/name`) that a thread once died of. */
  refused: string[];
}
