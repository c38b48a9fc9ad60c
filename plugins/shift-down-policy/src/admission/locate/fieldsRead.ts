/** What an expression reads of the object, through the variables of its policy as well. */
import type { FieldPath } from '../../evaluation';
import type { CompiledPolicy, PolicyExpression } from '../types';
import { EACH, isIdentity } from './paths';

/** A compiled expression reads the same whenever it is asked. */
const known = new WeakMap<PolicyExpression, FieldPath[]>();

/**
 * Paths in the order of the text, with {@link EACH} for the items that a comprehension
 * runs over.
 * @internal
 */
export function fieldsRead(
  policy: CompiledPolicy,
  expression: PolicyExpression,
): FieldPath[] {
  let paths = known.get(expression);
  if (!paths) {
    const all = collect(policy, expression, new Set());
    paths = [
      ...new Map(all.map(path => [JSON.stringify(path), path])).values(),
    ];
    known.set(expression, paths);
  }
  return paths;
}

function collect(
  policy: CompiledPolicy,
  { compilation }: PolicyExpression,
  seen: ReadonlySet<string>,
): FieldPath[] {
  if (compilation.type !== 'program') {
    return [];
  }
  const { program } = compilation;
  const throughVariables = program
    .fieldsOf('variables')
    .flatMap(([step, ...rest]) => {
      const name = String(step);
      const variable = policy.variables.get(name);
      if (!variable || seen.has(name)) {
        return [];
      }
      // A variable that chooses between places or joins them is read at each of them.
      return collect(policy, variable, new Set([...seen, name])).map(path =>
        path.includes(EACH) || (isIdentity(path) && path.length > 0)
          ? path
          : [...path, ...rest],
      );
    });
  return [...program.fieldsOf('object'), ...throughVariables];
}
