/** The platform's trust together with that of its golden images. */
import type { GoldenImage } from '../goldenImages/types';
import { matchesRepository } from './matchesRepository';
import type { SupplyChainTrust } from './types';

/**
 * Adds the rules that golden images bring along. Each counts for that image's own
 * repository only, whatever it says itself.
 * @public
 */
export function mergeTrust(
  trust: SupplyChainTrust,
  goldenImages: Pick<GoldenImage, 'repository' | 'trust'>[],
): SupplyChainTrust {
  const merged = {
    signatures: [...trust.rules.signatures],
    provenance: [...trust.rules.provenance],
    verifiers: [...trust.rules.verifiers],
    vexAuthors: [...trust.rules.vexAuthors],
  };
  for (const { repository, trust: own } of goldenImages) {
    if (own) {
      const narrowed = <Rule extends { repositories: string[] }>(
        rules: Rule[],
      ): Rule[] =>
        rules
          .filter(rule => matchesRepository(rule.repositories, repository))
          .map(rule => ({ ...rule, repositories: [repository] }));
      merged.signatures.push(...narrowed(own.signatures));
      merged.provenance.push(...narrowed(own.provenance));
      merged.verifiers.push(...narrowed(own.verifiers));
      merged.vexAuthors.push(...narrowed(own.vexAuthors));
    }
  }
  return { rules: merged, roots: trust.roots };
}
