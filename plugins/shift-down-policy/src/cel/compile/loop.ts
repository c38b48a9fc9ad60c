/** What macros run over: a list or map, with one variable or two. */
import { CelError, Unknown } from '../failures';
import { DYN, INT, isOpen, shownName } from '../staticTypes';
import { Invalid, type Syntax } from '../syntax';
import {
  isIncomplete,
  isList,
  isMap,
  keysOf,
  lookUp,
  typeName,
} from '../values';
import {
  placeOf,
  type Code,
  type Compiler,
  type Frame,
  type Local,
  type MacroCall,
  type Place,
  type Scope,
} from './code';

/** What the server's costs come to around a step. */
const STEP_COST = 3;

export interface Loop {
  range: Code;
  pair: boolean;
  first: Local;
  second?: Local;
  scope: Scope;
}

export function loopOf(
  compiler: Compiler,
  call: MacroCall,
  names: readonly Syntax[],
  scope: Scope,
): Loop {
  const range = compiler.compile(call.target, scope);
  const { kind, of } = range.type;
  const open = isOpen(range.type);
  if (kind !== 'list' && kind !== 'map' && !open) {
    throw new Invalid(
      `expression of type '${shownName(
        range.type,
      )}' cannot be range of a comprehension (must be list, map, or dynamic)`,
      call.syntax.start,
    );
  }
  const pair = names.length === 2;
  const item = range.place && placeOf(range.place, '*');
  const itemType = open ? DYN : of[kind === 'map' && pair ? 1 : 0];
  const keyType = kind === 'map' ? of[0] : INT;
  const indexType = open ? DYN : keyType;
  const types = pair ? [indexType, itemType] : [itemType];
  const places: (Place | undefined)[] = pair ? [undefined, item] : [item];
  const locals = names.map((name, index): Local => {
    if (name.op !== 'id') {
      throw new Invalid('argument must be a simple name', name.start);
    }
    return {
      name: name.args,
      slot: scope.locals.length + index,
      type: types[index],
      place: places[index],
    };
  });
  if (pair && locals[0].name === locals[1].name) {
    throw new Invalid(
      `duplicate variable name: ${locals[0].name}`,
      names[1].start,
    );
  }
  return {
    range,
    pair,
    first: locals[0],
    second: locals[1],
    scope: { ...scope, locals: [...scope.locals, ...locals] },
  };
}

const GO_NAMES: Record<string, string> = {
  int: 'types.Int',
  uint: 'types.Uint',
  double: 'types.Double',
  bool: 'types.Bool',
  string: 'types.String',
  bytes: 'types.Bytes',
  null_type: 'types.Null',
  optional_type: '*types.Optional',
  'google.protobuf.Timestamp': 'types.Timestamp',
  'google.protobuf.Duration': 'types.Duration',
};

/**
 * Calls `visit` for each item until it returns false.
 * @returns why there may be more items than were visited
 */
export function each(
  loop: Loop,
  frame: Frame,
  visit: (first: unknown, second: unknown) => boolean,
): Unknown | undefined {
  const range = loop.range.run(frame);
  const { locals } = frame;
  const firstSlot = loop.first.slot;
  const secondSlot = firstSlot + 1;
  if (isList(range)) {
    for (let index = 0; index < range.length; index++) {
      frame.meter.spend(STEP_COST);
      const first = loop.pair ? BigInt(index) : range[index];
      locals[firstSlot] = first;
      if (loop.pair) {
        locals[secondSlot] = range[index];
      }
      if (!visit(first, range[index])) {
        return undefined;
      }
    }
    return undefined;
  }
  if (!isMap(range)) {
    const goName = GO_NAMES[typeName(range)] ?? typeName(range);
    throw new CelError(
      loop.pair
        ? `unsupported comprehension range type: ${goName}`
        : `got '${goName}', expected iterable type`,
    );
  }
  for (const key of keysOf(range)) {
    frame.meter.spend(STEP_COST);
    const value = lookUp(range, key);
    locals[firstSlot] = key;
    if (loop.pair) {
      locals[secondSlot] = value;
    }
    if (!visit(key, value)) {
      return undefined;
    }
  }
  return isIncomplete(range)
    ? new Unknown('the entries of the map are not all kept here')
    : undefined;
}
