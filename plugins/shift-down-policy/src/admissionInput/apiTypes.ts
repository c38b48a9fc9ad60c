/** The built-in kinds and their Go types, generated from Kubernetes' own sources. */
import table from './apiTable.json';

/** A type as the table has it: a word, `[` or `{` before that of items, or `#` and a name. */
export type TypeNotation = string;

export interface TypeField {
  name: string;
  type: TypeNotation;
  /** Absent and zero differ. */
  pointer: boolean;
  omitEmpty: boolean;
  omitZero: boolean;
}

interface Kind {
  resource: string;
  namespaced?: boolean;
  type?: string;
}

const kinds: Record<string, Record<string, Kind>> = table.kinds;
const types: Record<string, string> = table.types;
const groups = new Set(Object.keys(kinds).map(groupOf));
const parsed = new Map<string, readonly TypeField[]>();

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

/** Fields of a struct, in the order of its declaration. */
export function fieldsOfType(name: string): readonly TypeField[] {
  let fields = parsed.get(name);
  if (!fields) {
    fields = types[name] === '' ? [] : types[name].split(',').map(parseField);
    parsed.set(name, fields);
  }
  return fields;
}

function parseField(text: string): TypeField {
  const [, name, flags, type] = /^([^*?!:]+)([*?!]*):(.+)$/.exec(text)!;
  return {
    name,
    type,
    pointer: flags.includes('*'),
    omitEmpty: flags.includes('?'),
    omitZero: flags.includes('!'),
  };
}

function own<T>(record: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
