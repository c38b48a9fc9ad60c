/** Trusted roots and keys as the Sigstore library takes them, made once for each trust. */
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { Verifier, toTrustMaterial } from '@sigstore/verify';
import { createHash, createPublicKey } from 'node:crypto';
import type { SignerRule, SupplyChainTrust } from '../types';

/** A verifier of one signer, with how its signatures name the signer. */
export type PreparedSigner =
  | {
      type: 'key';
      name: string;
      verifier: Verifier;
      /** What may stand as hint for this key. */
      hints: ReadonlySet<string>;
    }
  | {
      type: 'keyless';
      rule: Extract<SignerRule, { type: 'keyless' }>;
      verifier: Verifier;
    };

/** Why a rule's signer can’t be used at all. */
export interface UnusableSigner {
  type: 'unusable';
  reason: string;
}

type Prepared = PreparedSigner | UnusableSigner;

const NO_LOG_NO_CLOCK = {
  tlogThreshold: 0,
  ctlogThreshold: 0,
  timestampThreshold: 0,
};

interface PreparedTrust {
  signers: Map<string, Prepared>;
  /** By name of the trusted root: all identities of one are verified alike. */
  roots: Map<string, Verifier>;
}

const prepared = new WeakMap<SupplyChainTrust, PreparedTrust>();

/** Prepares a signer of one of the rules; the same trust is prepared once. */
export function prepareSigner(
  signer: SignerRule,
  trust: SupplyChainTrust,
): Prepared {
  let known = prepared.get(trust);
  if (!known) {
    known = { signers: new Map(), roots: new Map() };
    prepared.set(trust, known);
  }
  const id = JSON.stringify(signer);
  let made = known.signers.get(id);
  if (!made) {
    made = prepare(signer, trust, known.roots);
    known.signers.set(id, made);
  }
  return made;
}

function prepare(
  signer: SignerRule,
  trust: SupplyChainTrust,
  verifiers: Map<string, Verifier>,
): Prepared {
  try {
    return signer.type === 'key'
      ? prepareKey(signer)
      : prepareKeyless(signer, trust, verifiers);
  } catch (error) {
    const what =
      signer.type === 'key'
        ? `The key '${signer.name}'`
        : `The trusted root '${signer.root}'`;
    return {
      type: 'unusable',
      reason: `${what} of our trust can’t be read (${
        error instanceof Error ? error.message : error
      }).`,
    };
  }
}

function prepareKey(signer: Extract<SignerRule, { type: 'key' }>): Prepared {
  const publicKey = createPublicKey(signer.publicKey);
  const der = publicKey.export({ format: 'der', type: 'spki' });
  const digest = createHash('sha256').update(der).digest();
  return {
    type: 'key',
    name: signer.name,
    hints: new Set([
      signer.name,
      digest.toString('hex'),
      digest.toString('base64'),
    ]),
    verifier: new Verifier(
      // Whatever a signature calls its key: this is the one that it has to be of.
      toTrustMaterial(TrustedRoot.fromJSON({}), () => ({
        publicKey,
        validFor: () => true,
      })),
      NO_LOG_NO_CLOCK,
    ),
  };
}

function prepareKeyless(
  rule: Extract<SignerRule, { type: 'keyless' }>,
  { roots }: SupplyChainTrust,
  verifiers: Map<string, Verifier>,
): Prepared {
  if (!Object.hasOwn(roots, rule.root)) {
    return {
      type: 'unusable',
      reason: `Our trust names the root '${rule.root}', which nobody configured.`,
    };
  }
  const verifier = verifiers.get(rule.root) ?? verifierOf(roots[rule.root]);
  verifiers.set(rule.root, verifier);
  return { type: 'keyless', rule, verifier };
}

function verifierOf(root: unknown): Verifier {
  const trustedRoot = TrustedRoot.fromJSON(
    typeof root === 'string' ? JSON.parse(root) : root,
  );
  return new Verifier(toTrustMaterial(trustedRoot), {
    // A private Sigstore may have no logs; one that has them is held to them.
    tlogThreshold: trustedRoot.tlogs.length > 0 ? 1 : 0,
    ctlogThreshold: trustedRoot.ctlogs.length > 0 ? 1 : 0,
    // A certificate lives for minutes: without a trusted time it proves nothing.
    timestampThreshold: 1,
  });
}
