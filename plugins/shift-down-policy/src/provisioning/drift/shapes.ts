/**
 * What the fields of an object mean to the API, as far as two of them are the same: which
 * lists are sets, which values are quantities, what a field is where nobody set it, and
 * whether what was added to it changes what we applied.
 */
import type { JsonObject, JsonValue } from '../../evaluation';

/** @internal */
export type Shape = {
  /** What is there counts even where we applied nothing. */
  guarded?: true;
  /** To the API an empty one is none. */
  emptyIsNone?: true;
} & (ValueShape | QuantityShape | MapShape | SetShape | OpenShape);

/** Compared as it is. */
interface ValueShape {
  type: 'value';
  default?: JsonValue;
}

/** Compared by amount: 1000m is 1. */
interface QuantityShape {
  type: 'quantity';
}

interface MapShape {
  type: 'map';
  fields: Readonly<Record<string, Shape>>;
  /** Of every other field. */
  rest: Shape;
  /** What others added changes what it says. */
  isExact: boolean;
  /** Fills in what the API server would. */
  prepare?(fields: JsonObject): JsonObject;
}

/** A list whose order says nothing, or whose items are told apart by a key. */
interface SetShape {
  type: 'set';
  items: Shape;
  keyOf?(item: JsonValue): string;
}

/** Of a kind that nobody here knows. */
interface OpenShape {
  type: 'open';
}

export const value: Shape = { type: 'value' };

export const quantity: Shape = { type: 'quantity' };

export function valueOr(fallback: JsonValue): Shape {
  return { type: 'value', default: fallback };
}

/** Others may have added fields. */
export function map(
  fields: Record<string, Shape>,
  prepare?: MapShape['prepare'],
): Shape {
  return { type: 'map', fields, rest: value, isExact: false, prepare };
}

/** Every field counts, those too that others added. */
export function exactMap(
  fields: Record<string, Shape>,
  prepare?: MapShape['prepare'],
): Shape {
  return { type: 'map', fields, rest: value, isExact: true, prepare };
}

/** By names of somebody's own making. */
export function mapOf(rest: Shape): Shape {
  return { type: 'map', fields: {}, rest, isExact: false, emptyIsNone: true };
}

export function exactMapOf(rest: Shape): Shape {
  return { type: 'map', fields: {}, rest, isExact: true, emptyIsNone: true };
}

/** What was added to it is a difference as well. */
export function setOf(items: Shape, keyOf?: SetShape['keyOf']): Shape {
  return { type: 'set', items, keyOf, guarded: true, emptyIsNone: true };
}

export function guarded(shape: Shape): Shape {
  return { ...shape, guarded: true };
}
