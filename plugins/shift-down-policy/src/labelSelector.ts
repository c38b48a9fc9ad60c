/** Label selectors of the Kubernetes API. */

/** A label selector; an empty one selects everything. @public */
export interface LabelSelector {
  matchLabels: Record<string, string>;
  matchExpressions: { key: string; operator: string; values: string[] }[];
}

/**
 * Whether labels match; `undefined` where an operator is none that the API has.
 * @internal
 */
export function matchesSelector(
  { matchLabels, matchExpressions }: LabelSelector,
  labels: Record<string, string>,
): boolean | undefined {
  const has = (key: string) => Object.hasOwn(labels, key);
  let isKnown = true;
  const matches =
    Object.entries(matchLabels).every(
      ([key, value]) => has(key) && labels[key] === value,
    ) &&
    matchExpressions.every(({ key, operator, values }) => {
      switch (operator) {
        case 'In':
          return has(key) && values.includes(labels[key]);
        case 'NotIn':
          return !has(key) || !values.includes(labels[key]);
        case 'Exists':
          return has(key);
        case 'DoesNotExist':
          return !has(key);
        default:
          isKnown = false;
          return true;
      }
    });
  return matches && !isKnown ? undefined : matches;
}
