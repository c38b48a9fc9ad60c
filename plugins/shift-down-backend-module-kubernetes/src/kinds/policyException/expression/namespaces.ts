/**
 * The namespaces that match conditions name. Only of expressions that can be taken
 * apart without evaluating them: plain comparisons joined by `&&`, where nothing can
 * undo what one of them says. Of any other expression nothing is known.
 */
const TEXT = `(?:'[^'"\\\\&]+'|"[^'"\\\\&]+")`;
const PATH = `[A-Za-z_][\\w.]*`;
const COMPARISON = new RegExp(
  [
    `^(?<path>${PATH})\\s*==\\s*(?<equal>${TEXT})$`,
    `^(?<list>${PATH})\\s+in\\s*\\[(?<among>\\s*${TEXT}(?:\\s*,\\s*${TEXT})*)\\s*\\]$`,
    `^${PATH}\\s*!=\\s*${TEXT}$`,
    `^${PATH}\\(${TEXT}\\)$`,
  ].join('|'),
);

/** Where an expression finds the namespace of what it judges. */
const NAMESPACE = new Set([
  'namespaceObject.metadata.name',
  'object.metadata.namespace',
  'request.namespace',
]);

/** `undefined` where they may hold in any namespace. @internal */
export function namespacesOf(expressions: string[]): string[] | undefined {
  // As a ValidatingAdmissionPolicy one condition is enough, so that each has to bound.
  const bounds = expressions.map(namespacesOfExpression);
  return bounds.length > 0 && bounds.every(bound => bound !== undefined)
    ? bounds.flat()
    : undefined;
}

function namespacesOfExpression(expression: string): string[] | undefined {
  const comparisons = expression
    .split('&&')
    .map(part => COMPARISON.exec(part.trim()));
  if (comparisons.some(comparison => comparison === null)) {
    return undefined;
  }
  for (const comparison of comparisons) {
    const { path, equal, list, among } = comparison?.groups ?? {};
    if (NAMESPACE.has(path ?? list)) {
      return (equal ?? among).match(/[^'",\s]+/g) ?? undefined;
    }
  }
  return undefined;
}
