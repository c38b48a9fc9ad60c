// Sigstore bundles and cosign's older form of the same, made by @sigstore/sign.
import { type Bundle, bundleToJSON, envelopeToJSON } from '@sigstore/bundle';
import {
  DSSEBundleBuilder,
  MessageSignatureBundleBuilder,
} from '@sigstore/sign';
import {
  type Descriptor,
  type Made,
  type Document,
  MEDIA_TYPES,
  makeCosignManifest,
  makeReferrer,
} from '../images';
import { jsonBytes } from '../images/content';
import { type Statement, statementAbout } from '../statements/statement';
import type { DocumentSigner } from './signers';

/** @see https://github.com/sigstore/cosign/blob/main/specs/BUNDLE_SPEC.md */
export const COSIGN_SIGNATURE_PREDICATE = 'https://sigstore.dev/cosign/sign/v1';

/** A statement in an envelope, with all that is needed to verify it. */
export function signStatement(
  statement: Statement,
  by: DocumentSigner,
): Promise<Bundle> {
  return new DSSEBundleBuilder(by).create({
    data: jsonBytes(statement),
    type: 'application/vnd.in-toto+json',
  });
}

/** What speaks about an image, signed, as one manifest that names the image (cosign 3). */
export async function attest(
  image: Descriptor,
  predicateType: string,
  predicate: unknown,
  by: DocumentSigner,
): Promise<Made> {
  return attestStatement(
    image,
    statementAbout(image.digest, predicateType, predicate),
    by,
  );
}

/** The same with a statement whose subject may be another image's. */
export async function attestStatement(
  image: Descriptor,
  statement: Statement,
  by: DocumentSigner,
): Promise<Made> {
  return bundleReferrer(
    image,
    await signStatement(statement, by),
    statement.predicateType,
  );
}

/** A signature as cosign 3 writes it: an attestation that says nothing more. */
export function signImage(
  image: Descriptor,
  by: DocumentSigner,
  options: { subjectDigest?: string } = {},
): Promise<Made> {
  return attestStatement(
    image,
    statementAbout(
      options.subjectDigest ?? image.digest,
      COSIGN_SIGNATURE_PREDICATE,
      {},
    ),
    by,
  );
}

export function bundleReferrer(
  image: Descriptor,
  bundle: Bundle,
  predicateType: string,
): Made {
  return makeReferrer(
    image,
    { content: jsonBytes(bundleToJSON(bundle)), mediaType: MEDIA_TYPES.bundle },
    {
      annotations: {
        'dev.sigstore.bundle.content': 'dsse-envelope',
        'dev.sigstore.bundle.predicateType': predicateType,
        'org.opencontainers.image.created': '2026-01-01T00:00:00Z',
      },
    },
  );
}

/**
 * What is signed by a signature under the tag `.sig`.
 * @see https://github.com/containers/image/blob/main/docs/containers-signature.5.md
 */
export function simpleSigningPayload(
  reference: string,
  digest: string,
): Buffer {
  return jsonBytes({
    critical: {
      identity: { 'docker-reference': reference },
      image: { 'docker-manifest-digest': digest },
      type: 'cosign container image signature',
    },
    optional: null,
  });
}

/** A layer of the manifest under the tag `.sig`. */
export async function legacySignature(
  payload: Buffer,
  by: DocumentSigner,
): Promise<Document> {
  const bundle = await new MessageSignatureBundleBuilder(by).create({
    data: payload,
  });
  return {
    content: payload,
    mediaType: MEDIA_TYPES.simpleSigning,
    annotations: {
      'dev.cosignproject.cosign/signature':
        bundle.content.messageSignature.signature.toString('base64'),
      ...legacyMaterial(bundle),
    },
  };
}

/** A layer of the manifest under the tag `.att`. */
export async function legacyAttestation(
  statement: Statement,
  by: DocumentSigner,
): Promise<Document> {
  const bundle = await new DSSEBundleBuilder(by).create({
    data: jsonBytes(statement),
    type: 'application/vnd.in-toto+json',
  });
  return {
    content: jsonBytes(envelopeToJSON(bundle.content.dsseEnvelope)),
    mediaType: MEDIA_TYPES.dsse,
    annotations: {
      'dev.cosignproject.cosign/signature': '',
      predicateType: statement.predicateType,
      ...legacyMaterial(bundle),
    },
  };
}

/** The manifest to be pushed under the tag `sha256-<hex>.sig`. */
export async function makeSignatureTag(
  reference: string,
  digest: string,
  by: DocumentSigner,
): Promise<Made> {
  return makeCosignManifest([
    await legacySignature(simpleSigningPayload(reference, digest), by),
  ]);
}

/** Certificate, log entry and timestamp as annotations. */
function legacyMaterial(bundle: Bundle): Record<string, string> {
  const { content, tlogEntries, timestampVerificationData } =
    bundle.verificationMaterial;
  const [entry] = tlogEntries;
  const [timestamp] = timestampVerificationData?.rfc3161Timestamps ?? [];
  return {
    ...(content.$case === 'certificate' && {
      'dev.sigstore.cosign/certificate': pem(content.certificate.rawBytes),
    }),
    ...(content.$case === 'x509CertificateChain' && {
      'dev.sigstore.cosign/certificate': pem(
        content.x509CertificateChain.certificates[0].rawBytes,
      ),
    }),
    ...(entry && {
      'dev.sigstore.cosign/bundle': JSON.stringify({
        SignedEntryTimestamp:
          entry.inclusionPromise?.signedEntryTimestamp.toString('base64'),
        Payload: {
          body: entry.canonicalizedBody.toString('base64'),
          integratedTime: Number(entry.integratedTime),
          logIndex: Number(entry.logIndex),
          logID: entry.logId.keyId.toString('hex'),
        },
      }),
    }),
    ...(timestamp && {
      'dev.sigstore.cosign/rfc3161timestamp': JSON.stringify({
        SignedRFC3161Timestamp: timestamp.signedTimestamp.toString('base64'),
      }),
    }),
  };
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [
    '-----BEGIN CERTIFICATE-----',
    ...lines,
    '-----END CERTIFICATE-----',
    '',
  ].join('\n');
}
