/** Attributes of a resource become fields of an object, with a way back for each. */
import {
  type FieldPath,
  type JsonObject,
  type JsonValue,
  WITHHELD,
} from '../../evaluation';
import {
  SERVER_METADATA,
  TERRAFORM_ONLY,
  fieldName,
  listBlock,
  typedValue,
} from './names';

/** A value beside what is known of it. */
export interface Marked {
  value: JsonValue | undefined;
  sensitive: JsonValue | undefined;
  unknown: JsonValue | undefined;
  /** From the configuration; undefined where nothing is known of it. */
  configured: JsonValue | undefined;
}

export interface Conversion {
  /** Paths of attributes, by the JSON of the field's path. */
  origins: Map<string, FieldPath>;
  /** Attributes that are withheld, with the reason. */
  withheld: { attribute: FieldPath; reason: string }[];
}

/** Deeper than any object of the API; what lies below is withheld. */
export const DEEPEST = 64;

const SENSITIVE = 'it is marked sensitive';
const UNKNOWN = 'it is known only after apply';

export function convertResource(
  marked: Marked,
  conversion: Conversion,
): JsonObject {
  return convertBlock(marked, '', [], [], conversion, TERRAFORM_ONLY);
}

function convertBlock(
  marked: Marked,
  block: string,
  attribute: FieldPath,
  field: FieldPath,
  conversion: Conversion,
  skipped: ReadonlySet<string>,
): JsonObject {
  const result: JsonObject = {};
  const names = new Set([
    ...Object.keys(asObject(marked.value)),
    ...trueKeys(marked.unknown),
  ]);
  for (const name of names) {
    if (skipped.has(name)) {
      continue;
    }
    const child = step(marked, name);
    if (isLeftToServer(child, marked.configured)) {
      continue;
    }
    const list = listBlock(name, block);
    const isBlock = isBlockList(child.value);
    const key = isBlock && list ? list : fieldName(name);
    const here = [...attribute, name];
    const path = [...field, key];
    conversion.origins.set(JSON.stringify(path), here);
    const value = isBlock
      ? convertBlocks(child, name, list !== undefined, here, path, conversion)
      : convertAttribute(child, name, here, path, conversion);
    if (value !== undefined) {
      result[key] = value;
    }
  }
  if (block === 'security_context' && !('runAsNonRoot' in result)) {
    // The provider sends it wherever there is a security context.
    result.runAsNonRoot = false;
  }
  return result;
}

function convertBlocks(
  marked: Marked,
  name: string,
  isList: boolean,
  attribute: FieldPath,
  field: FieldPath,
  conversion: Conversion,
): JsonValue | undefined {
  if (marked.sensitive === true || field.length > DEEPEST) {
    return withhold(attribute, SENSITIVE, conversion);
  }
  const items = marked.value as JsonValue[];
  const skipped = name === 'metadata' ? SERVER_METADATA : new Set<string>();
  const converted = items.map((_, index) => {
    const item = step(marked, index);
    const path = isList ? [...field, index] : field;
    const here = [...attribute, index];
    conversion.origins.set(JSON.stringify(path), here);
    return item.sensitive === true
      ? withhold(here, SENSITIVE, conversion)
      : convertBlock(item, name, here, path, conversion, skipped);
  });
  return isList ? converted : converted[0];
}

/** Attributes and maps: names below are the user's and stay as they are. */
function convertAttribute(
  marked: Marked,
  name: string,
  attribute: FieldPath,
  field: FieldPath,
  conversion: Conversion,
): JsonValue | undefined {
  const { value, unknown } = marked;
  if (value === '' || (Array.isArray(value) && value.length === 0)) {
    return unknown === true
      ? withhold(attribute, UNKNOWN, conversion)
      : undefined;
  }
  const kept = keepValue(marked, attribute, field, conversion);
  return kept === undefined || kept === null
    ? undefined
    : typedValue(name, kept);
}

/** A value as it is, but for what is sensitive or unknown in it. */
export function keepValue(
  marked: Marked,
  attribute: FieldPath,
  field: FieldPath,
  conversion: Conversion,
): JsonValue | undefined {
  const { value, sensitive, unknown } = marked;
  if (sensitive === true) {
    return value === null
      ? undefined
      : withhold(attribute, SENSITIVE, conversion);
  }
  if (unknown === true) {
    return withhold(attribute, UNKNOWN, conversion);
  }
  if (field.length > DEEPEST) {
    return withhold(attribute, 'it is nested too deeply', conversion);
  }
  conversion.origins.set(JSON.stringify(field), attribute);
  if (Array.isArray(value)) {
    const length = Math.max(
      value.length,
      Array.isArray(unknown) ? unknown.length : 0,
    );
    return Array.from(
      { length },
      (_, index) =>
        keepValue(
          step(marked, index),
          [...attribute, index],
          [...field, index],
          conversion,
        ) ?? null,
    );
  }
  if (typeof value === 'object' && value !== null) {
    const result: JsonObject = {};
    for (const key of new Set([...Object.keys(value), ...trueKeys(unknown)])) {
      const kept = keepValue(
        step(marked, key),
        [...attribute, key],
        [...field, key],
        conversion,
      );
      if (kept !== undefined) {
        Object.defineProperty(result, key, {
          value: kept,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
    }
    return result;
  }
  return value;
}

function withhold(
  attribute: FieldPath,
  reason: string,
  conversion: Conversion,
): string {
  conversion.withheld.push({ attribute, reason });
  return WITHHELD;
}

/** What the configuration doesn't set, and the server will: it is not in the request. */
function isLeftToServer(
  child: Marked,
  configuredParent: JsonValue | undefined,
) {
  return (
    child.unknown === true &&
    configuredParent !== undefined &&
    child.configured === undefined
  );
}

/** Maps are objects in a plan, and blocks are lists of objects. */
function isBlockList(value: JsonValue | undefined): value is JsonValue[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(item => typeof item === 'object' && !Array.isArray(item))
  );
}

function step(marked: Marked, key: string | number): Marked {
  return {
    value: childOf(marked.value, key),
    // A mark on a parent holds for all that is in it.
    sensitive: marked.sensitive === true || childOf(marked.sensitive, key),
    unknown: marked.unknown === true || childOf(marked.unknown, key),
    configured: childOf(marked.configured, key),
  };
}

function childOf(
  parent: JsonValue | undefined,
  key: string | number,
): JsonValue | undefined {
  if (Array.isArray(parent)) {
    return typeof key === 'number' ? parent[key] : undefined;
  }
  return typeof parent === 'object' &&
    parent !== null &&
    Object.hasOwn(parent, key)
    ? parent[key]
    : undefined;
}

function asObject(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value
    : {};
}

/** What a plan's values leave out, for it is unknown as a whole. */
function trueKeys(unknown: JsonValue | undefined): string[] {
  return Object.entries(asObject(unknown))
    .filter(([, mark]) => mark === true)
    .map(([key]) => key);
}
