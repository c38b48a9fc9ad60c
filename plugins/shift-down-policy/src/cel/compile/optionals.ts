/** Macros and short-circuiting methods of optional values. */
import {
  FREE,
  isOpen,
  join,
  shownName,
  optionalOf,
  type Type,
} from '../staticTypes';
import { Invalid } from '../syntax';
import { Optional } from '../values';
import { noSuchOverload } from '../overloads';
import { CelError } from '../failures';
import type { Code, Compiler, Macro, MacroCall, Scope } from './code';

function targetOf(
  compiler: Compiler,
  call: MacroCall,
  name: string,
  scope: Scope,
): { target: Code; within: Type } {
  const target = compiler.compile(call.target, scope);
  const { kind, of } = target.type;
  if (
    kind !== 'optional_type' &&
    kind !== 'null_type' &&
    !isOpen(target.type)
  ) {
    throw new Invalid(
      `found no matching overload for '${name}' applied to '${shownName(
        target.type,
      )}'`,
      call.syntax.start,
    );
  }
  return { target, within: of[0] ?? FREE };
}

/** `.orValue(default)` and `.or(other)`: the argument is evaluated only if needed. */
function fallback(name: 'or' | 'orValue'): Macro['compile'] {
  return (compiler, call, scope) => {
    const { target, within } = targetOf(compiler, call, name, scope);
    const other = compiler.compile(call.args[0], scope);
    const wanted = name === 'or' ? optionalOf(within) : within;
    const type =
      name === 'or' && isOpen(other.type) ? wanted : join(wanted, other.type);
    if (!type) {
      throw new Invalid(
        `found no matching overload for '${name}' applied to '${shownName(
          target.type,
        )}.(${shownName(other.type)})'`,
        call.syntax.start,
      );
    }
    return {
      type,
      place: target.place,
      run: frame => {
        const optional = target.run(frame);
        // What is not optional at all is handed on, as the server does.
        if (!(optional instanceof Optional)) {
          return optional;
        }
        if (optional.value === undefined) {
          return other.run(frame);
        }
        return name === 'or' ? optional : optional.value;
      },
    };
  };
}

/** `.optMap(name, expression)` and `.optFlatMap(name, expression)`. */
function mapping(name: 'optMap' | 'optFlatMap'): Macro['compile'] {
  return (compiler, call, scope) => {
    const { target, within } = targetOf(compiler, call, name, scope);
    const [variable, expression] = call.args;
    if (variable.op !== 'id') {
      throw new Invalid('argument must be a simple name', variable.start);
    }
    const slot = scope.locals.length;
    const local = {
      name: variable.args,
      slot,
      type: within,
      place: target.place,
    };
    const body = compiler.compile(expression, {
      ...scope,
      locals: [...scope.locals, local],
    });
    return {
      type: name === 'optMap' ? optionalOf(body.type) : body.type,
      run: frame => {
        const optional = target.run(frame);
        if (!(optional instanceof Optional)) {
          throw noSuchOverload('hasValue', [optional]);
        }
        if (optional.value === undefined) {
          return Optional.none;
        }
        frame.locals[slot] = optional.value;
        const value = body.run(frame);
        if (name === 'optMap') {
          return new Optional(value);
        }
        if (value instanceof Optional) {
          return value;
        }
        throw new CelError('no such overload');
      },
    };
  };
}

/** By name and number of arguments. */
export const OPTIONAL_MACROS: Readonly<Record<string, Macro>> = {
  'or/1': { since: 28, compile: fallback('or') },
  'orValue/1': { since: 28, compile: fallback('orValue') },
  'optMap/2': { since: 28, compile: mapping('optMap') },
  'optFlatMap/2': { since: 29, compile: mapping('optFlatMap') },
};
