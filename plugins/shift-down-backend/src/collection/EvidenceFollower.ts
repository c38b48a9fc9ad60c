/**
 * What comes after collection, as collection knows it. It is told of every change
 * in the transaction of that change: evidence is never seen without its links.
 */
import type { Knex } from 'knex';

/** What has to be looked at again after a change. @internal */
export interface EvidenceChange {
  clusterUid: string;
  clusterName: string;
  /** Entities that {@link EvidenceFollower.concernedBy} named before the change. */
  entityRefs: Iterable<string>;
  /** Subjects that are new or labelled anew. */
  subjectIds: string[];
  /** Names of namespaces that are new, changed or gone. */
  namespaces: string[];
  /** ISO 8601 */
  now: string;
}

/** @internal */
export interface EvidenceFollower {
  /**
   * Refs of the entities to whom these subjects matter as they are now; asked
   * before they change or go.
   */
  concernedBy(tx: Knex, subjectIds: Iterable<string>): Promise<Set<string>>;
  /** Follows a change. The last thing that happens in its transaction. */
  follow(tx: Knex, change: EvidenceChange): Promise<void>;
}
