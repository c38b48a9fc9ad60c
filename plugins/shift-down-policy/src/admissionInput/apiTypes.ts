/** The built-in kinds and their Go types, generated from Kubernetes' own sources. */
import table from './apiTable.json';

/** What a field or an item holds. */
export type ApiType =
  | { sort: 'scalar'; name: string }
  | { sort: 'list' | 'map'; item: ApiType }
  | { sort: 'struct'; name: string };

export interface TypeField {
  name: string;
  type: ApiType;
  /** Absent and zero differ. */
  pointer: boolean;
  omitEmpty: boolean;
  omitZero: boolean;
}

/** A struct of the API. */
export interface StructType {
  /** In the order of its declaration. */
  fields: readonly TypeField[];
  byName: ReadonlyMap<string, TypeField>;
  /** Fields that hold a struct and are there whatever is written. */
  always: readonly TypeField[];
  /** Fields with structs in them. */
  nested: readonly TypeField[];
}

interface Kind {
  resource: string;
  namespaced?: boolean;
  type?: string;
}

const kinds: Record<string, Record<string, Kind>> = table.kinds;
const types: Record<string, string> = table.types;
const groups = new Set(Object.keys(kinds).map(groupOf));
const parsed = new Map<string, StructType>();

/** The minor version of Kubernetes that the table was made of. */
export const TABLE_MINOR_VERSION = Number(table.version.split('.')[1]);

/** A built-in kind; undefined where there is none. */
export function builtInKind(
  apiVersion: string,
  kind: string,
): Kind | undefined {
  return own(own(kinds, apiVersion) ?? {}, kind);
}

/** Whether Kubernetes itself owns the group. */
export function isBuiltInGroup(group: string): boolean {
  return groups.has(group);
}

export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** The table is large, and little of it is ever asked for. */
export function structOf(name: string): StructType {
  let struct = parsed.get(name);
  if (!struct) {
    struct = parseStruct(types[name]);
    parsed.set(name, struct);
  }
  return struct;
}

function parseStruct(text: string): StructType {
  const fields = text === '' ? [] : text.split(',').map(parseField);
  return {
    fields,
    byName: new Map(fields.map(field => [field.name, field])),
    always: fields.filter(it => it.type.sort === 'struct' && !it.pointer),
    nested: fields.filter(({ type }) => holdsStructs(type)),
  };
}

function holdsStructs(type: ApiType): boolean {
  return type.sort === 'struct' || ('item' in type && holdsStructs(type.item));
}

function parseField(text: string): TypeField {
  const [, name, flags, type] = /^([^*?!:]+)([*?!]*):(.+)$/.exec(text)!;
  return {
    name,
    type: parseType(type),
    pointer: flags.includes('*'),
    omitEmpty: flags.includes('?'),
    omitZero: flags.includes('!'),
  };
}

/** `[` or `{` before the type of items, `#` before a name, or a word. */
function parseType(notation: string): ApiType {
  const rest = notation.slice(1);
  switch (notation[0]) {
    case '[':
      return { sort: 'list', item: parseType(rest) };
    case '{':
      return {
        sort: 'map',
        item: parseType(rest === 'quantity' ? 'amount' : rest),
      };
    case '#':
      return { sort: 'struct', name: rest };
    default:
      return { sort: 'scalar', name: notation };
  }
}

function own<T>(record: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
