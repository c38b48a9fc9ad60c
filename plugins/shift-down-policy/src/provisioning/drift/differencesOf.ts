/** Where two fields of one shape differ. */
import type { FieldDifference } from '@shift-down/plugin-shift-down-common';
import { parseQuantity } from '../../admissionInput/quantity';
import {
  WITHHELD,
  type FieldPath,
  type JsonObject,
  type JsonValue,
} from '../../evaluation';
import { fieldInWords } from '../../evaluation/fieldInWords';
import { boundText } from '../../redact';
import { isFields, listOf } from './json';
import type { Shape } from './shapes';

/** Longer values say no more to people. */
const LONGEST = 1_000;

const OPEN: Shape = { type: 'open' };

type Json = JsonValue | undefined;
type MapShape = Extract<Shape, { type: 'map' }>;
type SetShape = Extract<Shape, { type: 'set' }>;

/** @internal */
export function differencesOf(
  shape: Shape,
  applied: Json,
  found: Json,
  path: FieldPath = [],
): FieldDifference[] {
  const [ours, theirs] = [meaningOf(shape, applied), meaningOf(shape, found)];
  if (theirs === WITHHELD || (ours === undefined && theirs === undefined)) {
    return [];
  }
  if (shape.type === 'open') {
    return differencesInOpen(ours, theirs, path);
  }
  if (shape.type === 'map' && areFields(shape, ours, theirs)) {
    return differencesInMap(
      shape,
      isFields(ours) ? ours : {},
      isFields(theirs) ? theirs : {},
      path,
    );
  }
  if (shape.type === 'set' && isListOrNone(ours) && isListOrNone(theirs)) {
    return differencesInSet(shape, listOf(ours), listOf(theirs), path);
  }
  return canonical(shape, ours) === canonical(shape, theirs)
    ? []
    : [difference(path, ours, theirs)];
}

/**
 * One that is not there is told field by field only where others may add fields: of what
 * has to be exact, none at all may mean another thing than an empty one.
 */
function areFields(
  { isExact, emptyIsNone }: MapShape,
  ours: Json,
  theirs: Json,
) {
  const isNoneAllowed = !isExact || emptyIsNone;
  return [ours, theirs].every(
    it => isFields(it) || (it === undefined && isNoneAllowed),
  );
}

/** Of what nothing is known but that others may add fields and fill in defaults. */
function differencesInOpen(
  ours: Json,
  theirs: Json,
  path: FieldPath,
): FieldDifference[] {
  if (isFields(ours) && isFields(theirs)) {
    return Object.keys(ours).flatMap(name =>
      differencesOf(OPEN, own(ours, name), own(theirs, name), [...path, name]),
    );
  }
  if (
    Array.isArray(ours) &&
    Array.isArray(theirs) &&
    ours.length === theirs.length
  ) {
    return ours.flatMap((item, position) =>
      differencesOf(OPEN, item, theirs[position], [...path, position]),
    );
  }
  return canonical(OPEN, ours) === canonical(OPEN, theirs)
    ? []
    : [difference(path, ours, theirs)];
}

function differencesInMap(
  shape: MapShape,
  ours: JsonObject,
  theirs: JsonObject,
  path: FieldPath,
): FieldDifference[] {
  return fieldsToCompare(shape, ours, theirs).flatMap(name =>
    differencesOf(
      shapeOfField(shape, name),
      own(ours, name),
      own(theirs, name) ?? (isCut(theirs) ? WITHHELD : undefined),
      [...path, name],
    ),
  );
}

function fieldsToCompare(
  { fields, isExact }: MapShape,
  ours: JsonObject,
  theirs: JsonObject,
): string[] {
  const declared = Object.keys(fields).filter(
    name => isExact || fields[name].guarded,
  );
  const names = new Set([
    ...Object.keys(ours),
    ...declared,
    ...(isExact ? Object.keys(theirs) : []),
  ]);
  names.delete(WITHHELD);
  return [...names];
}

