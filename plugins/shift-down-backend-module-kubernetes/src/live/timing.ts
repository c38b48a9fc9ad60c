/** How long things may take and how often they are done, in milliseconds. */

/** @internal */
export interface LiveTiming {
  /** Between two looks at what the cluster serves. */
  discovery: number;
  /** A connection without a single byte for so long is given up; bookmarks come each minute. */
  idle: number;
  /** So long the server is asked to keep a watch open. */
  watch: number;
  /** Between two looks at whether there is something to say, at most. */
  tick: number;
  /** A single answer, such as that to who the cluster is. */
  answer: number;
  /** After which something forbidden is tried again. */
  forbiddenRetry: number;
  /** Between two attempts after a failure; grows from one to the other. */
  backoff: { minimum: number; maximum: number };
  /** What was fresh may be interrupted for so long before that is called a failure. */
  failureGrace: number;
  /** Between two reports that all is well. */
  heartbeat: number;
  /** Between two looks at who the cluster is. */
  identity: number;
  /** Between two looks at which version the cluster has. */
  version: number;
  /** Between two questions whether the cluster is still collected by another source. */
  duplicate: number;
  /** Between two slices of changes that are handed on. */
  slice: number;
  /** After a first change others may follow at once: so long they are waited for. */
  gather: number;
  /** Nothing could be stored for so long: the run starts afresh. */
  storing: number;
}

/** @internal */
export const DEFAULT_TIMING: LiveTiming = {
  discovery: 20_000,
  idle: 90_000,
  watch: 300_000,
  tick: 1_000,
  answer: 15_000,
  forbiddenRetry: 60_000,
  backoff: { minimum: 500, maximum: 60_000 },
  failureGrace: 15_000,
  heartbeat: 15_000,
  identity: 60_000,
  version: 600_000,
  duplicate: 60_000,
  slice: 250,
  gather: 10,
  storing: 120_000,
};
