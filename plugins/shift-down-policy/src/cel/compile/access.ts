/** `a.b`, `a[b]`, `a.?b`, `a[?b]` and `has(a.b)`. */
import { CelError, Unknown } from '../failures';
import {
  accepts,
  BOOL,
  DYN,
  FREE,
  INT,
  isOpen,
  shownName,
  optionalOf,
  STRING,
  type Type,
} from '../staticTypes';
import { Invalid, type Syntax } from '../syntax';
import { fieldType, hasKnownFields } from './objectTypes';
import {
  Double,
  isIncomplete,
  isList,
  isMap,
  lookUp,
  Optional,
  readValue,
  typeName,
  Uint,
  type CelValue,
} from '../values';
import {
  placeOf,
  placeText,
  type Code,
  type Compiler,
  type Place,
  type Scope,
} from './code';

function showKey(key: CelValue): string {
  if (key instanceof Double || key instanceof Uint) {
    return String(key.value);
  }
  return typeof key === 'object' && key !== null ? typeName(key) : String(key);
}

function indexOf(key: CelValue): number {
  if (typeof key === 'bigint') {
    return Number(key);
  }
  if (key instanceof Uint) {
    return Number(key.value);
  }
  if (key instanceof Double) {
    if (Number.isInteger(key.value)) {
      return key.value;
    }
    throw new CelError(`unsupported index value ${key.value} in list`);
  }
  throw new CelError(`unsupported index type '${typeName(key)}' in list`);
}

/** What stands there, not read yet; `undefined` where there is nothing. */
function find(holder: CelValue, key: CelValue, place: string): unknown {
  if (isList(holder)) {
    const index = indexOf(key);
    return index >= 0 && index < holder.length ? holder[index] : undefined;
  }
  if (!isMap(holder)) {
    return undefined;
  }
  const found = lookUp(holder, key);
  if (found === undefined && isIncomplete(holder)) {
    throw new Unknown(`${place} may be there, and is not kept here`);
  }
  return found;
}

function access(holder: CelValue, key: CelValue, place: string): CelValue {
  if (holder instanceof Optional) {
    return accessOptional(holder, key, place);
  }
  const found = find(holder, key, place);
  if (found === undefined) {
    throw new CelError(
      isList(holder)
        ? `index out of bounds: ${showKey(key)}`
        : `no such key: ${showKey(key)}`,
    );
  }
  return readValue(found, place);
}

function accessOptional(
  holder: CelValue,
  key: CelValue,
  place: string,
): Optional {
  const within = holder instanceof Optional ? holder.value : holder;
  if (within === undefined) {
    return Optional.none;
  }
  const found = find(within, key, place);
  return found === undefined
    ? Optional.none
    : new Optional(readValue(found, place));
}

function isPresent(holder: CelValue, key: string, place: string): boolean {
  const within = holder instanceof Optional ? holder.value : holder;
  return within !== undefined && find(within, key, place) !== undefined;
}

/** The type of a field (by its name), item or entry; invalid where the holder has none. */
function typeWithin(holder: Type, key: Type | string, position: number): Type {
  if (isOpen(holder)) {
    return DYN;
  }
  if (typeof key === 'string' && hasKnownFields(holder)) {
    const field = fieldType(holder, key);
    if (!field) {
      throw new Invalid(`undefined field '${key}'`, position);
    }
    return field;
  }
  const { kind, of } = holder;
  const keyType = typeof key === 'string' ? STRING : key;
  if (kind === 'map' && accepts(of[0], keyType, new Map())) {
    return of[1];
  }
  if (
    kind === 'list' &&
    typeof key !== 'string' &&
    accepts(INT, key, new Map())
  ) {
    return of[0];
  }
  throw new Invalid(
    typeof key === 'string'
      ? `type '${shownName(holder)}' does not support field selection`
      : `found no matching overload for '_[_]' applied to '(${shownName(
          holder,
        )}, ${shownName(key)})'`,
    position,
  );
}

/** The type of an access, which is optional if it or what it starts from is. */
function accessType(
  holder: Type,
  key: Type | string,
  optional: boolean,
  position: number,
): Type {
  const isOptional = holder.kind === 'optional_type';
  const within = isOptional ? holder.of[0] : holder;
  const type = typeWithin(within, key, position);
  if (!optional && !isOptional) {
    return type;
  }
  if (typeof key === 'string' || !isOpen(within)) {
    return optionalOf(type);
  }
  // An index leaves open whether it is one of a list or a map, and so what comes of it.
  return isOptional && !accepts(INT, key, new Map()) ? optionalOf(FREE) : DYN;
}

function keyPlace(holder: Place | undefined, key: Code): Place | undefined {
  const { constant } = key;
  if (typeof constant === 'string') {
    return placeOf(holder, constant);
  }
  return placeOf(holder, typeof constant === 'bigint' ? Number(constant) : '*');
}

function accessCode(
  holder: Code,
  key: Code,
  type: Type,
  optional: boolean,
): Code {
  const place = keyPlace(holder.place, key);
  const text = placeText(place);
  const reach = optional ? accessOptional : access;
  const { constant } = key;
  return {
    type,
    place,
    run:
      constant === undefined
        ? frame => {
            const within = holder.run(frame);
            const at = key.run(frame);
            frame.meter.spend(1);
            return reach(within, at, text);
          }
        : frame => {
            const within = holder.run(frame);
            frame.meter.spend(1);
            return reach(within, constant, text);
          },
  };
}

const fieldKey = (name: string): Code => ({
  type: STRING,
  constant: name,
  run: () => name,
});

export function compileField(
  compiler: Compiler,
  syntax: Extract<Syntax, { op: '.' | '.?' }>,
  scope: Scope,
): Code {
  const [target, name] = syntax.args;
  const holder = compiler.compileHolder(target, scope);
  const optional = syntax.op === '.?';
  const type =
    compiler.typeOfVariable(target, name, scope) ??
    accessType(holder.type, name, optional, syntax.start);
  return accessCode(holder, fieldKey(name), type, optional);
}

export function compileIndex(
  compiler: Compiler,
  syntax: Extract<Syntax, { op: '[]' | '[?]' }>,
  scope: Scope,
): Code {
  const holder = compiler.compileHolder(syntax.args[0], scope);
  const key = compiler.compile(syntax.args[1], scope);
  const optional = syntax.op === '[?]';
  const type = accessType(holder.type, key.type, optional, syntax.start);
  return accessCode(holder, key, type, optional);
}

/** `has(a.b)`: only the last field may be missing. */
export function compileHas(
  compiler: Compiler,
  args: readonly Syntax[],
  position: number,
  scope: Scope,
): Code {
  const [field] = args;
  if (args.length !== 1 || (field.op !== '.' && field.op !== '.?')) {
    throw new Invalid('invalid argument to has() macro', position);
  }
  const [target, name] = field.args;
  const holder = compiler.compileHolder(target, scope);
  if (!compiler.typeOfVariable(target, name, scope)) {
    accessType(holder.type, name, false, field.start);
  }
  const place = placeOf(holder.place, name);
  compiler.noteRead(place);
  const text = placeText(place);
  return {
    type: BOOL,
    run: frame => isPresent(holder.run(frame), name, text),
  };
}
