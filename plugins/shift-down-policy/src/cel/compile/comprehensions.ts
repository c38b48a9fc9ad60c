/**
 * Macros that run over a list or map, with one variable (item, or key of a map) or two
 * (index and item, or key and value).
 */
import { sortByKeys } from '../equality';
import { CelError, Unknown, worseOf } from '../failures';
import {
  BOOL,
  DYN,
  INT,
  isOpen,
  listOf,
  MAP,
  mapOf,
  shownName,
} from '../staticTypes';
import { Invalid, type Syntax } from '../syntax';
import {
  isIncomplete,
  isList,
  isMap,
  keysOf,
  lookUp,
  mapKey,
  typeName,
  type CelMap,
  type CelValue,
} from '../values';
import {
  noOverload,
  placeOf,
  type Code,
  type Compiler,
  type Frame,
  type Local,
  type Macro,
  type MacroCall,
  type Place,
  type Scope,
} from './code';
import { attempt } from './logic';

/** What the server's costs come to around a step, and for building up a list or map. */
const STEP_COST = 3;
const APPEND_COST = 12;

interface Loop {
  range: Code;
  pair: boolean;
  first: Local;
  second?: Local;
  scope: Scope;
}

function loopOf(
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
  const keyType = open ? DYN : kind === 'map' ? of[0] : INT;
  const types = pair ? [keyType, itemType] : [itemType];
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
function each(
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

function throwIf(doubt: Unknown | undefined): void {
  if (doubt) {
    throw doubt;
  }
}

function predicate(compiler: Compiler, syntax: Syntax, scope: Scope): Code {
  const code = compiler.compile(syntax, scope);
  if (code.type !== BOOL && !isOpen(code.type)) {
    throw new Invalid(
      `expected type 'bool' but found '${shownName(code.type)}'`,
      syntax.start,
    );
  }
  return code;
}

function holds(code: Code, frame: Frame): boolean {
  const value = code.run(frame);
  if (typeof value !== 'boolean') {
    throw noOverload();
  }
  return value;
}

/** `all` and `exists`: decided by one item, whatever goes wrong with others. */
function quantifier(variables: number, decisive: boolean): Macro['compile'] {
  return (compiler, call, scope) => {
    const loop = loopOf(compiler, call, call.args.slice(0, variables), scope);
    const test = predicate(compiler, call.args[variables], loop.scope);
    return {
      type: BOOL,
      run: frame => {
        let decided = false;
        let failure: CelError | Unknown | undefined;
        const doubt = each(loop, frame, () => {
          const outcome = attempt(test, frame);
          if (outcome === decisive) {
            decided = true;
          } else if (typeof outcome !== 'boolean') {
            failure = failure ? worseOf(failure, outcome) : outcome;
          }
          return !decided;
        });
        if (decided) {
          return decisive;
        }
        throwIf(doubt);
        if (failure) {
          throw failure;
        }
        return !decisive;
      },
    };
  };
}

function existsOne(variables: number): Macro['compile'] {
  return (compiler, call, scope) => {
    const loop = loopOf(compiler, call, call.args.slice(0, variables), scope);
    const test = predicate(compiler, call.args[variables], loop.scope);
    return {
      type: BOOL,
      run: frame => {
        let count = 0;
        const doubt = each(loop, frame, () => {
          count += holds(test, frame) ? 1 : 0;
          return true;
        });
        throwIf(count > 1 ? undefined : doubt);
        return count === 1;
      },
    };
  };
}

/** The arguments after the variables: a filter if there are two, and the last one. */
function filterAndBody(
  compiler: Compiler,
  args: readonly Syntax[],
  scope: Scope,
): { filter?: Code; body: Code } {
  return args.length === 2
    ? {
        filter: predicate(compiler, args[0], scope),
        body: compiler.compile(args[1], scope),
      }
    : { body: compiler.compile(args[0], scope) };
}

function toList(variables: number): Macro['compile'] {
  return (compiler, call, scope) => {
    const loop = loopOf(compiler, call, call.args.slice(0, variables), scope);
    const { filter, body } = filterAndBody(
      compiler,
      call.args.slice(variables),
      loop.scope,
    );
    return {
      type: listOf(body.type),
      run: frame => {
        const list: CelValue[] = [];
        throwIf(
          each(loop, frame, () => {
            if (!filter || holds(filter, frame)) {
              frame.meter.spend(APPEND_COST);
              list.push(body.run(frame));
            }
            return true;
          }),
        );
        return list;
      },
    };
  };
}

const filter: Macro['compile'] = (compiler, call, scope) => {
  const loop = loopOf(compiler, call, call.args.slice(0, 1), scope);
  const test = predicate(compiler, call.args[1], loop.scope);
  return {
    type: listOf(loop.first.type),
    place: loop.range.place && { ...loop.range.place, selection: true },
    run: frame => {
      const list: unknown[] = [];
      throwIf(
        each(loop, frame, first => {
          if (holds(test, frame)) {
            frame.meter.spend(APPEND_COST);
            list.push(first);
          }
          return true;
        }),
      );
      return list;
    },
  };
};

function insert(map: CelMap, key: CelValue, value: unknown): void {
  const normal = mapKey(key);
  if (normal === undefined) {
    throw new CelError(`unsupported key type: ${typeName(key)}`);
  }
  if (map.has(normal)) {
    throw new CelError(`insert failed: key ${String(normal)} already exists`);
  }
  map.set(normal, value);
}

const transformMap: Macro['compile'] = (compiler, call, scope) => {
  const loop = loopOf(compiler, call, call.args.slice(0, 2), scope);
  const { filter: test, body } = filterAndBody(
    compiler,
    call.args.slice(2),
    loop.scope,
  );
  return {
    type: mapOf(loop.first.type, body.type),
    run: frame => {
      const map: CelMap = new Map();
      throwIf(
        each(loop, frame, key => {
          if (!test || holds(test, frame)) {
            frame.meter.spend(1);
            insert(map, key as CelValue, body.run(frame));
          }
          return true;
        }),
      );
      return map;
    },
  };
};

const transformMapEntry: Macro['compile'] = (compiler, call, scope) => {
  const loop = loopOf(compiler, call, call.args.slice(0, 2), scope);
  const { filter: test, body } = filterAndBody(
    compiler,
    call.args.slice(2),
    loop.scope,
  );
  return {
    type: body.type.kind === 'map' ? body.type : MAP,
    run: frame => {
      const map: CelMap = new Map();
      throwIf(
        each(loop, frame, () => {
          if (!test || holds(test, frame)) {
            frame.meter.spend(1);
            const entries = body.run(frame);
            if (!isMap(entries)) {
              throw noOverload();
            }
            for (const key of keysOf(entries)) {
              insert(map, key, lookUp(entries, key));
            }
          }
          return true;
        }),
      );
      return map;
    },
  };
};

const sortBy: Macro['compile'] = (compiler, call, scope) => {
  const loop = loopOf(compiler, call, call.args.slice(0, 1), scope);
  const body = compiler.compile(call.args[1], loop.scope);
  return {
    type: loop.range.type.kind === 'list' ? loop.range.type : DYN,
    place: loop.range.place && { ...loop.range.place, selection: true },
    run: frame => {
      const keys: CelValue[] = [];
      const items: unknown[] = [];
      throwIf(
        each(loop, frame, first => {
          frame.meter.spend(APPEND_COST);
          items.push(first);
          keys.push(body.run(frame));
          return true;
        }),
      );
      frame.meter.spend(items.length * Math.ceil(Math.log2(items.length + 1)));
      return sortByKeys(items, keys);
    },
  };
};

/** By name and number of arguments. */
export const COMPREHENSIONS: Readonly<Record<string, Macro>> = {
  'all/2': { since: 0, compile: quantifier(1, false) },
  'all/3': { since: 32, compile: quantifier(2, false) },
  'exists/2': { since: 0, compile: quantifier(1, true) },
  'exists/3': { since: 32, compile: quantifier(2, true) },
  'exists_one/2': { since: 0, compile: existsOne(1) },
  'exists_one/3': { since: 32, compile: existsOne(2) },
  'existsOne/3': { since: 32, compile: existsOne(2) },
  'map/2': { since: 0, compile: toList(1) },
  'map/3': { since: 0, compile: toList(1) },
  'filter/2': { since: 0, compile: filter },
  'transformList/3': { since: 32, compile: toList(2) },
  'transformList/4': { since: 32, compile: toList(2) },
  'transformMap/3': { since: 32, compile: transformMap },
  'transformMap/4': { since: 32, compile: transformMap },
  'transformMapEntry/3': { since: 32, compile: transformMapEntry },
  'transformMapEntry/4': { since: 32, compile: transformMapEntry },
  'sortBy/2': { since: 34, compile: sortBy },
};
