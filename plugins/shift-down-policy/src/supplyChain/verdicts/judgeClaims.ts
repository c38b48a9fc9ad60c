/**
 * What every verdict has in common: a rule that a document meets, of an image's digest
 * that counts, or the reason why there is none.
 */
import type {
  AttestationVerdict,
  ImageEvidence,
} from '@shift-down/plugin-shift-down-common';
import { type Refusal, mostTelling } from '../codes';
import type { Claim, Collected, Role } from '../collect/types';
import { matchesRepository } from '../matchesRepository';
import type { SignerRule, SupplyChainTrust } from '../types';
import { verifySigner } from '../verify/verifySigner';

/** What a rule says at least. */
interface Rule {
  name: string;
  repositories: string[];
  signer: SignerRule;
}

/** A claim of which everything was checked. */
export interface Verified<Content> {
  rule: string;
  signer: string;
  signedAt?: string;
  content: Content;
}

export interface Subject<R extends Rule, Content> {
  role: Role;
  /** For sentences: `signature`, `provenance`. */
  noun: string;
  image: ImageEvidence;
  collected: Collected;
  trust: SupplyChainTrust;
  rules: readonly R[];
  /** What a truly signed claim about this image says, if it meets the rest of the rule. */
  accept(claim: Claim, rule: R): Accepted<Content>;
  /** The better of two for the same image. */
  better?(one: Content, other: Content): boolean;
}

export type Accepted<Content> =
  | { ok: true; content: Content }
  | ({ ok: false } & Refusal);

export type Judgement<Content> =
  | { verified: Verified<Content>[] }
  | { verdict: AttestationVerdict };

/**
 * The claims that make this image verified: one about itself, or one about each of its
 * platforms. Otherwise why it is not.
 */
export function judgeClaims<R extends Rule, Content>(
  subject: Subject<R, Content>,
): Judgement<Content> {
  const { role, noun, image, collected } = subject;
  const rules = subject.rules.filter(rule =>
    matchesRepository(rule.repositories, image.repository),
  );
  const claims = collected.claims.filter(claim => claim.role === role);
  const broken = collected.broken.filter(({ roles }) => roles.includes(role));
  if (rules.length === 0) {
    return {
      verdict: {
        state: 'unset',
        code: 'no-rule',
        reason: `No expectation set: nobody said whose ${noun} of ${
          image.repository
        } to trust. ${claims.length > 0 ? 'There is one.' : 'None was seen.'}`,
      },
    };
  }

  const { byDigest, refusals } = verifyAll(subject, rules, claims);
  const covering = covers(image, byDigest);
  if (covering.length > 0) {
    return { verified: covering };
  }
  if (byDigest.size > 0) {
    refusals.push(onlySome(image, byDigest));
  }
  refusals.push(...broken);
  return {
    verdict: notVerified({ noun, image, cut: collected.cut, refusals }),
  };
}

function verifyAll<R extends Rule, Content>(
  { image, trust, accept, better, noun }: Subject<R, Content>,
  rules: R[],
  claims: Claim[],
) {
  const ours = new Set([image.digest, ...image.platforms.map(p => p.digest)]);
  const byDigest = new Map<string, Verified<Content>>();
  const refusals: Refusal[] = [];
  for (const claim of claims) {
    if (!claim.signed) {
      refusals.push(unsigned(claim, noun));
      continue;
    }
    for (const rule of rules) {
      const check = verifySigner(claim.signed, rule.signer, trust);
      if (!check.ok) {
        refusals.push(check);
        continue;
      }
      const digests = claim.digests.filter(digest => ours.has(digest));
      if (digests.length === 0) {
        refusals.push(aboutAnother(claim));
        continue;
      }
      const accepted = accept(claim, rule);
      if (!accepted.ok) {
        refusals.push(accepted);
        continue;
      }
      for (const digest of digests) {
        const known = byDigest.get(digest);
        if (!known || better?.(accepted.content, known.content)) {
          byDigest.set(digest, {
            rule: rule.name,
            signer: check.signer,
            ...(check.signedAt !== undefined && { signedAt: check.signedAt }),
            content: accepted.content,
          });
        }
      }
    }
  }
  return { byDigest, refusals };
}

/** What is said of an index holds for all of its manifests, not the other way round. */
function covers<Content>(
  { digest, platforms }: ImageEvidence,
  byDigest: Map<string, Verified<Content>>,
): Verified<Content>[] {
  const whole = byDigest.get(digest);
  if (whole) {
    return [whole];
  }
  const parts = platforms.flatMap(platform => {
    const part = byDigest.get(platform.digest);
    return part ? [part] : [];
  });
  return parts.length === platforms.length ? parts : [];
}

function onlySome(
  { platforms }: ImageEvidence,
  byDigest: Map<string, unknown>,
): Refusal {
  const others = platforms.filter(({ digest }) => !byDigest.has(digest));
  return {
    code: 'some-platforms',
    reason: `It is for some platforms only; ${others
      .map(({ platform }) => platform)
      .join(', ')} ${others.length === 1 ? 'has' : 'have'} none.`,
  };
}

function unsigned({ attachment }: Claim, noun: string): Refusal {
  return {
    code: 'unsigned',
    reason:
      attachment.place === 'index'
        ? `The ${noun} that the build wrote is there, but nobody signed it.`
        : `The ${noun} is there, but nobody signed it.`,
  };
}

function aboutAnother({ role, digests }: Claim): Refusal {
  const other = digests[0] ?? 'something without a SHA-256 digest';
  return role === 'signature'
    ? {
        code: 'other-digest',
        reason: `It is a signature of another image: ${other}.`,
      }
    : {
        code: 'other-subject',
        reason: `It speaks about another image: ${other}.`,
      };
}

/** Absence and refusal need that everything was looked at. */
function notVerified({
  noun,
  image: { attachmentsProblem },
  cut,
  refusals,
}: {
  noun: string;
  image: ImageEvidence;
  cut: number;
  refusals: Refusal[];
}): AttestationVerdict {
  const best = mostTelling(refusals);
  const seen = best ? ` Of what was seen: ${best.reason}` : '';
  if (attachmentsProblem !== undefined) {
    return {
      state: 'unknown',
      code: 'not-all-read',
      reason: `Not every place of a ${noun} could be looked at: ${attachmentsProblem.replace(
        /\.$/,
        '',
      )}.${seen}`,
    };
  }
  if (cut > 0) {
    return {
      state: 'unknown',
      code: 'too-many',
      reason: `${cut} more documents are attached than are looked at.${seen}`,
    };
  }
  const unreadable = refusals.find(({ code }) => code === 'unreadable');
  if (unreadable) {
    return {
      state: 'unknown',
      code: 'unreadable',
      reason: `A document that may be a ${noun} could not be read: ${unreadable.reason}`,
    };
  }
  if (!best) {
    return {
      state: 'absent',
      code: 'absent',
      reason: `There is no ${noun} at any place where one is kept.`,
    };
  }
  return { state: 'unverified', code: best.code, reason: best.reason };
}
