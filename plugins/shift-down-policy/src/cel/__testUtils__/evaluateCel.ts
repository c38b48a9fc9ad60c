/** Evaluates expressions and shows what they come to in plain JavaScript. */
import { CEL_POLICY_COST_BUDGET, compileCel } from '../compileCel';
import type { CelOptions } from '../types';
import {
  Double,
  Duration,
  isList,
  isMap,
  keysOf,
  LibraryValue,
  lookUp,
  Optional,
  readValue,
  Timestamp,
  TypeValue,
  Uint,
  type CelValue,
} from '../values';

const NAMES = [
  'object',
  'oldObject',
  'request',
  'namespaceObject',
  'params',
  'variables',
  'authorizer',
];

/** Ints become numbers as long as these are exact, library values `<type>`. */
function show(value: CelValue): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (value instanceof Double) {
    return value.value;
  }
  if (value instanceof Uint) {
    return `${value.value}u`;
  }
  if (value instanceof TypeValue) {
    return value.name;
  }
  if (value instanceof Optional) {
    return value.value === undefined ? 'none' : { some: show(value.value) };
  }
  if (value instanceof LibraryValue) {
    return `<${value.typeName}>`;
  }
  if (value instanceof Timestamp || value instanceof Duration) {
    return `${value.nanoseconds}ns`;
  }
  if (value instanceof Uint8Array) {
    return [...value];
  }
  if (value !== null && isList(value)) {
    return value.map(item => show(readValue(item, 'an item')));
  }
  return value !== null && isMap(value)
    ? Object.fromEntries(
        keysOf(value).map(key => [
          String(key),
          show(readValue(lookUp(value, key), 'an entry')),
        ]),
      )
    : value;
}

/** The value, or `error: …`, `unknown: …`, `invalid: …`, `unsupported: …`. */
export function evaluateCel(
  source: string,
  variables: Record<string, unknown> = {},
  options: Partial<CelOptions> = {},
): unknown {
  const compilation = compileCel(source, { variables: NAMES, ...options });
  if (compilation.type === 'invalid') {
    return `invalid: ${compilation.message}`;
  }
  if (compilation.type === 'unsupported') {
    return `unsupported: ${compilation.reason}`;
  }
  const outcome = compilation.program.evaluate(variables, {
    remaining: CEL_POLICY_COST_BUDGET,
  });
  switch (outcome.type) {
    case 'value':
      return show(outcome.value as CelValue);
    case 'error':
      return `error: ${outcome.message}`;
    default:
      return `unknown: ${outcome.reason}`;
  }
}
