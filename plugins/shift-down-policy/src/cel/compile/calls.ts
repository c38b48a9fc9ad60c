/** Calls of functions and operators: the overloads that fit, before and while evaluating. */
import { isApplicable, noSuchOverload, type Overload } from '../overloads';
import {
  accepts,
  DYN,
  isOpen,
  shownName,
  substitute,
  type Bindings,
  type Type,
} from '../staticTypes';
import { Invalid } from '../syntax';
import type { CelValue } from '../values';
import type { Code, Frame } from './code';

interface Fitting {
  overload: Overload;
  result: Type;
}

function fittingOverloads(
  overloads: readonly Overload[],
  args: readonly Code[],
  method: boolean,
): Fitting[] {
  return overloads.flatMap(overload => {
    if (
      overload.method !== method ||
      overload.parameters.length !== args.length
    ) {
      return [];
    }
    const bindings: Bindings = new Map();
    return overload.parameters.every((parameter, index) =>
      accepts(parameter, args[index].type, bindings),
    )
      ? [{ overload, result: substitute(overload.result, bindings) }]
      : [];
  });
}

/** Nothing about the value is left to find out when it is there. */
function isSettled(parameter: Type, given: Type): boolean {
  if (isOpen(parameter) || parameter.kind.length === 1) {
    return true;
  }
  return (
    parameter.kind === given.kind &&
    parameter.of.every((part, index) => isSettled(part, given.of[index] ?? DYN))
  );
}

function evaluateAll(args: readonly Code[], frame: Frame): CelValue[] {
  const values = new Array<CelValue>(args.length);
  for (let index = 0; index < args.length; index++) {
    values[index] = args[index].run(frame);
  }
  return values;
}

function invoke(
  overload: Overload,
  values: CelValue[],
  frame: Frame,
): CelValue {
  frame.meter.spend(overload.cost(values));
  return overload.call(values, frame.meter);
}

/** What is called with literals alone is the same each time: worked out once, paid for always. */
function remembering(code: Code, args: readonly Code[]): Code {
  if (args.some(arg => arg.constant === undefined)) {
    return code;
  }
  let known: { value: CelValue; cost: number } | undefined;
  return {
    ...code,
    run: frame => {
      if (known) {
        frame.meter.spend(known.cost);
        return known.value;
      }
      const before = frame.meter.spent;
      const value = code.run(frame);
      known = { value, cost: frame.meter.spent - before };
      return value;
    },
  };
}

export function compileCall(
  name: string,
  overloads: readonly Overload[],
  args: readonly Code[],
  method: boolean,
  position: number,
): Code {
  const fitting = fittingOverloads(overloads, args, method);
  if (fitting.length === 0) {
    const types = args.map(arg => shownName(arg.type));
    const [receiver, ...others] = types;
    throw new Invalid(
      `found no matching overload for '${name}' applied to '${
        method ? `${receiver}.(${others.join(', ')})` : `(${types.join(', ')})`
      }'`,
      position,
    );
  }
  const type = fitting
    .map(one => one.result)
    .reduce((one, other) => (one === other ? one : DYN));
  const candidates = fitting.map(one => one.overload);
  const [only] = candidates;
  if (
    candidates.length === 1 &&
    only.parameters.every((parameter, index) =>
      isSettled(parameter, args[index].type),
    )
  ) {
    return remembering(
      { type, run: frame => invoke(only, evaluateAll(args, frame), frame) },
      args,
    );
  }
  return {
    type,
    run: frame => {
      const values = evaluateAll(args, frame);
      const chosen = candidates.find(overload =>
        isApplicable(overload, values),
      );
      if (!chosen) {
        throw noSuchOverload(name, values);
      }
      return invoke(chosen, values, frame);
    },
  };
}
