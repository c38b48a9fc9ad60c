/**
 * Macros that run over a list or map, with one variable (item, or key of a map) or two
 * (index and item, or key and value).
 */
import { sortByKeys } from '../equality';
import { CelError, Unknown, worseOf } from '../failures';
import {
  BOOL,
  DYN,
  isOpen,
  listOf,
  MAP,
  mapOf,
  shownName,
} from '../staticTypes';
import { Invalid, type Syntax } from '../syntax';
import {
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
  type Code,
  type Compiler,
  type Frame,
  type Macro,
  type Scope,
} from './code';
import { attempt } from './logic';
import { each, loopOf } from './loop';

/** What the server's costs come to for building up a list. */
const APPEND_COST = 12;

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
