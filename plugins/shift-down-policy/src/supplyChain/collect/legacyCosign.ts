/**
 * Signatures and attestations as cosign kept them before bundles: under the tags
 * `sha256-<hex>.sig` and `.att`, with the proof in annotations. Made into bundles here,
 * so that everything is verified in one way.
 * @see https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md
 */
import { type Bundle, bundleFromJSON } from '@sigstore/bundle';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SignedContent } from '../verify/verifySigner';

const SIGNATURE = 'dev.cosignproject.cosign/signature';
const CERTIFICATE = 'dev.sigstore.cosign/certificate';
const LOG_ENTRY = 'dev.sigstore.cosign/bundle';
const TIMESTAMP = 'dev.sigstore.cosign/rfc3161timestamp';

/** Allows for a chain of certificates, as no later version does. */
const BUNDLE_MEDIA_TYPE =
  'application/vnd.dev.sigstore.bundle+json;version=0.1';

const payloadSchema = z.object({
  critical: z.object({
    image: z.object({ 'docker-manifest-digest': z.string().min(1) }),
  }),
});

const logEntrySchema = z.object({
  SignedEntryTimestamp: z.string(),
  Payload: z.object({
    body: z.string(),
    integratedTime: z.number().int(),
    logIndex: z.number().int(),
    logID: z.string(),
  }),
});

const logBodySchema = z.object({
  kind: z.string(),
  apiVersion: z.string(),
  spec: z.looseObject({
    data: z
      .object({ hash: z.object({ value: z.string() }).optional() })
      .optional(),
  }),
});

const timestampSchema = z.object({ SignedRFC3161Timestamp: z.string() });

const envelopeSchema = z.object({
  payload: z.string(),
  payloadType: z.string(),
  signatures: z.array(
    z.object({ sig: z.string(), keyid: z.string().default('') }),
  ),
});

/** The content has another hash than its entry in the log says. */
export class ChangedContentError extends Error {}

export interface LegacySignature {
  signed: SignedContent;
  /** `critical.image.docker-manifest-digest` */
  digest: string;
}

/**
 * A payload of simple signing with its signature.
 * @throws Error if it can’t be read
 */
export function readLegacySignature(
  payload: string,
  annotations: Record<string, string>,
): LegacySignature {
  const { critical } = payloadSchema.parse(JSON.parse(payload));
  const artifact = Buffer.from(payload, 'utf8');
  const hash = createHash('sha256').update(artifact).digest();
  const entry = readLogEntry(annotations);
  if (entry?.hash !== undefined && entry.hash !== hash.toString('hex')) {
    throw new ChangedContentError(
      'The transparency log has another hash of the signed content',
    );
  }
  const timestamp = annotations[TIMESTAMP];
  return {
    digest: critical.image['docker-manifest-digest'],
    signed: {
      artifact,
      bundle: toBundle(annotations, entry?.json, {
        content: {
          messageSignature: {
            messageDigest: {
              algorithm: 'SHA2_256',
              digest: hash.toString('base64'),
            },
            signature: annotations[SIGNATURE] ?? '',
          },
        },
        timestamps: timestamp
          ? [timestampSchema.parse(JSON.parse(timestamp))]
          : [],
      }),
    },
  };
}

/**
 * A DSSE envelope. Its annotated RFC 3161 timestamp is left out: cosign had the envelope
 * timestamped, and not the signature.
 * @throws Error if it can’t be read
 */
export function readLegacyAttestation(
  content: string,
  annotations: Record<string, string>,
): Bundle {
  const envelope = envelopeSchema.parse(JSON.parse(content));
  return toBundle(annotations, readLogEntry(annotations)?.json, {
    content: { dsseEnvelope: envelope },
    timestamps: [],
  });
}

function toBundle(
  annotations: Record<string, string>,
  entry: object | undefined,
  parts: {
    content: object;
    timestamps: z.infer<typeof timestampSchema>[];
  },
): Bundle {
  const certificate = annotations[CERTIFICATE];
  return bundleFromJSON({
    mediaType: BUNDLE_MEDIA_TYPE,
    verificationMaterial: {
      ...(certificate
        ? {
            x509CertificateChain: {
              certificates: [{ rawBytes: derOf(certificate) }],
            },
          }
        : { publicKey: { hint: '' } }),
      tlogEntries: entry ? [entry] : [],
      timestampVerificationData: {
        rfc3161Timestamps: parts.timestamps.map(
          ({ SignedRFC3161Timestamp: signedTimestamp }) => ({
            signedTimestamp,
          }),
        ),
      },
    },
    ...parts.content,
  });
}

function readLogEntry(annotations: Record<string, string>) {
  const annotation = annotations[LOG_ENTRY];
  if (!annotation) {
    return undefined;
  }
  const { SignedEntryTimestamp: promise, Payload: payload } =
    logEntrySchema.parse(JSON.parse(annotation));
  const { kind, apiVersion, spec } = logBodySchema.parse(
    JSON.parse(Buffer.from(payload.body, 'base64').toString('utf8')),
  );
  return {
    hash: kind === 'hashedrekord' ? spec.data?.hash?.value : undefined,
    json: {
      logIndex: String(payload.logIndex),
      logId: { keyId: Buffer.from(payload.logID, 'hex').toString('base64') },
      kindVersion: { kind, version: apiVersion },
      integratedTime: String(payload.integratedTime),
      inclusionPromise: { signedEntryTimestamp: promise },
      canonicalizedBody: payload.body,
    },
  };
}

/** The first certificate of a PEM, in base64. */
function derOf(pem: string): string {
  const [, body] =
    /-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/.exec(
      pem,
    ) ?? [];
  if (body === undefined) {
    throw new Error('the annotated certificate is not PEM');
  }
  return body.replaceAll(/\s/g, '');
}
