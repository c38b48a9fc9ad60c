/**
 * Fields of what reports hold very many of, read by plain functions: a schema for each
 * field takes several times as long as the field. The schemas in `object.ts` are made
 * of the same functions, so that there is one set of rules.
 */
import { z } from 'zod';
import type { ResourceReference } from '../ownership';
import { shared } from './shared';

// Databases refuse NUL, and no name holds any other control character.
// eslint-disable-next-line no-control-regex
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f]/;

/** An object whose fields nobody knows yet. @internal */
export type Fields = Record<string, unknown>;

/** Where a value has the wrong form; never the value. */
class WrongFormError extends Error {
  constructor(readonly path: string[]) {
    super('wrong type or form');
  }
}

/** @internal */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws WrongFormError if it isn't an object. @internal */
export function fieldsOf(value: unknown): Fields {
  if (!isFields(value)) {
    throw new WrongFormError([]);
  }
  return value;
}

/** Whether it can identify something: bounded, and one line. @internal */
export function isIdentifier(value: unknown, maximum = 255): value is string {
  return (
    typeof value === 'string' &&
    value.length <= maximum &&
    !CONTROL_CHARACTERS.test(value)
  );
}

/**
 * A name that identifies.
 * @throws WrongFormError if it isn't one.
 * @internal
 */
export function identifierIn(
  fields: Fields,
  field: string,
  maximum = 255,
): string {
  const value = fields[field];
  if (!isIdentifier(value, maximum)) {
    throw new WrongFormError([field]);
  }
  return value;
}

/** Text, or none where it is anything else. @internal */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A value that describes, cut rather than refused. @internal */
export function shortTextOf(value: unknown, maximum = 255): string {
  return typeof value === 'string' && !CONTROL_CHARACTERS.test(value)
    ? value.slice(0, maximum)
    : '';
}

/** A name that helps where it is right. @internal */
export function nameOf(value: unknown, maximum = 255): string {
  return isIdentifier(value, maximum) ? value : '';
}

/** Entries of a list, or none where it is anything else. @internal */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** String values only; anything else is left out. @internal */
export function stringsOf(value: unknown): Record<string, string> {
  const strings: Record<string, string> = {};
  if (isFields(value)) {
    for (const [key, text] of Object.entries(value)) {
      if (typeof text === 'string' && key !== '__proto__') {
        strings[key] = text;
      }
    }
  }
  return strings;
}

/** A reference to an object, with what it leaves out as empty strings. @internal */
export function readReference(value: unknown): ResourceReference {
  const reference = fieldsOf(value);
  return {
    apiVersion: shared(nameOf(reference.apiVersion)),
    kind: nameOf(reference.kind),
    namespace: shared(nameOf(reference.namespace)),
    name: shared(nameOf(reference.name, 512)),
    uid: shared(nameOf(reference.uid)),
  };
}

/** The schema of what a function reads. @internal */
export function schemaOf<T>(read: (value: unknown) => T): z.ZodType<T> {
  return z.unknown().transform((value, context) => {
    try {
      return read(value);
    } catch (error) {
      if (!(error instanceof WrongFormError)) {
        throw error;
      }
      const { path, message } = error;
      context.addIssue({ code: 'custom', path, message });
      return z.NEVER;
    }
  });
}
