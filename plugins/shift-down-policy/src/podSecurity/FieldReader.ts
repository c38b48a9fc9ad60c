/**
 * Reads typed fields out of an object that somebody wrote by hand. A field of the wrong
 * type reads as absent and leaves a doubt, as does one that is withheld; what was read
 * with a doubt decides nothing.
 */
import {
  WITHHELD,
  type FieldPath,
  type JsonObject,
  type JsonValue,
} from '../evaluation';
import { inWords } from './words';

/** Why what was read since the last look can't be relied on. */
export class Doubts {
  private first: string | undefined;

  add(doubt: string): void {
    this.first ??= doubt;
  }

  /** The first doubt since the last call, if any. */
  take(): string | undefined {
    const first = this.first;
    this.first = undefined;
    return first;
  }
}

const EMPTY: JsonObject = {};
const NONE: readonly never[] = [];

/** Fields of one map. As in the Kubernetes API, null is the same as absent. */
export class FieldReader {
  constructor(
    readonly doubts: Doubts,
    private readonly fields: JsonObject,
    private readonly parent: FieldReader | undefined,
    private readonly key: string | number,
    /** Where the root stands, for a reader without a parent. */
    private readonly root: FieldPath = [],
  ) {}

  /** The path of this map, or of a field under it. */
  path(...keys: (string | number)[]): FieldPath {
    return this.parent
      ? this.parent.path(this.key, ...keys)
      : [...this.root, ...keys];
  }

  boolean(key: string): boolean | undefined {
    const value = this.read(key);
    if (value === undefined || typeof value === 'boolean') {
      return value;
    }
    return this.doubt(value, 'true or false is', key);
  }

  /** A text; empty where there is none, as the API has it. */
  text(key: string): string {
    const value = this.read(key);
    if (typeof value === 'string' && value !== WITHHELD) {
      return value;
    }
    return (
      (value === undefined ? value : this.doubt(value, 'text is', key)) ?? ''
    );
  }

  /** A whole number of up to 32 bits, or of up to 64. */
  integer(key: string, bits: 32 | 64 = 32): number | undefined {
    const value = this.read(key);
    if (
      value === undefined ||
      (typeof value === 'number' &&
        Number.isInteger(value) &&
        Math.abs(value) <= 2 ** (bits - 1))
    ) {
      return value;
    }
    return this.doubt(value, 'a whole number is', key);
  }

  object(key: string): FieldReader | undefined {
    const value = this.read(key);
    if (value === undefined) {
      return undefined;
    }
    return isMap(value)
      ? new FieldReader(this.doubts, value, this, key)
      : this.doubt(value, 'a map is', key);
  }

  /** The items of a list of maps. */
  objects(key: string): readonly FieldReader[] {
    const items = this.list(key);
    if (!items.length) {
      return NONE;
    }
    const list = new FieldReader(this.doubts, EMPTY, this, key);
    return items.map((item, index) => {
      const fields = item ?? EMPTY;
      if (!isMap(fields)) {
        this.doubt(fields, 'a map is', key, index);
      }
      return new FieldReader(
        this.doubts,
        isMap(fields) ? fields : EMPTY,
        list,
        index,
      );
    });
  }

  /** The items of a list of texts. */
  texts(key: string): readonly string[] {
    const items = this.list(key);
    items.forEach((item, index) => {
      if (item !== null && (typeof item !== 'string' || item === WITHHELD)) {
        this.doubt(item, 'text is', key, index);
      }
    });
    return items.map(item => (typeof item === 'string' ? item : ''));
  }

  /** Names of the fields that are kept, those that are null too. */
  names(): string[] {
    return Object.keys(this.fields).filter(name => name !== WITHHELD);
  }

  has(key: string): boolean {
    return this.read(key) !== undefined;
  }

  /** Whether there is a map, be it withheld. */
  hasMap(key: string): boolean {
    const value = this.read(key);
    if (value !== undefined && value !== WITHHELD && !isMap(value)) {
      this.doubt(value, 'a map is', key);
    }
    return value !== undefined;
  }

  private list(key: string): readonly JsonValue[] {
    const value = this.read(key);
    if (Array.isArray(value)) {
      return value;
    }
    if (value !== undefined) {
      this.doubt(value, 'a list is', key);
    }
    return NONE;
  }

  private read(key: string): JsonValue | undefined {
    const value = Object.hasOwn(this.fields, key)
      ? this.fields[key]
      : undefined;
    if (value === undefined && Object.hasOwn(this.fields, WITHHELD)) {
      this.doubt(WITHHELD, '', key);
    }
    return value ?? undefined;
  }

  private doubt(
    value: JsonValue,
    expected: string,
    ...keys: (string | number)[]
  ): undefined {
    const field = inWords(this.path(...keys));
    this.doubts.add(
      value === WITHHELD
        ? `${field} is not kept here`
        : `${field} is ${nature(
            value,
          )} where ${expected} expected: an API server refuses the object`,
    );
  }
}

function isMap(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nature(value: JsonValue): string {
  if (Array.isArray(value)) {
    return 'a list';
  }
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return `the number ${value}`;
    case 'boolean':
      return `${value}`;
    default:
      return 'a map';
  }
}
