/** What a replica is started with, and what it and its parent say to each other. */
import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';

export interface ReplicaOptions {
  /** The section `backend.database` of the configuration. */
  database: JsonObject;
  /** The section `shiftDown` of the configuration. */
  shiftDown: JsonObject;
  /** What the catalog holds. */
  entities: Entity[];
}

export type Question = { ask: 'memory' } | { ask: 'stop' };

/** After a collection of garbage, in bytes. */
export interface Memory {
  resident: number;
  heap: number;
  external: number;
}

export type Answer =
  | { tell: 'ready'; port: number }
  | { tell: 'failed'; reason: string }
  | { tell: 'memory'; memory: Memory; peakResident: number }
  | { tell: 'stopped' };
