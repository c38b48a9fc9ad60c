/** What a decision binds, as a digest that people can be asked to confirm. */
import { createHash } from 'crypto';
import type { DecisionBasis } from '../types';
import { canonicalJson, inOrder } from './canonical';

/**
 * SHA-256 in hexadecimal: another one as soon as what is asked for, its end, what an engine
 * would let through, a policy concerned or what is reached changes. The order in which
 * those were found doesn't matter.
 * @public
 */
export function hashDecision(basis: DecisionBasis): string {
  const { content, effectiveScope, policyHash, reaches } = basis;
  return createHash('sha256')
    .update(
      canonicalJson({
        content,
        effectiveScope: inOrder(
          effectiveScope.map(scope => ({
            ...scope,
            policies: inOrder(
              scope.policies.map(({ policy, rules }) => ({
                policy,
                rules: [...rules].sort(),
              })),
            ),
            namespaces: [...scope.namespaces].sort(),
            workloads: [...scope.workloads].sort(),
            wider: [...scope.wider].sort(),
          })),
        ),
        policyHash,
        reaches: inOrder(
          reaches.map(({ findingId, entityRef }) => ({ findingId, entityRef })),
        ),
      }),
    )
    .digest('hex');
}
