/** Whose certificate it is, compared with whom a rule trusts. */
import type { Signer } from '@sigstore/verify';
import type { Refusal } from '../codes';
import { matchWhole } from '../patterns';
import type { SignerRule } from '../types';

type KeylessRule = Extract<SignerRule, { type: 'keyless' }>;

/**
 * Why this is not the identity that the rule asks for. Compared here and not by the
 * library, which would look for the pattern anywhere in the identity.
 */
export function checkIdentity(
  identity: NonNullable<Signer['identity']>,
  { issuer, identity: expected }: KeylessRule,
): Refusal | undefined {
  const name = identity.subjectAlternativeName;
  if (!name) {
    return {
      code: 'identity-mismatch',
      reason: 'The certificate names nobody.',
    };
  }
  const actualIssuer = identity.extensions?.issuer;
  if (actualIssuer !== issuer) {
    return {
      code: 'issuer-mismatch',
      reason: `It is signed by ${name} of ${
        actualIssuer ?? 'an unnamed issuer'
      }, and the rule asks for one of ${issuer}.`,
    };
  }
  const match =
    'exact' in expected
      ? matchExact(expected.exact, name)
      : matchWhole(expected.pattern, name);
  switch (match) {
    case 'whole':
      return undefined;
    case 'part':
      return {
        code: 'identity-partial',
        reason: `It is signed by ${name}, of which only a part is what the rule asks for.`,
      };
    default:
      return {
        code: 'identity-mismatch',
        reason: `It is signed by ${name}, whom the rule does not name.`,
      };
  }
}

function matchExact(expected: string, name: string): 'whole' | 'part' | 'none' {
  if (name === expected) {
    return 'whole';
  }
  return name.includes(expected) ? 'part' : 'none';
}
