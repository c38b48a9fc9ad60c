/** What every part of a comparison is given. */
import type { Knex } from 'knex';
import type { ExpectedCluster } from './expectation';

/** What a comparison is told beside the objects. */
export interface ComparisonOptions {
  /** Name of the cluster in the configuration. */
  name: string;
  /** Kinds of source in another state than fresh or not installed. */
  states?: Record<string, string>;
  /** `kind namespace/name` of objects that can't be read, and say nothing. */
  unreadable?: string[];
  /** Kinds whose results and states are not compared: they may be old. */
  ignored?: string[];
}

export interface Context {
  knex: Knex;
  expected: ExpectedCluster;
  options: ComparisonOptions;
  ignored: Set<string>;
}

/** A row of `objects`. */
export interface StoredObject {
  id: string;
  source_kind: string;
  kind: string;
  namespace: string;
  name: string;
  uid: string;
  unreadable: string | null;
}
