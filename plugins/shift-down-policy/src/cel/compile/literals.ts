/** Lists and maps in the text of an expression. */
import { Unknown } from '../failures';
import {
  DYN,
  FREE,
  join,
  listOf,
  mapOf,
  shownName,
  type Type,
} from '../staticTypes';
import { Invalid, Unsupported, type Syntax } from '../syntax';
import {
  Double,
  mapKey,
  MAX_INT,
  MAX_UINT,
  MIN_INT,
  Uint,
  typeName,
  type CelMap,
  type CelValue,
} from '../values';
import { typeOf } from '../staticTypes';
import type { Code, Compiler, Scope } from './code';

const LIST_COST = 10;
const MAP_COST = 30;

export function constant(value: CelValue): Code {
  return {
    type: typeOf(typeName(value)),
    constant: value,
    run: () => value,
  };
}

/** The parser's own values for numbers, text and so on, as values of ours. */
export function compileLiteral(
  syntax: Extract<Syntax, { op: 'value' }>,
  source: string,
): Code {
  const { args: value, start, end } = syntax;
  if (typeof value === 'number') {
    return constant(new Double(value));
  }
  if (typeof value === 'bigint') {
    checkInt(value, start);
    return constant(value);
  }
  if (value instanceof Uint8Array) {
    if (/[^\0-\x7f]/.test(source.slice(start, end))) {
      throw new Unsupported(
        'a bytes literal with characters beyond ASCII is not supported here',
      );
    }
    return constant(value);
  }
  if (typeof value === 'object' && value !== null) {
    const unsigned = BigInt(value.valueOf() as bigint);
    if (unsigned > MAX_UINT) {
      throw new Invalid('invalid uint literal', start);
    }
    return constant(new Uint(unsigned));
  }
  return constant(value as CelValue);
}

export function checkInt(value: bigint, position: number): void {
  if (value > MAX_INT || value < MIN_INT) {
    throw new Invalid('invalid int literal', position);
  }
}

/** The common type; all must be of one type, except where mixing is allowed. */
function commonType(
  codes: readonly Code[],
  syntaxes: readonly Syntax[],
  mixed: boolean,
): Type {
  return (
    codes.reduce<Type | undefined>((common, code, index) => {
      if (!common || common === code.type) {
        return code.type;
      }
      const joined = join(common, code.type);
      const oneIsDyn = (common === DYN) !== (code.type === DYN);
      if (!mixed && (!joined || oneIsDyn)) {
        throw new Invalid(
          `expected type '${shownName(common)}' but found '${shownName(
            code.type,
          )}'`,
          syntaxes[index].start,
        );
      }
      return joined ?? DYN;
    }, undefined) ?? FREE
  );
}

export function compileList(
  compiler: Compiler,
  syntax: Extract<Syntax, { op: 'list' }>,
  scope: Scope,
): Code {
  const items = syntax.args.map(item => compiler.compile(item, scope));
  const type = listOf(
    commonType(items, syntax.args, scope.mixedLiterals ?? false),
  );
  if (items.every(item => item.constant !== undefined)) {
    const value = items.map(item => item.constant);
    return { type, constant: value, run: () => value };
  }
  return {
    type,
    run: frame => {
      frame.meter.spend(LIST_COST);
      return items.map(item => item.run(frame));
    },
  };
}

function keyOf(value: CelValue): string | bigint | boolean {
  const key = mapKey(value);
  if (key === undefined) {
    throw new Unknown(`a key of type ${typeName(value)} is not supported`);
  }
  return key;
}

export function compileMap(
  compiler: Compiler,
  syntax: Extract<Syntax, { op: 'map' }>,
  scope: Scope,
): Code {
  const mixed = scope.mixedLiterals ?? false;
  const keySyntax = syntax.args.map(entry => entry[0]);
  const valueSyntax = syntax.args.map(entry => entry[1]);
  const keys = keySyntax.map(key => compiler.compile(key, scope));
  const values = valueSyntax.map(value => compiler.compile(value, scope));
  return {
    type: mapOf(
      commonType(keys, keySyntax, mixed),
      commonType(values, valueSyntax, mixed),
    ),
    run: frame => {
      frame.meter.spend(MAP_COST);
      const map: CelMap = new Map();
      keys.forEach((code, index) => {
        const key = code.run(frame);
        map.set(keyOf(key), values[index].run(frame));
      });
      return map;
    },
  };
}
