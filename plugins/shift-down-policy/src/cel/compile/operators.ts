/** Operators, and their types as the server's checker has them. */
import {
  accepts,
  BOOL,
  DYN,
  isOpen,
  shownName,
  substitute,
  typeOf,
  type Bindings,
  type Type,
} from '../staticTypes';
import { Invalid, type BinarySyntax, type Syntax } from '../syntax';
import { Double, intOf } from '../values';
import { noOverload, type Code, type Compiler, type Scope } from './code';
import { checkInt, constant } from './literals';
import {
  add,
  divide,
  equal,
  isIn,
  multiply,
  ordering,
  remainder,
  subtract,
  type Operation,
} from './operations';

type Signature = readonly [left: Type, right: Type, result: Type];

const TIME = 'google.protobuf.Timestamp';
const SPAN = 'google.protobuf.Duration';

const signatures = (...texts: string[]): Signature[] =>
  texts.map(text => {
    const [left, right, result] = text.split(' ').map(typeOf);
    return [left, right, result];
  });

const same = (...types: string[]) =>
  signatures(...types.map(type => `${type} ${type} ${type}`));

const NUMBERS = ['int', 'uint', 'double'];

const ORDERED = signatures(
  ...NUMBERS.flatMap(left => NUMBERS.map(right => `${left} ${right} bool`)),
  ...['bool', 'string', 'bytes', TIME, SPAN].map(
    type => `${type} ${type} bool`,
  ),
);

interface Operator {
  name: string;
  signatures: Signature[];
  operation: Operation;
}

const ANY_PAIR = signatures('A A bool');

const OPERATORS: Record<string, Operator> = {
  '==': { name: '_==_', signatures: ANY_PAIR, operation: equal },
  '!=': {
    name: '_!=_',
    signatures: ANY_PAIR,
    operation: (left, right, meter) => !equal(left, right, meter),
  },
  in: {
    name: '@in',
    signatures: [
      [typeOf('A'), typeOf('list(A)'), BOOL],
      [typeOf('A'), typeOf('map(A, B)'), BOOL],
    ],
    operation: isIn,
  },
  '+': {
    name: '_+_',
    signatures: [
      ...same(...NUMBERS, 'string', 'bytes', SPAN),
      ...signatures(
        'list(A) list(A) list(A)',
        `${TIME} ${SPAN} ${TIME}`,
        `${SPAN} ${TIME} ${TIME}`,
      ),
    ],
    operation: add,
  },
  '-': {
    name: '_-_',
    signatures: [
      ...same(...NUMBERS, SPAN),
      ...signatures(`${TIME} ${SPAN} ${TIME}`, `${TIME} ${TIME} ${SPAN}`),
    ],
    operation: subtract,
  },
  '*': {
    name: '_*_',
    signatures: same(...NUMBERS),
    operation: multiply,
  },
  '/': {
    name: '_/_',
    signatures: same(...NUMBERS),
    operation: divide,
  },
  '%': {
    name: '_%_',
    signatures: same('int', 'uint'),
    operation: remainder,
  },
  '<': {
    name: '_<_',
    signatures: ORDERED,
    operation: ordering('_<_', order => order < 0),
  },
  '<=': {
    name: '_<=_',
    signatures: ORDERED,
    operation: ordering('_<=_', order => order <= 0),
  },
  '>': {
    name: '_>_',
    signatures: ORDERED,
    operation: ordering('_>_', order => order > 0),
  },
  '>=': {
    name: '_>=_',
    signatures: ORDERED,
    operation: ordering('_>=_', order => order >= 0),
  },
};

function resultType(
  operator: Operator,
  left: Type,
  right: Type,
  position: number,
): Type {
  const results = operator.signatures.flatMap(signature => {
    const bindings: Bindings = new Map();
    return accepts(signature[0], left, bindings) &&
      accepts(signature[1], right, bindings)
      ? [substitute(signature[2], bindings)]
      : [];
  });
  if (results.length === 0) {
    const [one, other] = [left, right].map(type => shownName(type));
    throw new Invalid(
      `found no matching overload for '${operator.name}' applied to '(${one}, ${other})'`,
      position,
    );
  }
  return results.reduce((one, other) => (one === other ? one : DYN));
}

export function compileBinary(
  compiler: Compiler,
  syntax: BinarySyntax,
  scope: Scope,
): Code {
  const left = compiler.compile(syntax.args[0], scope);
  const right = compiler.compile(syntax.args[1], scope);
  const operator = OPERATORS[syntax.op];
  const type = resultType(operator, left.type, right.type, syntax.args[0].end);
  const { operation } = operator;
  return {
    type,
    run: frame => {
      const one = left.run(frame);
      const other = right.run(frame);
      frame.meter.spend(1);
      return operation(one, other, frame.meter);
    },
  };
}

export function compileUnary(
  compiler: Compiler,
  syntax: Extract<Syntax, { op: '!_' | '-_' }>,
  scope: Scope,
): Code {
  const negation = syntax.op === '!_';
  const { op, args: literal } = syntax.args;
  if (!negation && op === 'value' && typeof literal === 'bigint') {
    checkInt(-literal, syntax.start);
    return constant(-literal);
  }
  const operand = compiler.compile(syntax.args, scope);
  const able = negation ? ['bool'] : ['int', 'double'];
  if (!isOpen(operand.type) && !able.includes(operand.type.kind)) {
    throw new Invalid(
      `found no matching overload for '${
        negation ? '!_' : '-_'
      }' applied to '(${shownName(operand.type)})'`,
      syntax.start,
    );
  }
  return {
    type: negation ? BOOL : operand.type,
    run: frame => {
      const value = operand.run(frame);
      frame.meter.spend(1);
      if (negation && typeof value === 'boolean') {
        return !value;
      }
      if (!negation && typeof value === 'bigint') {
        return intOf(-value);
      }
      if (!negation && value instanceof Double) {
        return new Double(-value.value);
      }
      throw noOverload();
    },
  };
}
