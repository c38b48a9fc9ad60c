/** `||`, `&&` and `? :`, which evaluate no more than they need and absorb failures. */
import { CelError, isFailure, Unknown, worseOf } from '../failures';
import { BOOL, isOpen, join, shownName, type Type } from '../staticTypes';
import { Invalid, type Syntax } from '../syntax';
import {
  noOverload,
  type Code,
  type Compiler,
  type Frame,
  type Scope,
} from './code';

type Outcome = boolean | CelError | Unknown;

/** Evaluates to a boolean or to the failure; what must end the evaluation is thrown on. */
export function attempt(code: Code, frame: Frame): Outcome {
  try {
    const value = code.run(frame);
    return typeof value === 'boolean' ? value : noOverload();
  } catch (thrown) {
    if (isFailure(thrown)) {
      return thrown;
    }
    throw thrown;
  }
}

function requireBool(code: Code, position: number) {
  if (code.type !== BOOL && !isOpen(code.type)) {
    throw new Invalid(
      `expected type 'bool' but found '${shownName(code.type)}'`,
      position,
    );
  }
}

/** All terms of `a || b || c`, which the parser nests to the left, however many they are. */
function termsOf(syntax: Syntax, operator: '||' | '&&'): Syntax[] {
  const terms: Syntax[] = [];
  let rest = syntax;
  while (rest.op === operator) {
    const [left, right] = rest.args as [Syntax, Syntax];
    terms.push(right);
    rest = left;
  }
  return [...terms, rest].reverse();
}

export function compileLogic(
  compiler: Compiler,
  syntax: Extract<Syntax, { op: '||' | '&&' }>,
  scope: Scope,
): Code {
  const terms = termsOf(syntax, syntax.op).map(term => {
    const code = compiler.compile(term, scope);
    requireBool(code, term.start);
    return code;
  });
  const decisive = syntax.op === '||';
  return {
    type: BOOL,
    run: frame => {
      let failure: CelError | Unknown | undefined;
      for (const term of terms) {
        const outcome = attempt(term, frame);
        if (outcome === decisive) {
          return decisive;
        }
        if (typeof outcome !== 'boolean') {
          failure = failure ? worseOf(failure, outcome) : outcome;
        }
      }
      if (failure) {
        throw failure;
      }
      return !decisive;
    },
  };
}

export function compileTernary(
  compiler: Compiler,
  syntax: Extract<Syntax, { op: '?:' }>,
  scope: Scope,
): Code {
  const [condition, yes, no] = syntax.args.map(part =>
    compiler.compile(part, scope),
  );
  const type: Type | undefined = join(yes.type, no.type);
  if (!type || (condition.type !== BOOL && !isOpen(condition.type))) {
    throw new Invalid(
      `found no matching overload for '_?_:_' applied to '(${[
        condition,
        yes,
        no,
      ]
        .map(part => shownName(part.type))
        .join(', ')})'`,
      syntax.start,
    );
  }
  return {
    type,
    run: frame => {
      const outcome = condition.run(frame);
      if (typeof outcome !== 'boolean') {
        throw noOverload();
      }
      return outcome ? yes.run(frame) : no.run(frame);
    },
  };
}
