import type {
  Evidence,
  ObjectReference,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type { z } from 'zod';
import type { ResourceReference } from '../ownership';
import type { KubernetesObject } from './object';

/** What a kind of report needs to know of the rest of its cluster. @internal */
export interface NormaliseContext {
  /**
   * The root owner of what a report is about, or the object as named if nobody
   * knows it; `undefined` where an earlier revision is meant that runs no more.
   */
  subjectOf(reference: ResourceReference): ObjectReference | undefined;
  /**
   * Free text fit to be stored: without what looks like a secret, without values
   * that manifests of that namespace hold in secret places, and of bounded length.
   */
  clean(text: string, namespace: string): string;
}

/** What an object says. @internal */
export interface Normalised {
  evidence: Evidence[];
  /** ISO 8601; when it was last written, if it says so. */
  observedAt?: string;
  /** What was passed over, in words, without quoting it. */
  warnings: string[];
}

/**
 * An object that was parsed and can be normalised, again whenever others change.
 * @internal
 */
export interface ReadObject {
  object: KubernetesObject;
  normalise(context: NormaliseContext): Normalised;
}

/** One kind of report. @internal */
export interface KindReader {
  sourceKind: SourceKind;
  reads(group: string, kind: string): boolean;
  /** @throws ZodError if what identifies the object or its results is wrong. */
  read(raw: unknown): ReadObject;
}

/** Ties a schema to what turns its objects into evidence. @internal */
export function createKindReader<T extends KubernetesObject>(options: {
  sourceKind: SourceKind;
  reads(group: string, kind: string): boolean;
  schema: z.ZodType<T>;
  normalise(object: T, context: NormaliseContext): Normalised;
}): KindReader {
  const { sourceKind, reads, schema, normalise } = options;
  return {
    sourceKind,
    reads,
    read(raw) {
      const object = schema.parse(raw);
      return { object, normalise: context => normalise(object, context) };
    },
  };
}
