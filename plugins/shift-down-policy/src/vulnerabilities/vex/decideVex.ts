/** What documents come to for one vulnerability. */
import { normalisePackageUrl } from '../../packageUrl';
import { matchesRepository } from '../../supplyChain/matchesRepository';
import type {
  TrustedVexRule,
  VexDecision,
  VexDocument,
  VexImage,
  VexStatement,
  VexTarget,
  VexVerdict,
} from '../types';
import { advisoryId } from './fields';
import { matchVex } from './matchVex';

const CLAIMS_SHOWN = 10;

/** Documents whose statements are found by advisory. @public */
export interface VexIndex {
  about(
    advisory: string,
  ): readonly { document: VexDocument; statement: VexStatement }[];
}

/** @public */
export function createVexIndex(documents: readonly VexDocument[]): VexIndex {
  const byAdvisory = new Map<
    string,
    { document: VexDocument; statement: VexStatement }[]
  >();
  for (const document of documents) {
    for (const statement of document.statements) {
      for (const id of new Set([statement.advisory, ...statement.aliases])) {
        const known = byAdvisory.get(id) ?? [];
        known.push({ document, statement });
        byAdvisory.set(id, known);
      }
    }
  }
  return { about: advisory => byAdvisory.get(advisoryId(advisory)) ?? [] };
}

/**
 * Decides about one vulnerability. The latest trusted statement about it holds, the more
 * careful one of two at the same moment. It suppresses if it says `fixed`, or
 * `not_affected` and why; anything else that anybody says changes nothing.
 *
 * A statement is trusted as far as a rule goes that trusts its document: with this image's
 * repository, or that of the golden release that brought the package, and with this
 * package.
 * @public
 */
export function decideVex(index: VexIndex, target: VexTarget): VexDecision {
  const candidates = index.about(target.advisory);
  if (candidates.length === 0) {
    return { claims: [] };
  }
  const verdicts = candidates.flatMap(({ document, statement }) => {
    const images = matchVex(statement, target);
    return images.length
      ? [toVerdict(document, statement, images, target)]
      : [];
  });
  const distinct = [
    ...new Map(verdicts.map(it => [JSON.stringify(it), it])).values(),
  ].sort(latestFirst);
  const holding = distinct.find(({ trusted }) => trusted);
  const suppression = holding && isNone(holding) ? holding : undefined;
  return {
    ...(suppression && { suppression }),
    claims: distinct
      .filter(it => it !== suppression && (!it.trusted || it === holding))
      .slice(0, CLAIMS_SHOWN),
  };
}

function toVerdict(
  { source, trust }: VexDocument,
  statement: VexStatement,
  images: readonly VexImage[],
  { packageUrls }: VexTarget,
): VexVerdict {
  const { status, justification, impact, action, author, statedAt } = statement;
  const rule = trust.trusted
    ? trust.rules.find(it => covers(it, images, packageUrls))
    : undefined;
  const refusal = trust.trusted
    ? `${author} is not trusted with this image and package`
    : trust.reason;
  return {
    status,
    ...(justification && { justification }),
    ...(impact && { impact }),
    ...(action && { action }),
    author,
    trusted: rule !== undefined,
    ...(rule && { trustedBy: rule.name }),
    reason: rule ? `Rule ${rule.name} trusts ${author}` : refusal,
    statedAt,
    source,
  };
}

function covers(
  { repositories, packages }: TrustedVexRule,
  images: readonly VexImage[],
  packageUrls: readonly string[],
): boolean {
  // Here a `*` stands for anything, slashes too.
  const patterns = packages.map(pattern => pattern.replace(/\*+/g, '**'));
  return (
    images.some(({ repository }) =>
      matchesRepository(repositories, repository),
    ) &&
    (patterns.length === 0 ||
      packageUrls.every(packageUrl =>
        matchesRepository(patterns, normalisePackageUrl(packageUrl)),
      ))
  );
}

function isNone({ status, justification, impact }: VexVerdict): boolean {
  return (
    status === 'fixed' ||
    (status === 'not_affected' && Boolean(justification || impact))
  );
}

function latestFirst(a: VexVerdict, b: VexVerdict): number {
  if (a.statedAt !== b.statedAt) {
    return a.statedAt > b.statedAt ? -1 : 1;
  }
  if (isNone(a) !== isNone(b)) {
    return isNone(a) ? 1 : -1;
  }
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
