/** Who signed something: the one place where signatures are verified. */
import type { Bundle } from '@sigstore/bundle';
import { VerificationError, toSignedEntity } from '@sigstore/verify';
import type { SignedEntity, Signer, Verifier } from '@sigstore/verify';
import { createHash } from 'node:crypto';
import type { Refusal } from '../codes';
import type { SignerRule, SupplyChainTrust } from '../types';
import { checkCertificateTime, trustedTime } from './certificateTime';
import { checkIdentity } from './checkIdentity';
import { type PreparedSigner, prepareSigner } from './prepareTrust';

/** Something signed: the bundle, and the content where the bundle holds only its hash. */
export interface SignedContent {
  bundle: Bundle;
  artifact?: Buffer;
}

export type SignerCheck =
  | {
      ok: true;
      /** Identity in the certificate, or name of the key. */
      signer: string;
      /** ISO 8601, of a trusted timestamp. */
      signedAt?: string;
    }
  | ({ ok: false } & Refusal);

/** Whether this signer signed this; of what it speaks is still to be compared. */
export function verifySigner(
  signed: SignedContent,
  signer: SignerRule,
  trust: SupplyChainTrust,
): SignerCheck {
  const prepared = prepareSigner(signer, trust);
  if (prepared.type === 'unusable') {
    return refuse('signer-not-trusted', prepared.reason);
  }
  const material = signed.bundle.verificationMaterial.content.$case;
  const isKey = material === 'publicKey';
  if (isKey !== (prepared.type === 'key')) {
    return refuse(
      'signer-not-trusted',
      isKey
        ? 'It is signed by a key, and the rule asks for a certificate.'
        : `It is signed by a certificate, and the rule asks for the key '${
            prepared.type === 'key' ? prepared.name : ''
          }'.`,
    );
  }
  const checked = checkOnce(signed, prepared);
  if (!checked.ok || prepared.type === 'key') {
    return checked;
  }
  const refusal = checkIdentity(checked.identity, prepared.rule);
  return refusal ? { ok: false, ...refusal } : checked;
}

/** A signature that is verified, with whose certificate it is where it has one. */
type Checked =
  | {
      ok: true;
      signer: string;
      signedAt?: string;
      identity: NonNullable<Signer['identity']>;
    }
  | ({ ok: false } & Refusal);

/** By bundle and verifier: several rules may trust identities of the same root. */
const outcomes = new WeakMap<Bundle, Map<Verifier, Checked>>();

function checkOnce(signed: SignedContent, prepared: PreparedSigner): Checked {
  let known = outcomes.get(signed.bundle);
  if (!known) {
    known = new Map();
    outcomes.set(signed.bundle, known);
  }
  let checked = known.get(prepared.verifier);
  if (!checked) {
    checked = check(signed, prepared);
    known.set(prepared.verifier, checked);
  }
  return checked;
}

function check(signed: SignedContent, prepared: PreparedSigner): Checked {
  if (hasOtherContent(signed)) {
    return refuse(
      'tampered',
      'The content is not the one that was signed: its hash differs.',
    );
  }
  try {
    const entity = toSignedEntity(signed.bundle, signed.artifact);
    return prepared.type === 'key'
      ? verifyByKey(entity, prepared, hintOf(signed.bundle))
      : verifyByCertificate(entity, prepared);
  } catch (error) {
    // What others wrote makes the library throw in many ways; none of them verifies.
    return refuse(
      'malformed',
      `The signature can’t be read (${messageOf(error)}).`,
    );
  }
}

function verifyByKey(
  entity: SignedEntity,
  { verifier, name, hints }: Extract<PreparedSigner, { type: 'key' }>,
  hint: string,
): Checked {
  try {
    // The key alone is trusted here, no log and no clock: what they say is left out.
    verifier.verify({ ...entity, tlogEntries: [], timestamps: [] });
  } catch (error) {
    if (!isSignatureError(error)) {
      throw error;
    }
    return hints.has(hint)
      ? refuse(
          'tampered',
          `It says that the key '${name}' signed it, and was changed since.`,
        )
      : refuse(
          'wrong-key',
          `The key '${name}' did not sign this: another one did, or it was changed since.`,
        );
  }
  return { ok: true, signer: name, identity: {} };
}

function verifyByCertificate(
  entity: SignedEntity,
  { verifier, rule }: Extract<PreparedSigner, { type: 'keyless' }>,
): Checked {
  try {
    const { identity = {} } = verifier.verify(entity);
    return {
      ok: true,
      signer: identity.subjectAlternativeName ?? '',
      signedAt: trustedTime(entity),
      identity,
    };
  } catch (error) {
    if (!(error instanceof VerificationError)) {
      throw error;
    }
    return { ok: false, ...explain(error, entity, rule.root) };
  }
}

function explain(
  error: VerificationError,
  entity: SignedEntity,
  root: string,
): Refusal {
  switch (error.code) {
    case 'SIGNATURE_ERROR':
      return {
        code: 'tampered',
        reason: 'The signature does not fit the content: it was changed since.',
      };
    case 'TIMESTAMP_ERROR':
      return {
        code: 'no-timestamp',
        reason: `No clock that the root '${root}' trusts says when it was signed (${error.message}).`,
      };
    case 'CERTIFICATE_ERROR':
    case 'PUBLIC_KEY_ERROR':
      return (
        checkCertificateTime(entity) ?? {
          code: 'certificate-untrusted',
          reason: `The certificate does not lead to the trusted root '${root}' (${error.message}).`,
        }
      );
    case 'TLOG_BODY_ERROR':
      return {
        code: 'tampered',
        reason: `The transparency log speaks of another content or signature (${error.message}).`,
      };
    default:
      return {
        code: 'log-untrusted',
        reason: `Its entry in the transparency log is missing or proves nothing (${error.message}).`,
      };
  }
}

/** Where the signature comes with the hash of what was signed, no key is needed to see it. */
function hasOtherContent({ bundle, artifact }: SignedContent): boolean {
  const { content } = bundle;
  if (content.$case !== 'messageSignature' || artifact === undefined) {
    return false;
  }
  const { digest } = content.messageSignature.messageDigest;
  // A hash of another length is of another algorithm; the signature itself decides then.
  return (
    digest.length === 32 &&
    !createHash('sha256').update(artifact).digest().equals(digest)
  );
}

function hintOf({ content, verificationMaterial }: Bundle): string {
  const material = verificationMaterial.content;
  const hint = material.$case === 'publicKey' ? material.publicKey.hint : '';
  return (
    hint ||
    (content.$case === 'dsseEnvelope'
      ? content.dsseEnvelope.signatures[0]?.keyid ?? ''
      : '')
  );
}

function isSignatureError(error: unknown): boolean {
  return error instanceof VerificationError && error.code === 'SIGNATURE_ERROR';
}

function refuse(
  code: Refusal['code'],
  reason: string,
): { ok: false } & Refusal {
  return { ok: false, code, reason };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
