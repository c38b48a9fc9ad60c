/** A parsed YAML document as plain JSON, the way an API server would read it. */
import type {
  JsonObject,
  JsonValue,
} from '@shift-down/plugin-shift-down-policy';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { resolvePlainScalar } from './yamlScalars';

/** Why a document is not read, and where. */
export class DocumentError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const MAXIMUM_DEPTH = 500;
/** How many values may come out of aliases alone. */
const MAXIMUM_EXPANSION = 100_000;

const STANDARD_TAG = 'tag:yaml.org,2002:';

interface Anchored {
  value: JsonValue;
  /** How many values it is, aliases in it counted out. */
  size: number;
}

class Reader {
  readonly #anchors = new Map<string, Anchored | 'open'>();
  #read = 0;
  #expanded = 0;

  read(node: Node, depth: number): JsonValue {
    if (depth > MAXIMUM_DEPTH) {
      throw new DocumentError('Nested too deeply', offsetOf(node));
    }
    if (isAlias(node)) {
      return this.#alias(node);
    }
    const { anchor } = node as { anchor?: string };
    if (!anchor) {
      return this.#value(node, depth);
    }
    const before = this.#read + this.#expanded;
    this.#anchors.set(anchor, 'open');
    const value = this.#value(node, depth);
    this.#anchors.set(anchor, {
      value,
      size: this.#read + this.#expanded - before,
    });
    return value;
  }

  #value(node: Node, depth: number): JsonValue {
    this.#read += 1;
    if (isScalar(node)) {
      return scalarValue(node);
    }
    if (isSeq(node)) {
      return node.items.map(item => this.read(item as Node, depth + 1));
    }
    if (isMap(node)) {
      return this.#map(node, depth);
    }
    throw new DocumentError('No value that JSON knows', offsetOf(node));
  }

  #map(node: YAMLMap, depth: number): JsonObject {
    const entries = new Map<string, JsonValue>();
    const merged: JsonObject[] = [];
    for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
      const read = value ? this.read(value, depth + 1) : null;
      if (isMergeKey(key)) {
        merged.push(...mapsToMerge(read, offsetOf(key)));
        continue;
      }
      const name = keyName(this.read(key, depth + 1), key);
      if (entries.has(name)) {
        throw new DocumentError(
          `The key ${JSON.stringify(name)} is there twice`,
          offsetOf(key),
        );
      }
      entries.set(name, read);
    }
    for (const map of merged) {
      for (const [name, value] of Object.entries(map)) {
        if (!entries.has(name)) {
          entries.set(name, value);
        }
      }
    }
    // Defines keys such as __proto__ as any other.
    return Object.fromEntries(entries);
  }

  #alias(node: Alias): JsonValue {
    const anchored = this.#anchors.get(node.source);
    if (!anchored) {
      throw new DocumentError(
        `There is no anchor &${node.source} before this alias`,
        offsetOf(node),
      );
    }
    if (anchored === 'open') {
      throw new DocumentError(
        `The alias *${node.source} contains itself`,
        offsetOf(node),
      );
    }
    this.#expanded += anchored.size;
    if (this.#expanded > MAXIMUM_EXPANSION) {
      throw new DocumentError(
        `Aliases expand to more than ${MAXIMUM_EXPANSION} values`,
        offsetOf(node),
      );
    }
    return anchored.value;
  }
}

/** @throws DocumentError for what Kubernetes would refuse to read. */
export function valueOfNode(root: Node | null): JsonValue {
  return root ? new Reader().read(root, 0) : null;
}

function isMergeKey(key: Node): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.value === '<<';
}

function mapsToMerge(value: JsonValue, offset: number): JsonObject[] {
  const maps = Array.isArray(value) ? value : [value];
  return maps.map(map => {
    if (typeof map !== 'object' || map === null || Array.isArray(map)) {
      throw new DocumentError('<<: takes a map, or a list of maps', offset);
    }
    return map;
  });
}

function keyName(value: JsonValue, key: Node): string {
  if (value === null || typeof value === 'object') {
    throw new DocumentError(
      'Keys are texts, numbers or booleans',
      offsetOf(key),
    );
  }
  return String(value);
}

function scalarValue(node: Scalar): JsonValue {
  const text = String(node.value ?? '');
  if (!node.tag) {
    return node.type === 'PLAIN' ? resolvePlainScalar(text) : text;
  }
  switch (node.tag.replace(STANDARD_TAG, '')) {
    case 'int':
    case 'float':
    case 'bool':
    case 'null':
      return resolvePlainScalar(text);
    case 'binary':
      return Buffer.from(text, 'base64').toString('latin1');
    default:
      return text;
  }
}

function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
