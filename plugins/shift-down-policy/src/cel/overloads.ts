/** Functions of CEL: their overloads, declared one by one, and the choice among them. */
import { CelError, type Meter } from './failures';
import { splitTypes, typeOf, type Type } from './staticTypes';
import {
  isList,
  isMap,
  keysOf,
  lookUp,
  typeName,
  type CelValue,
} from './values';

export interface Overload {
  readonly name: string;
  /** Of a method the receiver comes first. */
  readonly parameters: readonly Type[];
  readonly result: Type;
  readonly method: boolean;
  /** Minor version of Kubernetes that brought it. */
  readonly since: number;
  /** Whether items of lists may be of any type when it comes to the call. */
  readonly anyItems: boolean;
  readonly call: (values: readonly CelValue[], meter: Meter) => CelValue;
  readonly cost: (values: readonly CelValue[]) => number;
}

export interface OverloadOptions {
  since?: number;
  anyItems?: boolean;
  /** In units of Kubernetes' runtime cost, told before the call; 1 by default. */
  cost?: (...values: never[]) => number;
}

const SIGNATURE = /^([\w.@]+)\((.*)\)\s*:\s*(.+)$/;

function declare(
  method: boolean,
  signature: string,
  implementation: (...values: never[]) => CelValue,
  { since = 0, anyItems = false, cost }: OverloadOptions,
): Overload {
  const [, name, parameters, result] = SIGNATURE.exec(signature) ?? [];
  // The signature guards the values' types when it is called.
  const call = implementation as (...values: unknown[]) => CelValue;
  const priced = cost as ((...values: unknown[]) => number) | undefined;
  return {
    name,
    parameters: splitTypes(parameters).map(typeOf),
    result: typeOf(result),
    method,
    since,
    anyItems,
    call: (values, meter) => call(...values, meter),
    cost: priced ? values => priced(...values) : () => 1,
  };
}

/** `charAt(string, int): string` is called as `'text'.charAt(3)`. */
export const method = (
  signature: string,
  implementation: (...values: never[]) => CelValue,
  options: OverloadOptions = {},
) => declare(true, signature, implementation, options);

/** `quantity(string): kubernetes.Quantity` is called as `quantity('3Gi')`. */
export const global = (
  signature: string,
  implementation: (...values: never[]) => CelValue,
  options: OverloadOptions = {},
) => declare(false, signature, implementation, options);

/** Whether the values fit, as the server sees it. */
export function isApplicable(
  overload: Overload,
  values: readonly CelValue[],
): boolean {
  return overload.parameters.every((parameter, index) =>
    overload.anyItems
      ? parameter.kind === typeName(values[index])
      : isOfType(values[index], parameter),
  );
}

/** Of a list or map the server looks at the first item only. */
function isOfType(value: CelValue, type: Type): boolean {
  const { kind } = type;
  if (kind === 'dyn' || kind.length === 1) {
    return true;
  }
  if (typeName(value) !== kind) {
    return false;
  }
  if (kind === 'list' && isList(value)) {
    return value.length === 0 || isRawOfType(value[0], type.of[0]);
  }
  if (kind === 'map' && isMap(value)) {
    const [key] = keysOf(value);
    return key === undefined || isRawOfType(lookUp(value, key), type.of[1]);
  }
  return true;
}

function isRawOfType(raw: unknown, type: Type | undefined): boolean {
  if (!type || type.kind === 'dyn' || type.kind.length === 1) {
    return true;
  }
  switch (typeof raw) {
    case 'number':
      return type.kind === (Number.isInteger(raw) ? 'int' : 'double');
    case 'function':
    case 'undefined':
      return true;
    default:
      return isOfType(raw as CelValue, type);
  }
}

/** Functions that say less when nothing fits, being older than the others. */
const TERSE = new Set([
  'startsWith',
  'endsWith',
  'contains',
  'matches',
  '_in_',
]);
const NAMED_ONLY = new Set(['size', 'sort']);

/** Types that take any call, and complain by themselves. */
export const isReceiver = (type: string) =>
  type === 'string' ||
  type === 'google.protobuf.Timestamp' ||
  type === 'google.protobuf.Duration';

export function noSuchOverload(
  name: string,
  values: readonly CelValue[],
): CelError {
  if (TERSE.has(name)) {
    return new CelError('no such overload');
  }
  const types = values.map(typeName);
  if (!NAMED_ONLY.has(name)) {
    return new CelError(`no such overload: ${name}(${types.join(', ')})`);
  }
  return new CelError(
    isReceiver(types[0]) ? 'no such overload' : `no such overload: ${name}`,
  );
}
