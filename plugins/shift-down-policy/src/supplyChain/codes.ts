/** Why an image is not verified: the whole list, from the least to the most telling. */

/**
 * Codes of `AttestationVerdict`. Of several refusals the last in this list is shown: that
 * document came nearest to being trusted.
 * @public
 */
export const SUPPLY_CHAIN_CODES = [
  /** Every place was looked at, and there is none. */
  'absent',
  /** Not every place could be looked at. */
  'not-all-read',
  /** Nobody said whom to trust with this repository. */
  'no-rule',
  /** The registry names it and does not give it. */
  'unreadable',
  /** There are more documents than are read. */
  'too-many',
  /** It can’t be read as what it says it is. */
  'malformed',
  /** Of a sort that can’t be verified here. */
  'unsupported',
  /** It is there, but nobody signed it. */
  'unsigned',
  /** By a key where a certificate is asked for, or the other way round. */
  'signer-not-trusted',
  /** None of the trusted keys signed this. */
  'wrong-key',
  /** The certificate does not lead to the trusted root. */
  'certificate-untrusted',
  /** No trusted clock says when it was signed. */
  'no-timestamp',
  /** Not in the transparency log, or the log speaks of something else. */
  'log-untrusted',
  /** The certificate had expired, or was not valid yet, when it was signed. */
  'certificate-expired',
  'issuer-mismatch',
  'identity-mismatch',
  /** A part of the identity matches, the whole does not. */
  'identity-partial',
  /** It was changed after it was signed. */
  'tampered',
  /** Truly signed, for another image. */
  'other-digest',
  /** A true statement about something else. */
  'other-subject',
  /** Truly signed for some platforms of the image only. */
  'some-platforms',
  'verifier-not-trusted',
  'other-resource',
  /** A trusted verifier says that it failed. */
  'verification-failed',
  'builder-not-trusted',
  'build-type-not-expected',
  'source-not-canonical',
  'external-parameter-not-allowed',
  'author-mismatch',
] as const;

/** {@inheritDoc SUPPLY_CHAIN_CODES} @public */
export type SupplyChainCode = (typeof SUPPLY_CHAIN_CODES)[number];

/** Why one document does not count. */
export interface Refusal {
  code: SupplyChainCode;
  /** A sentence for people. */
  reason: string;
}

const RANKS = new Map(SUPPLY_CHAIN_CODES.map((code, rank) => [code, rank]));

/** The one that came furthest; the first of equals. */
export function mostTelling(refusals: Refusal[]): Refusal | undefined {
  return refusals.reduce<Refusal | undefined>(
    (best, next) =>
      best && RANKS.get(best.code)! >= RANKS.get(next.code)! ? best : next,
    undefined,
  );
}
