/** VEX documents that are attached to the image, with who proved to have written them. */
import type {
  AttestationVerdict,
  ImageEvidence,
} from '@shift-down/plugin-shift-down-common';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Claim, Collected } from '../collect/types';
import type {
  AttachedVex,
  SignerRule,
  SupplyChainTrust,
  VexAuthorRule,
} from '../types';
import { type Accepted, judgeClaims } from './judgeClaims';
import { writeJson } from './writeJson';

interface SignedAuthorRule {
  name: string;
  repositories: string[];
  signer: SignerRule;
  author: string;
}

/** Documents of other images are left out. */
export function findVex(
  image: ImageEvidence,
  collected: Collected,
  trust: SupplyChainTrust,
): AttachedVex[] {
  const rules = trust.rules.vexAuthors.flatMap(signedBy);
  const ours = new Set([image.digest, ...image.platforms.map(p => p.digest)]);
  return collected.claims
    .filter(({ role }) => role === 'vex')
    .flatMap(claim => {
      const subject = claim.digests.find(digest => ours.has(digest));
      if (subject === undefined) {
        return [];
      }
      const text = writeJson(claim.predicate);
      if (text === undefined) {
        return [];
      }
      return {
        digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
        text,
        verdict: judge(claim, { ...image, digest: subject }, rules, trust),
      };
    });
}

function judge(
  claim: Claim,
  image: ImageEvidence,
  rules: SignedAuthorRule[],
  trust: SupplyChainTrust,
): AttestationVerdict {
  const judgement = judgeClaims<SignedAuthorRule, undefined>({
    role: 'vex',
    noun: 'VEX document',
    // Each document is judged by itself, whatever else there is or could not be read.
    image: { ...withoutProblem(image), platforms: [] },
    collected: { claims: [claim], broken: [], cut: 0 },
    trust,
    rules,
    accept: acceptAuthor,
  });
  if ('verdict' in judgement) {
    return judgement.verdict;
  }
  const [{ rule, signer, signedAt }] = judgement.verified;
  return {
    state: 'verified',
    code: '',
    reason: `Signed by ${signer}, whom '${rule}' trusts.`,
    by: rule,
    signer,
    ...(signedAt !== undefined && { signedAt }),
  };
}

function signedBy({
  name,
  repositories,
  proof,
  author,
}: VexAuthorRule): SignedAuthorRule[] {
  return proof.type === 'signature'
    ? [{ name, repositories, signer: proof.signer, author }]
    : [];
}

const openVexSchema = z.object({ author: z.string() });
const party = z.object({ name: z.string().optional() });
const cycloneDxSchema = z.object({
  metadata: z.object({
    authors: z.array(party).default([]),
    supplier: party.optional(),
    manufacturer: party.optional(),
  }),
});

function acceptAuthor(
  { predicate }: Claim,
  { author, name }: SignedAuthorRule,
): Accepted<undefined> {
  const authors = authorsOf(predicate);
  return authors.includes(author)
    ? { ok: true, content: undefined }
    : {
        ok: false,
        code: 'author-mismatch',
        reason: `It says that ${
          authors.join(', ') || 'nobody'
        } wrote it, and '${name}' trusts ${author}.`,
      };
}

function authorsOf(predicate: unknown): string[] {
  const openVex = openVexSchema.safeParse(predicate);
  if (openVex.success) {
    return [openVex.data.author];
  }
  const cycloneDx = cycloneDxSchema.safeParse(predicate);
  if (!cycloneDx.success) {
    return [];
  }
  const { authors, supplier, manufacturer } = cycloneDx.data.metadata;
  return [...authors, supplier, manufacturer].flatMap(it =>
    it?.name === undefined ? [] : [it.name],
  );
}

function withoutProblem({
  attachmentsProblem: _,
  ...image
}: ImageEvidence): ImageEvidence {
  return image;
}
