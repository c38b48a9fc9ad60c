/**
 * The second half of a claim: someone other than the claimant must agree. That is
 * the owner of the Namespace, which a team can't name itself.
 */

/**
 * Whether the owner of a namespace owns the entity, or is an ancestor group of one
 * who does.
 *
 * @param namespaceOwner - Ref of the group, or `undefined` if none is known.
 * @param ownersAndAncestors - Refs of the entity's owners and of all their ancestors.
 * @internal
 */
export function confirmClaim(
  trust: 'namespace-owner' | 'annotations',
  namespaceOwner: string | undefined,
  ownersAndAncestors: ReadonlySet<string>,
): boolean {
  if (trust === 'annotations') {
    return true;
  }
  return namespaceOwner !== undefined && ownersAndAncestors.has(namespaceOwner);
}
