/** Pieces that the schemas of the formats are made of. Fields that nobody reads may be anything. */
import { z } from 'zod';

// Databases refuse NUL, and no name holds any other control character.
// eslint-disable-next-line no-control-regex
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f]/;

/** What identifies something: it must be there, on one line, and bounded. @internal */
export function identifier(maximum = 255) {
  return z
    .string()
    .min(1)
    .max(maximum)
    .refine(value => !CONTROL_CHARACTERS.test(value), {
      message: 'must not hold control characters',
    });
}

/** What describes on one line: cut rather than refused, empty where it is anything else. @internal */
export function shortText(maximum = 255) {
  return z
    .string()
    .catch('')
    .transform(value =>
      CONTROL_CHARACTERS.test(value) ? '' : value.slice(0, maximum),
    );
}

/** Free text, to be redacted; empty where it is anything else. @internal */
export const freeText = z.string().catch('');

/** A list that tools leave out, or write as null, where it is empty. @internal */
export function list<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .nullish()
    .transform(items => items ?? []);
}

/** What only helps where it is right. @internal */
export function helpful<T extends z.ZodType>(schema: T) {
  return schema.optional().catch(undefined);
}

/** An object that tools leave out where they know nothing to put in it. @internal */
export function section<T extends z.ZodType>(schema: T) {
  return z
    .unknown()
    .optional()
    .transform((value): unknown => value ?? {})
    .pipe(schema);
}

/** A moment as ISO 8601 in UTC, where it is one. @internal */
export const moment = z
  .unknown()
  .optional()
  .transform(value => {
    const time = typeof value === 'string' ? Date.parse(value) : NaN;
    // Go's zero time stands for a field that was never set.
    return Number.isNaN(time) || time < Date.UTC(1971, 0)
      ? undefined
      : new Date(time).toISOString();
  });

/** CVSS base score. @internal */
export const baseScore = helpful(z.number().min(0).max(10));

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** @internal */
export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && DIGEST.test(value);
}

/** A digest, where it is one. @internal */
export const digest = z
  .unknown()
  .optional()
  .transform(value => (isDigest(value) ? value : undefined));
