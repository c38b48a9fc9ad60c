/**
 * Objects that are kept as they are, by an allow-list of their fields. Unlike reports,
 * these are refused when any part of them has the wrong form: a rule that was passed
 * over would make a namespace look safer than it is.
 */
import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import type { z } from 'zod';
import type { KubernetesObject } from '../object';
import { createKindReader, type KindReader } from '../types';

/** @internal */
export function createResourceReader<T extends KubernetesObject>(options: {
  sourceKind: SourceKind;
  group: string;
  clusterScoped?: boolean;
  schema: z.ZodType<T>;
  /** What is kept beside its name and labels, in the shape of the API. */
  fieldsOf(object: T, clean: (text: string) => string): object;
  /** Those of its annotations that are kept. */
  annotationsOf?(object: T): Record<string, string>;
}): KindReader {
  const { sourceKind, group, clusterScoped, schema } = options;
  return createKindReader({
    sourceKind,
    reads: (otherGroup, kind) => otherGroup === group && kind === sourceKind,
    schema,
    normalise(object, context) {
      const { apiVersion, kind, metadata } = object;
      const { name, uid, labels } = metadata;
      const namespace = clusterScoped ? '' : metadata.namespace;
      const annotations = options.annotationsOf?.(object) ?? {};
      return {
        evidence: [
          {
            type: 'resource',
            object: { namespace, kind, name },
            apiVersion,
            uid,
            labels,
            fields: {
              apiVersion,
              kind,
              metadata: {
                name,
                ...(namespace && { namespace }),
                ...(Object.keys(annotations).length > 0 && { annotations }),
              },
              ...withoutNulls(
                options.fieldsOf(object, text =>
                  context.clean(text, namespace),
                ),
              ),
            },
          },
        ],
        warnings: [],
        dropped: 0,
      };
    },
  });
}

/** To the API an absent field and a null are one; an empty list or object is not. */
function withoutNulls<T>(value: T): T;
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(item => withoutNulls(item));
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      item === null || item === undefined ? [] : [[key, withoutNulls(item)]],
    ),
  );
}
