/**
 * What is kept of fields that only describe, by plain functions (see `fields.ts`): each
 * gives the value as it is kept. What is there and not kept, for its form or because it
 * may be secret, is marked, so that an evaluator does not take it for absent. Fields that
 * are not listed are dropped, as an API server drops those it doesn't have.
 */
import { redact, WITHHELD } from '@shift-down/plugin-shift-down-policy';
import { z } from 'zod';
import { isFields, isIdentifier, type Fields } from './fields';
import { remembering, shared, sharedValue } from './shared';

/** Of a value that is neither undefined nor null; undefined where it is as good as none. */
export type Form = (value: unknown) => unknown;

/** An empty list is none to the API. @internal */
export const withheld: Form = value =>
  Array.isArray(value) && value.length === 0 ? undefined : WITHHELD;

/** @internal */
export const number: Form = value =>
  typeof value === 'number' ? value : WITHHELD;

/** @internal */
export const flag: Form = value =>
  typeof value === 'boolean' ? value : WITHHELD;

/** A name or another short word. @internal */
export const text: Form = value =>
  isIdentifier(value) ? shared(value) : WITHHELD;

/** @internal */
export const textOrNumber: Form = value =>
  typeof value === 'number' ? value : text(value);

const MAX_TEXT = 512;

/** The same few paths are read again and again. */
const hidesNothing = remembering(
  // A query is where tokens are put.
  (value: string) => !value.includes('?') && redact(value) === value,
);

/** Text of somebody's own making in which no secret can hide, such as a path. @internal */
export const harmlessText: Form = value =>
  isIdentifier(value, MAX_TEXT) && hidesNothing(value)
    ? shared(value)
    : WITHHELD;

/** @internal */
export function map(forms: Record<string, Form>): Form {
  const list = Object.entries(forms);
  return value => (isFields(value) ? keep(value, list) : WITHHELD);
}

/** @internal */
export function listOf(form: Form): Form {
  return value => (Array.isArray(value) ? value.map(form) : WITHHELD);
}

/** A map of words by names of somebody's own making. @internal */
export const words: Form = value =>
  isFields(value) &&
  Object.entries(value).every(
    ([key, word]) => isIdentifier(key, MAX_TEXT) && isIdentifier(word),
  )
    ? value
    : WITHHELD;

/** For what is the same in many objects, see `sharedValue`. @internal */
export function alike(form: Form): Form {
  return value => sharedValue(form(value));
}

function keep(value: Fields, forms: [string, Form][], kept: Fields = {}) {
  for (const [name, form] of forms) {
    const field = value[name];
    if (field !== undefined && field !== null) {
      kept[name] = form(field);
    }
  }
  return kept;
}

/**
 * A schema whose fields must be right, with others that only describe.
 * @internal
 */
export function objectWith<T extends z.ZodRawShape>(
  shape: T,
  forms: Record<string, Form>,
) {
  const strict = Object.keys(shape);
  const list = Object.entries(forms);
  type Strict = z.infer<z.ZodObject<T>>;
  return z.looseObject(shape).transform((parsed): Strict => {
    const value: Fields = parsed;
    const kept: Fields = {};
    for (const name of strict) {
      if (value[name] !== undefined) {
        kept[name] = value[name];
      }
    }
    return keep(value, list, kept) as Strict;
  });
}
