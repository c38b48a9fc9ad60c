// Content by its digest, and the manifests that name it.
import { createHash } from 'node:crypto';

/** How content names other content. */
export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  annotations?: Record<string, string>;
  artifactType?: string;
  platform?: { os: string; architecture: string; variant?: string };
}

export interface Blob {
  digest: string;
  content: Buffer;
}

/** A manifest or index as it is stored, with all that it needs beside it. */
export interface Made {
  /** As an index would name it. */
  descriptor: Descriptor;
  content: Buffer;
  /** What it names and a registry stores as blobs. */
  blobs: Blob[];
  /** What it names and a registry stores as manifests. */
  children: Made[];
}

export function sha256(content: Buffer | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** Keys that are undefined are left out, so that equal input gives equal bytes. */
export function jsonBytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value), 'utf8');
}

export function describe(content: Buffer, mediaType: string): Descriptor {
  return { mediaType, digest: sha256(content), size: content.length };
}

export function toBlob(content: Buffer): Blob {
  return { digest: sha256(content), content };
}

/** Records of annotations, or undefined where there are none. */
export function annotationsOrNone(
  annotations: Record<string, string> | undefined,
) {
  return annotations && Object.keys(annotations).length > 0
    ? annotations
    : undefined;
}
