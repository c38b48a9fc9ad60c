/*
 * A Sigstore of one's own: certificate authority, certificate log, transparency log and
 * timestamp authority of @sigstore/mock, called directly, with no HTTP between.
 */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import {
  fulcioHandler,
  initializeCA,
  initializeCTLog,
  initializeTLog,
  initializeTSA,
  tsaHandler,
} from '@sigstore/mock';
import { RFC3161Timestamp } from '@sigstore/core';
import {
  HashAlgorithm,
  PublicKeyDetails,
  TrustedRoot,
} from '@sigstore/protobuf-specs';
import type { Signer, VerificationMaterial, Witness } from '@sigstore/sign';
import { type LogResponse, proposedEntryOf, toLogEntry } from './logEntry';

/** Who signs, as the identity provider would say. */
export interface Identity {
  /** Subject alternative name of the certificate, a URI. */
  subject: string;
  /** The identity provider, such as `https://accounts.example.org`. */
  issuer: string;
  /** Further claims that Fulcio puts into the certificate, such as `repository`. */
  claims?: Record<string, string>;
}

export interface Sigstore {
  /** What a verifier has to trust, as JSON. */
  trustedRoot: unknown;
  /** A certificate for a key that is thrown away after one signature. */
  keyless(identity: Identity): Signer;
  transparencyLog: Witness;
  timestampAuthority: Witness;
}

export interface SigstoreOptions {
  /** When certificates are issued, ten minutes of validity; now by default. */
  issuedAt?: Date;
  /** When the log and the timestamp authority say that it was signed; now by default. */
  signedAt?: Date;
}

const NAME = 'sigstore.example';
const START_OF_TRUST = new Date('2020-01-01T00:00:00Z');

export async function createSigstore(
  options: SigstoreOptions = {},
): Promise<Sigstore> {
  const logOfCertificates = await initializeCTLog(keyPair(), options.issuedAt);
  const authority = await initializeCA(
    keyPair('P-384'),
    logOfCertificates,
    options.issuedAt,
  );
  const fulcio = fulcioHandler(authority);
  const log = await initializeTLog(
    `https://log.${NAME}`,
    keyPair(),
    options.signedAt,
  );
  const timestamps = await initializeTSA(
    keyPair('P-384'),
    toWholeSecond(options.signedAt),
  );
  const clock = tsaHandler(timestamps);

  return {
    trustedRoot: TrustedRoot.toJSON({
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [logInstance(`https://log.${NAME}`, log.publicKey)],
      certificateAuthorities: [
        certificateAuthority(`https://ca.${NAME}`, authority.rootCertificate),
      ],
      ctlogs: [
        logInstance(
          `https://certificates.${NAME}`,
          logOfCertificates.publicKey,
        ),
      ],
      timestampAuthorities: [
        certificateAuthority(
          `https://time.${NAME}`,
          timestamps.intCertificate,
          timestamps.rootCertificate,
        ),
      ],
    }),
    keyless: identity => keylessSigner(identity, body => fulcio.fn(body)),
    transparencyLog: {
      async testify(content, publicKey): Promise<VerificationMaterial> {
        const entries: LogResponse = await log.log(
          proposedEntryOf(content, publicKey),
        );
        return { tlogEntries: Object.values(entries).map(toLogEntry) };
      },
    },
    timestampAuthority: {
      async testify(content): Promise<VerificationMaterial> {
        const signature =
          content.$case === 'dsseEnvelope'
            ? content.dsseEnvelope.signatures[0].sig
            : content.messageSignature.signature;
        const request = JSON.stringify({
          artifactHash: createHash('sha256').update(signature).digest('base64'),
          hashAlgorithm: 'sha256',
          certificates: true,
        });
        let answer: Buffer;
        do {
          answer = bytesOf((await clock.fn(request)).response);
        } while (!hasReadableTime(answer));
        return { rfc3161Timestamps: [{ signedTimestamp: answer }] };
      },
    },
  };
}

type Fulcio = (body: string) => Promise<{
  statusCode: number;
  response: string | ArrayBufferView;
}>;

function keylessSigner(identity: Identity, fulcio: Fulcio): Signer {
  return {
    async sign(data) {
      const { publicKey, privateKey } = keyPair();
      const answer = await fulcio(
        JSON.stringify({
          credentials: { oidcIdentityToken: tokenOf(identity) },
          publicKeyRequest: {
            publicKey: {
              content: publicKey.export({ format: 'pem', type: 'spki' }),
            },
          },
        }),
      );
      if (answer.statusCode !== 201) {
        throw new Error(`No certificate was issued: ${answer.response}`);
      }
      const {
        signedCertificateEmbeddedSct: {
          chain: {
            certificates: [certificate],
          },
        },
      } = JSON.parse(bytesOf(answer.response).toString());
      return {
        signature: sign('sha256', data, privateKey),
        key: { $case: 'x509Certificate', certificate },
      };
    },
  };
}

/** Nobody checks its signature here, so that it has none. */
function tokenOf(identity: Identity): string {
  const part = (value: object) =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({
    ...identity.claims,
    sub: identity.subject,
    iss: identity.issuer,
  })}.`;
}

export function keyPair(namedCurve: 'P-256' | 'P-384' = 'P-256') {
  return generateKeyPairSync('ec', { namedCurve });
}

/**
 * The mock writes fractions of a second without zeros at the end, as DER has it, and
 * @sigstore/core reads them with three digits only.
 */
function hasReadableTime(timestamp: Buffer): boolean {
  try {
    return RFC3161Timestamp.parse(timestamp).signingTime instanceof Date;
  } catch {
    return false;
  }
}

function toWholeSecond(date: Date | undefined): Date | undefined {
  return date && new Date(Math.floor(date.getTime() / 1000) * 1000);
}

function logInstance(baseUrl: string, publicKey: Buffer) {
  return {
    baseUrl,
    hashAlgorithm: HashAlgorithm.SHA2_256,
    publicKey: {
      rawBytes: publicKey,
      keyDetails: PublicKeyDetails.PKIX_ECDSA_P256_SHA_256,
      validFor: { start: START_OF_TRUST },
    },
    logId: { keyId: createHash('sha256').update(publicKey).digest() },
    checkpointKeyId: undefined,
    operator: NAME,
  };
}

function certificateAuthority(uri: string, ...chain: ArrayBufferView[]) {
  return {
    subject: { organization: NAME, commonName: 'sigstore' },
    uri,
    certChain: { certificates: chain.map(it => ({ rawBytes: bytesOf(it) })) },
    validFor: { start: START_OF_TRUST },
    operator: NAME,
  };
}

function bytesOf(value: string | ArrayBufferView): Buffer {
  return typeof value === 'string'
    ? Buffer.from(value)
    : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