function differencesInSet(
  shape: SetShape,
  ours: JsonValue[],
  theirs: JsonValue[],
  path: FieldPath,
): FieldDifference[] {
  const lacking = entriesOf(shape, ours);
  const added = entriesOf(shape, theirs);
  takePairs(lacking, added, (a, b) => a.canonical === b.canonical);
  const pairs = [
    ...(shape.keyOf
      ? takePairs(lacking, added, (a, b) => a.key === b.key)
      : []),
    ...takePairs(lacking, added, () => !shape.keyOf),
  ];
  return [
    ...pairs.flatMap(([a, b]) =>
      differencesOf(shape.items, a.item, b.item, [...path, a.position]),
    ),
    ...lacking.map(({ item, position }) =>
      difference([...path, position], item, undefined),
    ),
    ...added.map(({ item, position }) =>
      difference([...path, position], undefined, item),
    ),
  ];
}

interface Entry {
  item: JsonValue;
  position: number;
  canonical: string;
  key: string;
}

function entriesOf({ items, keyOf }: SetShape, list: JsonValue[]): Entry[] {
  return list.map((item, position) => ({
    item,
    position,
    canonical: canonical(items, meaningOf(items, item)),
    key: keyOf?.(item) ?? '',
  }));
}

/** Takes out of both lists what belongs together. */
function takePairs(
  ours: Entry[],
  theirs: Entry[],
  belong: (a: Entry, b: Entry) => boolean,
): [Entry, Entry][] {
  const pairs: [Entry, Entry][] = [];
  for (const entry of [...ours]) {
    const at = theirs.findIndex(other => belong(entry, other));
    if (at >= 0) {
      pairs.push([entry, theirs[at]]);
      theirs.splice(at, 1);
      ours.splice(ours.indexOf(entry), 1);
    }
  }
  return pairs;
}

/** With defaults filled in; `undefined` where it comes to nothing. */
function meaningOf(shape: Shape, json: Json): Json {
  const present = json === null ? undefined : json;
  if (shape.type === 'value') {
    return present ?? shape.default;
  }
  if (shape.emptyIsNone && isEmpty(present)) {
    return undefined;
  }
  return shape.type === 'map' && shape.prepare && isFields(present)
    ? shape.prepare(present)
    : present;
}

/** Equal for what means the same. */
function canonical(shape: Shape, meaning: Json): string {
  if (shape.type === 'quantity') {
    const amount = parseQuantity(meaning);
    return amount ? String(amount.nano) : JSON.stringify(meaning) ?? '';
  }
  if (shape.type === 'set' && Array.isArray(meaning)) {
    const items = meaning.map(item =>
      canonical(shape.items, meaningOf(shape.items, item)),
    );
    return `[${items.sort().join()}]`;
  }
  if (isFields(meaning)) {
    const parts = Object.keys({
      ...(shape.type === 'map' && shape.fields),
      ...meaning,
    })
      .sort()
      .flatMap(name => {
        const inner = shapeOfField(shape, name);
        const field = meaningOf(inner, own(meaning, name));
        return field === undefined
          ? []
          : [`${JSON.stringify(name)}:${canonical(inner, field)}`];
      });
    return `{${parts.join()}}`;
  }
  return Array.isArray(meaning)
    ? `[${meaning.map(item => canonical({ type: 'value' }, item)).join()}]`
    : JSON.stringify(meaning) ?? '';
}

function shapeOfField(shape: Shape, name: string): Shape {
  if (shape.type !== 'map') {
    return { type: 'value' };
  }
  return Object.hasOwn(shape.fields, name) ? shape.fields[name] : shape.rest;
}

function difference(
  path: FieldPath,
  applied: Json,
  found: Json,
): FieldDifference {
  return {
    path: fieldInWords(path),
    ...(applied !== undefined && { applied: told(applied) }),
    ...(found !== undefined && { found: told(found) }),
  };
}

function told(json: JsonValue): string {
  return boundText(JSON.stringify(json), LONGEST);
}

function own(fields: JsonObject, name: string): Json {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** It has more entries than are kept. */
function isCut(fields: JsonObject): boolean {
  return Object.hasOwn(fields, WITHHELD);
}

function isListOrNone(json: Json): boolean {
  return json === undefined || Array.isArray(json);
}

function isEmpty(json: Json): boolean {
  return Array.isArray(json)
    ? json.length === 0
    : isFields(json) && Object.keys(json).length === 0;
}
