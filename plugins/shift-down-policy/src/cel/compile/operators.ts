/** Operators: their types, as the server's checker has them, and what they do. */
import { compare, contains, equals } from '../equality';
import { CelError, Unknown, type Meter } from '../failures';
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
import {
  Double,
  Duration,
  intOf,
  isIncomplete,
  isList,
  isMap,
  lookUp,
  Timestamp,
  typeName,
  Uint,
  uintOf,
  type CelValue,
} from '../values';
import { checkInt, constant } from './literals';
import { noOverload, type Code, type Compiler, type Scope } from './code';

type Operation = (left: CelValue, right: CelValue, meter: Meter) => CelValue;
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

function divisor(value: bigint, message: string): bigint {
  if (value === 0n) {
    throw new CelError(message);
  }
  return value;
}

/** Where the left side's type has no such operator at all. */
function unfit(
  name: string,
  left: CelValue,
  able: readonly string[],
): CelError {
  return able.includes(typeName(left))
    ? noOverload()
    : new CelError(`no such overload: ${name}`);
}

function arithmetic(
  whole: (left: bigint, right: bigint) => bigint,
  real: ((left: number, right: number) => number) | undefined,
  other: Operation,
): Operation {
  return (left, right, meter) => {
    if (typeof left === 'bigint' && typeof right === 'bigint') {
      return intOf(whole(left, right));
    }
    if (real && left instanceof Double && right instanceof Double) {
      return new Double(real(left.value, right.value));
    }
    if (left instanceof Uint && right instanceof Uint) {
      return uintOf(whole(left.value, right.value));
    }
    return other(left, right, meter);
  };
}

const fails =
  (name: string, able: readonly string[]): Operation =>
  left => {
    throw unfit(name, left, able);
  };

const add = arithmetic(
  (left, right) => left + right,
  (left, right) => left + right,
  (left, right, meter) => {
    if (typeof left === 'string' && typeof right === 'string') {
      meter.spend(Math.ceil((left.length + right.length) * 0.1));
      return left + right;
    }
    if (isList(left) && isList(right)) {
      meter.spend(Math.ceil((left.length + right.length) * 0.3));
      return [...left, ...right];
    }
    if (left instanceof Uint8Array && right instanceof Uint8Array) {
      meter.spend(Math.ceil((left.length + right.length) * 0.1));
      return new Uint8Array([...left, ...right]);
    }
    if (left instanceof Duration && right instanceof Duration) {
      return new Duration(left.nanoseconds + right.nanoseconds);
    }
    if (
      (left instanceof Timestamp && right instanceof Duration) ||
      (left instanceof Duration && right instanceof Timestamp)
    ) {
      return new Timestamp(left.nanoseconds + right.nanoseconds);
    }
    throw unfit('_+_', left, [
      ...NUMBERS,
      'string',
      'bytes',
      'list',
      TIME,
      SPAN,
    ]);
  },
);

const subtract = arithmetic(
  (left, right) => left - right,
  (left, right) => left - right,
  (left, right) => {
    if (left instanceof Duration && right instanceof Duration) {
      return new Duration(left.nanoseconds - right.nanoseconds);
    }
    if (left instanceof Timestamp && right instanceof Duration) {
      return new Timestamp(left.nanoseconds - right.nanoseconds);
    }
    if (left instanceof Timestamp && right instanceof Timestamp) {
      return new Duration(left.nanoseconds - right.nanoseconds);
    }
    throw unfit('_-_', left, [...NUMBERS, TIME, SPAN]);
  },
);

const ORDERABLE = [...NUMBERS, 'bool', 'string', 'bytes', TIME, SPAN];

function ordering(name: string, test: (order: number) => boolean): Operation {
  return (left, right, meter) => {
    if (typeof left === 'bigint' && typeof right === 'bigint') {
      return test(left < right ? -1 : Number(left > right));
    }
    if (!ORDERABLE.includes(typeName(left))) {
      throw new CelError(`no such overload: ${name}`);
    }
    if (typeof left === 'string' && typeof right === 'string') {
      meter.spend(Math.floor(Math.min(left.length, right.length) * 0.1));
    }
    return test(compare(left, right));
  };
}

const equal: Operation = (left, right, meter) => {
  if (typeof left === 'string' && typeof right === 'string') {
    meter.spend(Math.floor(Math.min(left.length, right.length) * 0.1));
  }
  return equals(left, right, meter);
};

const isIn: Operation = (left, right, meter) => {
  if (isList(right)) {
    meter.spend(right.length);
    return contains(right, left, meter);
  }
  if (isMap(right)) {
    const found = lookUp(right, left) !== undefined;
    if (!found && isIncomplete(right)) {
      throw new Unknown(`the entries of the map are not all kept here`);
    }
    return found;
  }
  throw noOverload();
};

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
    operation: arithmetic(
      (left, right) => left * right,
      (left, right) => left * right,
      fails('_*_', NUMBERS),
    ),
  },
  '/': {
    name: '_/_',
    signatures: same(...NUMBERS),
    operation: arithmetic(
      (left, right) => left / divisor(right, 'division by zero'),
      (left, right) => left / right,
      fails('_/_', NUMBERS),
    ),
  },
  '%': {
    name: '_%_',
    signatures: same('int', 'uint'),
    operation: arithmetic(
      (left, right) => left % divisor(right, 'modulus by zero'),
      undefined,
      fails('_%_', ['int', 'uint']),
    ),
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
