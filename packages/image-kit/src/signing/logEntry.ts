/*
 * Entries of a transparency log (Rekor v1): what is proposed, and what a bundle keeps of
 * the answer.
 * @see https://github.com/sigstore/rekor/tree/main/pkg/types
 */
import { createHash } from 'node:crypto';
import { type TransparencyLogEntry, envelopeToJSON } from '@sigstore/bundle';
import type { SignatureBundle } from '@sigstore/sign';

/** The log's answer: one entry by its identifier. */
export type LogResponse = Record<string, LogResponseEntry>;

interface LogResponseEntry {
  body: unknown;
  integratedTime: number;
  logID: string;
  logIndex: number;
  verification?: {
    signedEntryTimestamp?: string;
    inclusionProof?: {
      logIndex: number;
      treeSize: number;
      rootHash: string;
      hashes: string[];
      checkpoint: string;
    };
  };
}

/** As a log stores it: of an envelope, only its digests. */
export function proposedEntryOf(
  content: SignatureBundle,
  publicKey: string,
): object {
  const verifier = Buffer.from(publicKey).toString('base64');
  if (content.$case === 'dsseEnvelope') {
    const { dsseEnvelope } = content;
    return {
      apiVersion: '0.0.1',
      kind: 'dsse',
      spec: {
        envelopeHash: hash(JSON.stringify(envelopeToJSON(dsseEnvelope))),
        payloadHash: hash(dsseEnvelope.payload),
        signatures: dsseEnvelope.signatures.map(it => ({
          signature: it.sig.toString('base64'),
          verifier,
        })),
      },
    };
  }
  const { messageDigest, signature } = content.messageSignature;
  return {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: {
        hash: {
          algorithm: 'sha256',
          value: messageDigest?.digest.toString('hex'),
        },
      },
      signature: {
        content: signature.toString('base64'),
        publicKey: { content: verifier },
      },
    },
  };
}

export function toLogEntry(entry: LogResponseEntry): TransparencyLogEntry {
  const text = String(entry.body);
  const { kind, apiVersion } = JSON.parse(
    Buffer.from(text, 'base64').toString(),
  );
  const { signedEntryTimestamp, inclusionProof } = entry.verification ?? {};
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: Buffer.from(entry.logID, 'hex') },
    integratedTime: String(entry.integratedTime),
    kindVersion: { kind, version: apiVersion },
    inclusionPromise: signedEntryTimestamp
      ? { signedEntryTimestamp: Buffer.from(signedEntryTimestamp, 'base64') }
      : undefined,
    inclusionProof: inclusionProof && {
      logIndex: String(inclusionProof.logIndex),
      treeSize: String(inclusionProof.treeSize),
      rootHash: Buffer.from(inclusionProof.rootHash, 'hex'),
      hashes: inclusionProof.hashes.map(it => Buffer.from(it, 'hex')),
      checkpoint: { envelope: inclusionProof.checkpoint },
    },
    canonicalizedBody: Buffer.from(text, 'base64'),
  };
}

function hash(content: string | Buffer) {
  return {
    algorithm: 'sha256',
    value: createHash('sha256').update(content).digest('hex'),
  };
}
