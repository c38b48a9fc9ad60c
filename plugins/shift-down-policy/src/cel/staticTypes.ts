/** Types of expressions as far as their text tells, and what may be passed for what. */

export interface Type {
  /** `int`, `list`, `net.IP`…; a single capital letter stands for any type. */
  readonly kind: string;
  readonly of: readonly Type[];
}

const known = new Map<string, Type>();

/** Reads `list(string)`, `map(string, dyn)`, `kubernetes.URL`, `A`… */
export function typeOf(text: string): Type {
  const trimmed = text.trim();
  let type = known.get(trimmed);
  if (!type) {
    const open = trimmed.indexOf('(');
    type =
      open < 0
        ? { kind: trimmed, of: [] }
        : {
            kind: trimmed.slice(0, open),
            of: splitTypes(trimmed.slice(open + 1, -1)).map(typeOf),
          };
    known.set(trimmed, type);
  }
  return type;
}

/** Splits at commas that stand in no parentheses. */
export function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '(') {
      depth++;
    } else if (character === ')') {
      depth--;
    } else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  const last = text.slice(start);
  return last.trim() === '' && parts.length === 0 ? [] : [...parts, last];
}

export const DYN = typeOf('dyn');
/** A type that nothing has settled yet, such as that of the items of `[]`. */
export const FREE = typeOf('?');
export const BOOL = typeOf('bool');
export const INT = typeOf('int');
export const STRING = typeOf('string');
export const MAP = typeOf('map(dyn, dyn)');

function textOf(type: Type): string {
  return type.of.length === 0
    ? type.kind
    : `${type.kind}(${type.of.map(textOf).join(', ')})`;
}

const compose = (kind: string, ...of: Type[]): Type =>
  typeOf(textOf({ kind, of }));

export const listOf = (item: Type) => compose('list', item);
export const mapOf = (key: Type, value: Type) => compose('map', key, value);
export const optionalOf = (value: Type) => compose('optional_type', value);

/** The name as the server shows it. */
export const nameOf = (type: Type) => textOf(type).replaceAll('?', 'dyn');

/** The name as the server's complaints have it. */
export const shownName = (type: Type) =>
  nameOf(type).replaceAll('null_type', 'null');

/** Only the evaluation will tell what it is. */
export const isOpen = ({ kind }: Type) => kind === 'dyn' || kind === '?';

const isParameter = ({ kind }: Type) => /^[A-Z]$/.test(kind);

const isNull = ({ kind }: Type) => kind === 'null_type';

/** Whether null may stand for it: for what is neither plain nor a list or map. */
const isNullable = ({ kind }: Type) =>
  kind.includes('.') || kind === 'optional_type';

export type Bindings = Map<string, Type>;

/** Whether a value of one type may stand where the other is wanted; binds type parameters. */
export function accepts(
  wanted: Type,
  given: Type,
  bindings: Bindings,
): boolean {
  if (isParameter(wanted)) {
    const bound = bindings.get(wanted.kind) ?? FREE;
    const both = join(bound, given);
    if (both) {
      bindings.set(wanted.kind, both);
    }
    return both !== undefined;
  }
  if (isOpen(wanted) || isOpen(given)) {
    return true;
  }
  if (isNull(wanted) !== isNull(given)) {
    return isNullable(isNull(given) ? wanted : given);
  }
  return (
    wanted.kind === given.kind &&
    (wanted.kind === 'type' ||
      wanted.of.every((part, index) =>
        accepts(part, given.of[index] ?? DYN, bindings),
      ))
  );
}

/** The type with its parameters replaced by what they were bound to. */
export function substitute(type: Type, bindings: Bindings): Type {
  if (isParameter(type)) {
    return bindings.get(type.kind) ?? FREE;
  }
  return type.of.length === 0
    ? type
    : compose(type.kind, ...type.of.map(part => substitute(part, bindings)));
}

/** The type that both are, or `undefined` where they can't be one. */
export function join(left: Type, right: Type): Type | undefined {
  if (left === right || right === FREE) {
    return left;
  }
  if (left === FREE) {
    return right;
  }
  if (left === DYN || right === DYN) {
    return DYN;
  }
  if (!accepts(left, right, new Map())) {
    return undefined;
  }
  return left.of.length === 0 || right.kind !== left.kind
    ? left
    : compose(
        left.kind,
        ...left.of.map(
          (part, index) => join(part, right.of[index] ?? DYN) ?? DYN,
        ),
      );
}
