/**
 * Summaries in which a verifier whom we trust says that it verified the image.
 * @see https://slsa.dev/spec/v1.1/verification_summary
 */
import type {
  AttestationVerdict,
  ImageEvidence,
} from '@shift-down/plugin-shift-down-common';
import { z } from 'zod';
import type { Claim, Collected } from '../collect/types';
import type { SupplyChainTrust, VerifierRule } from '../types';
import { type Accepted, judgeClaims } from './judgeClaims';
import { repositoryOfResource } from './resource';

const summarySchema = z.object({
  verifier: z.object({ id: z.string() }),
  resourceUri: z.string(),
  verificationResult: z.enum(['PASSED', 'FAILED']),
  verifiedLevels: z.array(z.string()).default([]),
});

type Summary = z.infer<typeof summarySchema>;

export function judgeVerificationSummary(
  image: ImageEvidence,
  collected: Collected,
  trust: SupplyChainTrust,
): AttestationVerdict {
  const judgement = judgeClaims<VerifierRule, Summary>({
    role: 'verification-summary',
    noun: 'verification summary',
    image,
    collected,
    trust,
    rules: trust.rules.verifiers,
    accept: (claim, rule) => acceptSummary(claim, rule, image.repository),
  });
  if ('verdict' in judgement) {
    return judgement.verdict;
  }
  const [{ rule, signer, signedAt, content }] = judgement.verified;
  const levels = content.verifiedLevels.join(', ') || 'no level';
  return {
    state: 'verified',
    code: '',
    reason: `Passed the verification by ${content.verifier.id} (${levels}), signed by ${signer}.`,
    by: rule,
    signer,
    ...(signedAt !== undefined && { signedAt }),
  };
}

function acceptSummary(
  { predicate }: Claim,
  rule: VerifierRule,
  repository: string,
): Accepted<Summary> {
  const { success, data } = summarySchema.safeParse(predicate);
  if (!success) {
    return {
      ok: false,
      code: 'malformed',
      reason: 'It is signed, but no verification summary of SLSA.',
    };
  }
  if (data.verifier.id !== rule.verifier) {
    return {
      ok: false,
      code: 'verifier-not-trusted',
      reason: `It is by the verifier ${data.verifier.id}, whom '${rule.name}' does not trust.`,
    };
  }
  if (repositoryOfResource(data.resourceUri) !== repository) {
    return {
      ok: false,
      code: 'other-resource',
      reason: `It speaks about ${data.resourceUri}, not about ${repository}.`,
    };
  }
  if (data.verificationResult !== 'PASSED') {
    return {
      ok: false,
      code: 'verification-failed',
      reason: `${data.verifier.id} says that the image failed its verification.`,
    };
  }
  return { ok: true, content: data };
}
