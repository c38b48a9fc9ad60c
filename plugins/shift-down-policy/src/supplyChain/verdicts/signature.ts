/** Whether somebody whom we trust signed the image. */
import type {
  AttestationVerdict,
  ImageEvidence,
} from '@shift-down/plugin-shift-down-common';
import type { Collected } from '../collect/types';
import type { SupplyChainTrust } from '../types';
import { judgeClaims } from './judgeClaims';

export function judgeSignature(
  image: ImageEvidence,
  collected: Collected,
  trust: SupplyChainTrust,
): AttestationVerdict {
  const judgement = judgeClaims({
    role: 'signature',
    noun: 'signature',
    image,
    collected,
    trust,
    rules: trust.rules.signatures,
    accept: () => ({ ok: true, content: undefined }),
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
