/**
 * What every Kubernetes object has in common, and how its parts are parsed: what
 * identifies something must be right, or the object counts as unreadable; what only
 * describes it may be anything.
 */
import { z } from 'zod';
import type { ObjectKey } from '@shift-down/plugin-shift-down-common';
import type { OwnerReference, ResourceReference } from '../ownership';

// Databases refuse NUL, and no name holds any other control character.
// eslint-disable-next-line no-control-regex
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f]/;

/** A name that identifies: bounded, and one line. @internal */
export const identifier = (maximum = 255) =>
  z
    .string()
    .refine(value => isName(value, maximum), 'not a name of bounded length');

function isName(value: string, maximum: number): boolean {
  return value.length <= maximum && !CONTROL_CHARACTERS.test(value);
}

/**
 * Text that may be missing or of another type without harm. Not by `catch`, which
 * makes an error first: reports leave out most of what they may hold.
 */
const lenientText = (read: (value: string) => string) =>
  z
    .unknown()
    .optional()
    .transform(value => (typeof value === 'string' ? read(value) : ''));

/** Free text, as it is. @internal */
export const freeText = lenientText(value => value);

/** A value that describes, cut rather than refused. @internal */
export const shortText = (maximum = 255) =>
  lenientText(value =>
    CONTROL_CHARACTERS.test(value) ? '' : value.slice(0, maximum),
  );

/** A name that helps where it is right. @internal */
export const lenientName = (maximum = 255) =>
  lenientText(value => (isName(value, maximum) ? value : ''));

const ownerReference: z.ZodType<OwnerReference> = z.object({
  apiVersion: lenientName(),
  kind: identifier(),
  name: identifier(),
  uid: lenientName(),
  controller: z.boolean().catch(false),
});

/** A reference to an object, with what it leaves out as empty strings. @internal */
export const resourceReference: z.ZodType<ResourceReference> = z.object({
  apiVersion: lenientName(),
  kind: lenientName(),
  namespace: lenientName(),
  name: lenientName(512),
  uid: lenientName(),
});

/** String values only; anything else is left out. @internal */
export const stringMap = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform(map =>
    Object.fromEntries(
      Object.entries(map).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
  );

/** A list whose entries of the wrong shape are left out. @internal */
export const lenientList = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform(values =>
      values.flatMap(value => {
        const parsed = item.safeParse(value);
        return parsed.success ? [parsed.data] : [];
      }),
    );

/** `apiVersion`, `kind` and the metadata of any object. @internal */
export const objectSchema = z.object({
  apiVersion: identifier(),
  kind: identifier(),
  metadata: z.object({
    name: identifier(512),
    namespace: identifier().optional().default(''),
    uid: lenientName(),
    creationTimestamp: freeText,
    labels: stringMap.optional().default({}),
    annotations: stringMap.optional().default({}),
    ownerReferences: lenientList(ownerReference).optional().default([]),
    managedFields: lenientList(z.object({ time: freeText }))
      .optional()
      .default([]),
  }),
});

/** @internal */
export type KubernetesObject = z.infer<typeof objectSchema>;

/** @internal */
export function keyOf(object: KubernetesObject): ObjectKey {
  const { apiVersion, kind, metadata } = object;
  return {
    apiVersion,
    kind,
    namespace: metadata.namespace,
    name: metadata.name,
  };
}

/** @internal */
export function referenceTo(object: KubernetesObject): ResourceReference {
  return { ...keyOf(object), uid: object.metadata.uid };
}

/** The API group of an `apiVersion`; empty for the core group. @internal */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** A moment as ISO 8601 in UTC, or `undefined` if it isn't one. @internal */
export function toIso(value: string | number | undefined): string | undefined {
  if (value === undefined || value === '') {
    return undefined;
  }
  const date = new Date(value);
  const year = date.getUTCFullYear();
  // Four digits keep moments as text in their order.
  return year >= 1970 && year <= 9999 ? date.toISOString() : undefined;
}

/** The latest of some moments. @internal */
export function latest(
  moments: Iterable<string | undefined>,
): string | undefined {
  let result: string | undefined;
  for (const moment of moments) {
    if (moment && (!result || moment > result)) {
      result = moment;
    }
  }
  return result;
}
