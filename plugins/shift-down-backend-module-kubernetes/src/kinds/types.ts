import type {
  Evidence,
  ObjectReference,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';
import { finishSteps, type Steps } from '@shift-down/plugin-shift-down-policy';
import type { z } from 'zod';
import type { ResourceReference } from '../ownership';
import { parseInSteps, type LargeList } from './largeList';
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
  /** Results about objects outside the namespace of their report, all left out. */
  dropped: number;
}

/**
 * An object that was parsed and can be normalised, again whenever others change.
 * @internal
 */
export interface ReadObject {
  object: KubernetesObject;
  normalise(context: NormaliseContext): Normalised;
  normaliseInSteps(context: NormaliseContext): Steps<Normalised>;
}

/** One kind of report. @internal */
export interface KindReader {
  sourceKind: SourceKind;
  reads(group: string, kind: string): boolean;
  /** @throws ZodError if what identifies the object or its results is wrong. */
  read(raw: unknown): ReadObject;
  /** @throws ZodError as `read` does. */
  readInSteps(raw: unknown): Steps<ReadObject>;
}

/** Ties a schema to what turns its objects into evidence. @internal */
export function createKindReader<T extends KubernetesObject>(options: {
  sourceKind: SourceKind;
  reads(group: string, kind: string): boolean;
  schema: z.ZodType<T>;
  /** The list in its objects that can be very long, if there is one. */
  list?: LargeList;
  normalise(
    object: T,
    context: NormaliseContext,
  ): Normalised | Steps<Normalised>;
}): KindReader {
  const { sourceKind, reads, schema, list } = options;
  function* normaliseInSteps(
    object: T,
    context: NormaliseContext,
  ): Steps<Normalised> {
    const normalised = options.normalise(object, context);
    return 'evidence' in normalised ? normalised : yield* normalised;
  }
  function* readInSteps(raw: unknown): Steps<ReadObject> {
    const object = list
      ? yield* parseInSteps(raw, schema, list)
      : schema.parse(raw);
    return {
      object,
      normalise: context => finishSteps(normaliseInSteps(object, context)),
      normaliseInSteps: context => normaliseInSteps(object, context),
    };
  }
  return {
    sourceKind,
    reads,
    read: raw => finishSteps(readInSteps(raw)),
    readInSteps,
  };
}
