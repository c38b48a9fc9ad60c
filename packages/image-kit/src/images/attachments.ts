/*
 * Documents about an image as a registry keeps them: as referrers, under the tag that
 * stands in for the referrers API, under cosign's tags, or within the image's own index.
 */
import {
  type Descriptor,
  type Made,
  annotationsOrNone,
  describe,
  jsonBytes,
  toBlob,
} from './content';
import { makeIndex } from './makeIndex';
import { MEDIA_TYPES } from './mediaTypes';

export interface Document {
  content: Buffer;
  mediaType: string;
  /** Of the layer that holds it. */
  annotations?: Record<string, string>;
}

const EMPTY = Buffer.from('{}');

/** A manifest that says of which image its document speaks. */
export function makeReferrer(
  subject: Descriptor,
  document: Document,
  options: {
    /** That of the document by default. */
    artifactType?: string;
    annotations?: Record<string, string>;
  } = {},
): Made {
  const artifactType = options.artifactType ?? document.mediaType;
  const made = manifestOf([document], {
    artifactType,
    config: { content: EMPTY, mediaType: MEDIA_TYPES.empty },
    subject: {
      mediaType: subject.mediaType,
      digest: subject.digest,
      size: subject.size,
    },
    annotations: options.annotations,
  });
  return {
    ...made,
    descriptor: {
      ...made.descriptor,
      artifactType,
      ...(options.annotations && { annotations: options.annotations }),
    },
  };
}

/** `sha256-<hex>`, with cosign's suffix where it is cosign's. */
export function attachedTag(
  digest: string,
  suffix: '' | '.sig' | '.att' | '.sbom' = '',
): string {
  return `${digest.replace(':', '-')}${suffix}`;
}

/** What stands under the tag `sha256-<hex>` where the registry has no referrers API. */
export function makeReferrersTag(referrers: Made[]): Made {
  return makeIndex(referrers);
}

/** What stands under cosign's tags: one layer for each document. */
export function makeCosignManifest(documents: Document[]): Made {
  return manifestOf(documents, {
    config: {
      content: jsonBytes({
        architecture: '',
        created: '0001-01-01T00:00:00Z',
        os: '',
        rootfs: { type: 'layers', diff_ids: [] },
        config: {},
      }),
      mediaType: MEDIA_TYPES.config,
    },
  });
}

/**
 * Unsigned statements beside an image in its own index, as BuildKit writes them.
 * @see https://github.com/moby/buildkit/blob/master/docs/attestations/attestation-storage.md
 */
export function makeIndexAttestation(
  image: Descriptor,
  statements: { predicateType: string; content: Buffer }[],
): Made {
  const made = manifestOf(
    statements.map(it => ({
      content: it.content,
      mediaType: MEDIA_TYPES.inToto,
      annotations: { 'in-toto.io/predicate-type': it.predicateType },
    })),
    {
      config: {
        content: jsonBytes({
          architecture: 'unknown',
          os: 'unknown',
          config: {},
          rootfs: { type: 'layers', diff_ids: [] },
        }),
        mediaType: MEDIA_TYPES.config,
      },
    },
  );
  return {
    ...made,
    descriptor: {
      ...made.descriptor,
      annotations: {
        'vnd.docker.reference.digest': image.digest,
        'vnd.docker.reference.type': 'attestation-manifest',
      },
      platform: { os: 'unknown', architecture: 'unknown' },
    },
  };
}

function manifestOf(
  documents: Document[],
  parts: {
    config: { content: Buffer; mediaType: string };
    artifactType?: string;
    subject?: Descriptor;
    annotations?: Record<string, string>;
  },
): Made {
  const content = jsonBytes({
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.manifest,
    artifactType: parts.artifactType,
    config: describe(parts.config.content, parts.config.mediaType),
    layers: documents.map(it => ({
      ...describe(it.content, it.mediaType),
      annotations: annotationsOrNone(it.annotations),
    })),
    subject: parts.subject,
    annotations: annotationsOrNone(parts.annotations),
  });
  return {
    content,
    descriptor: describe(content, MEDIA_TYPES.manifest),
    blobs: [parts.config.content, ...documents.map(it => it.content)].map(
      toBlob,
    ),
    children: [],
  };
}
