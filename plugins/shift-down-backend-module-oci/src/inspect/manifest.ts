/*
 * Manifests and indexes as registries store them, in OCI's form and in Docker's.
 * @see https://github.com/opencontainers/image-spec/blob/main/manifest.md
 */
import { z } from 'zod';
import { ProblemError } from '../problem';
import { isDigest } from './digest';

/** @internal */
export const MANIFEST_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
/** @internal */
export const INDEX_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

/** Absent, or some writers' null. */
const annotations = z
  .record(z.string(), z.string())
  .nullish()
  .transform(it => it ?? {});

const optionalText = z
  .string()
  .nullish()
  .transform(it => it || undefined);

const descriptorSchema = z.object({
  mediaType: z.string(),
  digest: z.string().refine(isDigest),
  size: z.number().int().nonnegative(),
  annotations,
  artifactType: optionalText,
  platform: z
    .object({
      os: z.string(),
      architecture: z.string(),
      variant: optionalText,
    })
    .nullish()
    .transform(it => it ?? undefined),
});

const subject = z
  .object({ digest: z.string() })
  .nullish()
  .transform(it => it?.digest);

const manifestSchema = z.object({
  artifactType: optionalText,
  config: descriptorSchema,
  layers: z.array(descriptorSchema),
  subject,
  annotations,
});

const indexSchema = z.object({
  manifests: z.array(descriptorSchema),
  subject,
  annotations,
});

/** @internal */
export type Descriptor = z.infer<typeof descriptorSchema>;
/** @internal */
export type Manifest = z.infer<typeof manifestSchema> & { kind: 'manifest' };
/** @internal */
export type Index = z.infer<typeof indexSchema> & { kind: 'index' };

const configSchema = z.object({
  created: optionalText,
  os: z.string().default(''),
  architecture: z.string().default(''),
  variant: optionalText,
  config: z
    .object({
      Labels: annotations,
    })
    .nullish()
    .transform(it => it ?? { Labels: {} }),
  rootfs: z.object({
    diff_ids: z
      .array(z.string().refine(isDigest))
      .nullish()
      .transform(it => it ?? []),
  }),
});

/** Of a configuration, what may be kept. @internal */
export type ImageConfiguration = z.infer<typeof configSchema>;

/**
 * A document that is both, depending on the reader, is neither.
 * @throws ProblemError if it is no manifest and no index.
 * @internal
 */
export function parseManifest(
  content: Buffer,
  digest: string,
): Manifest | Index {
  const json = parseJson(content, `The manifest ${digest}`);
  const { manifests, layers, config, fsLayers } = Object(json);
  if (manifests !== undefined && (layers ?? config ?? fsLayers) !== undefined) {
    throw invalid(digest, 'is a manifest and an index at the same time');
  }
  if (fsLayers !== undefined) {
    throw invalid(digest, 'is of a form that registries gave up (schema 1)');
  }
  if (manifests !== undefined) {
    const index = indexSchema.safeParse(json);
    if (index.success) {
      return { kind: 'index', ...index.data };
    }
  } else {
    const manifest = manifestSchema.safeParse(json);
    if (manifest.success) {
      return { kind: 'manifest', ...manifest.data };
    }
  }
  throw invalid(digest, 'is neither a manifest nor an index');
}

/** @throws ProblemError if it is no configuration of an image. @internal */
export function parseConfiguration(
  content: Buffer,
  digest: string,
): ImageConfiguration {
  const parsed = configSchema.safeParse(
    parseJson(content, `The configuration ${digest}`),
  );
  if (!parsed.success) {
    throw invalid(digest, 'is no configuration of an image');
  }
  return parsed.data;
}

/** Of answers that are lists of descriptors and have no digest. @internal */
export function parseReferrers(content: Buffer, host: string): Descriptor[] {
  const parsed = indexSchema.safeParse(
    parseJson(content, `The list of referrers of ${host}`),
  );
  if (!parsed.success) {
    throw new ProblemError(
      'invalid',
      `The list of referrers of ${host} is no index`,
    );
  }
  return parsed.data.manifests;
}

function parseJson(content: Buffer, what: string): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch {
    throw new ProblemError('invalid', `${what} is no JSON`);
  }
}

function invalid(digest: string, why: string): ProblemError {
  return new ProblemError('invalid', `${digest} ${why}`);
}
