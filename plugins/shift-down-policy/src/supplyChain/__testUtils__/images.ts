/** Images with what is attached to them, really signed. */
import { bundleToJSON } from '@sigstore/bundle';
import type {
  AttachmentPlace,
  ImageAttachment,
  ImageEvidence,
} from '@shift-down/plugin-shift-down-common';
import { createHash } from 'node:crypto';
import {
  type Document,
  type DocumentSigner,
  type Statement,
  legacyAttestation,
  legacySignature,
  signStatement,
  simpleSigningPayload,
  statementAbout,
} from 'image-kit';

export const REPOSITORY = 'registry.example.org/shop/api';
export const INDEX = digestOf('index');
export const AMD64 = digestOf('linux/amd64');
export const ARM64 = digestOf('linux/arm64');
export const OTHER = digestOf('another image');

const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
export const COSIGN_SIGNATURE = 'https://sigstore.dev/cosign/sign/v1';

export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** An index of two platforms, with these documents. */
export function imageWith(
  ...attachments: ImageAttachment[]
): ImageEvidence & { attachmentsProblem?: string } {
  return {
    repository: REPOSITORY,
    digest: INDEX,
    isIndex: true,
    platforms: [
      { digest: AMD64, platform: 'linux/amd64' },
      { digest: ARM64, platform: 'linux/arm64' },
    ].map(it => ({ ...it, diffIds: [], layers: [], annotations: {} })),
    attachments,
  };
}

export function attach(
  { content, mediaType, annotations = {} }: Document,
  options: {
    subject?: string;
    place?: AttachmentPlace;
    artifactType?: string;
  } = {},
): ImageAttachment {
  const text = content.toString('utf8');
  return {
    subject: options.subject ?? INDEX,
    place: options.place ?? 'referrers',
    digest: digestOf(text),
    artifactType: options.artifactType ?? mediaType,
    mediaType,
    annotations,
    content: text,
  };
}

/** A bundle as cosign 3 attaches it. */
export async function attachStatement(
  statement: Statement,
  by: DocumentSigner,
): Promise<ImageAttachment> {
  const bundle = await signStatement(statement, by);
  return attach({
    content: Buffer.from(JSON.stringify(bundleToJSON(bundle))),
    mediaType: BUNDLE,
  });
}

export function attachAttestation(
  predicateType: string,
  predicate: unknown,
  by: DocumentSigner,
  digest: string = INDEX,
): Promise<ImageAttachment> {
  return attachStatement(statementAbout(digest, predicateType, predicate), by);
}

/** A signature as cosign 3 attaches it. */
export function attachSignature(
  by: DocumentSigner,
  digest: string = INDEX,
): Promise<ImageAttachment> {
  return attachAttestation(COSIGN_SIGNATURE, {}, by, digest);
}

/** A signature under the tag `.sig`. */
export async function attachLegacySignature(
  by: DocumentSigner,
  digest: string = INDEX,
): Promise<ImageAttachment> {
  return attach(
    await legacySignature(simpleSigningPayload(REPOSITORY, digest), by),
    { place: 'cosign-tag' },
  );
}

/** An attestation under the tag `.att`. */
export async function attachLegacyAttestation(
  statement: Statement,
  by: DocumentSigner,
): Promise<ImageAttachment> {
  return attach(await legacyAttestation(statement, by), {
    place: 'cosign-tag',
  });
}

/** A statement that the build wrote and nobody signed, as BuildKit does. */
export function attachUnsigned(
  statement: Statement,
  subject: string = AMD64,
): ImageAttachment {
  return attach(
    {
      content: Buffer.from(JSON.stringify(statement)),
      mediaType: 'application/vnd.in-toto+json',
      annotations: { 'in-toto.io/predicate-type': statement.predicateType },
    },
    { place: 'index', subject },
  );
}
