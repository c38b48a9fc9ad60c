// Who signs, and what bears witness of it.
import { createHash, type KeyObject, sign } from 'node:crypto';
import type { Signer, Witness } from '@sigstore/sign';
import { type Identity, type Sigstore, keyPair } from './sigstore';

export interface DocumentSigner {
  signer: Signer;
  witnesses: Witness[];
}

export interface KeySigner extends DocumentSigner {
  /** What a verifier has to trust, SPKI as PEM. */
  publicKey: string;
}

/**
 * Signs with a long-lived key (ECDSA on P-256, as cosign makes them).
 * @param sigstore - whose log and clock witness the signature; none by default
 */
export function signWithKey(
  options: {
    keys?: { publicKey: KeyObject; privateKey: KeyObject };
    sigstore?: Sigstore;
  } = {},
): KeySigner {
  const keys = options.keys ?? keyPair();
  const publicKey = keys.publicKey
    .export({ format: 'pem', type: 'spki' })
    .toString();
  const hint = createHash('sha256')
    .update(keys.publicKey.export({ format: 'der', type: 'spki' }))
    .digest('base64');
  return {
    publicKey,
    witnesses: options.sigstore ? [options.sigstore.transparencyLog] : [],
    signer: {
      sign: async data => ({
        signature: sign('sha256', data, keys.privateKey),
        key: { $case: 'publicKey', publicKey, hint },
      }),
    },
  };
}

/** Signs with a certificate for an identity, witnessed by the log and by a timestamp. */
export function signKeyless(
  sigstore: Sigstore,
  identity: Identity,
  witnesses: ('log' | 'timestamp')[] = ['log', 'timestamp'],
): DocumentSigner {
  return {
    signer: sigstore.keyless(identity),
    witnesses: witnesses.map(it =>
      it === 'log' ? sigstore.transparencyLog : sigstore.timestampAuthority,
    ),
  };
}
