import type { MatchExceptionObject, MatchFilter } from './schema';

type Spec = MatchExceptionObject['spec'];

const WILDCARD = /[*?]/;

/**
 * The namespaces that an exception can reach at most; `undefined` where that can be
 * any. The namespace it lies in itself is no bound.
 * @internal
 */
export function namespacesOf(spec: Spec): string[] | undefined {
  return intersect(namespacesOfMatch(spec.match), namespacesOfPolicies(spec));
}

function namespacesOfMatch(match: Spec['match']): string[] | undefined {
  if (match?.any?.length) {
    const bounds = match.any.map(namespacesOfFilter);
    return bounds.every(bound => bound !== undefined)
      ? bounds.flat()
      : undefined;
  }
  return (match?.all ?? [])
    .map(namespacesOfFilter)
    .reduce(intersect, undefined);
}

function namespacesOfFilter({ resources }: MatchFilter): string[] | undefined {
  const named = resources?.namespaces ?? [];
  return named.length > 0 && !named.some(name => WILDCARD.test(name))
    ? named
    : undefined;
}

/** A policy with a namespace judges nothing outside it. */
function namespacesOfPolicies({ exceptions }: Spec): string[] | undefined {
  const namespaces = exceptions.map(({ policyName }) =>
    policyName.includes('/') ? policyName.split('/')[0] : '*',
  );
  return namespaces.some(name => WILDCARD.test(name)) || !namespaces.length
    ? undefined
    : namespaces;
}

/** What both allow; where they have nothing in common, whichever bounds at all. */
function intersect(
  a: string[] | undefined,
  b: string[] | undefined,
): string[] | undefined {
  if (!a || !b) {
    return a ?? b;
  }
  const both = a.filter(name => b.includes(name));
  return both.length > 0 ? both : b;
}
