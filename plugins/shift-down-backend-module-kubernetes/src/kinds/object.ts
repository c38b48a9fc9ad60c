/**
 * What every Kubernetes object has in common, and how its parts are parsed: what
 * identifies something must be right, or the object counts as unreadable; what only
 * describes it may be anything.
 */
import { z } from 'zod';
import type { ObjectKey } from '@shift-down/plugin-shift-down-common';
import type { OwnerReference, ResourceReference } from '../ownership';
import {
  fieldsOf,
  identifierIn,
  isFields,
  isIdentifier,
  listOf,
  nameOf,
  readReference,
  schemaOf,
  shortTextOf,
  stringsOf,
  textOf,
} from './fields';

/** A name that identifies: bounded, and one line. @internal */
export const identifier = (maximum = 255) =>
  z
    .string()
    .refine(
      value => isIdentifier(value, maximum),
      'not a name of bounded length',
    );

/**
 * Text that may be missing or of another type without harm. Not by `catch`, which
 * makes an error first: reports leave out most of what they may hold.
 */
const lenientText = (read: (value: unknown) => string) =>
  z.unknown().optional().transform(read);

/** Free text, as it is. @internal */
export const freeText = lenientText(textOf);

/** A value that describes, cut rather than refused. @internal */
export const shortText = (maximum = 255) =>
  lenientText(value => shortTextOf(value, maximum));

/** A name that helps where it is right. @internal */
export const lenientName = (maximum = 255) =>
  lenientText(value => nameOf(value, maximum));

/** A reference to an object, with what it leaves out as empty strings. @internal */
export const resourceReference = schemaOf(readReference);

/** String values only; anything else is left out. @internal */
export const stringMap = schemaOf(stringsOf);

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

interface Metadata {
  name: string;
  namespace: string;
  uid: string;
  creationTimestamp: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  ownerReferences: OwnerReference[];
  managedFields: { time: string }[];
}

function readMetadata(value: unknown): Metadata {
  const raw = fieldsOf(value);
  return {
    name: identifierIn(raw, 'name', 512),
    namespace:
      raw.namespace === undefined ? '' : identifierIn(raw, 'namespace'),
    uid: nameOf(raw.uid),
    creationTimestamp: textOf(raw.creationTimestamp),
    labels: stringsOf(raw.labels),
    annotations: stringsOf(raw.annotations),
    ownerReferences: listOf(raw.ownerReferences).flatMap(readOwner),
    managedFields: listOf(raw.managedFields)
      .filter(isFields)
      .map(({ time }) => ({ time: textOf(time) })),
  };
}

/** None where it is not said who. */
function readOwner(value: unknown): OwnerReference[] {
  if (!isFields(value)) {
    return [];
  }
  const { kind, name, controller } = value;
  if (!isIdentifier(kind) || !isIdentifier(name)) {
    return [];
  }
  return [
    {
      apiVersion: nameOf(value.apiVersion),
      kind,
      name,
      uid: nameOf(value.uid),
      controller: controller === true,
    },
  ];
}

/** `apiVersion`, `kind` and the metadata of any object. @internal */
export const objectSchema = z.object({
  apiVersion: identifier(),
  kind: identifier(),
  metadata: schemaOf(readMetadata),
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
