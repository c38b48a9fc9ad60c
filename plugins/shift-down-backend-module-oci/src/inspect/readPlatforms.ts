// The images of an index, or the one that a manifest is, without what may be secret.
import type { PlatformImage } from '@shift-down/plugin-shift-down-common';
import type { Limits } from '../config/schema';
import { ProblemError } from '../problem';
import { imageAnnotations } from './annotations';
import type { CachedRepository } from './CachedRepository';
import {
  type Descriptor,
  INDEX_TYPES,
  type Index,
  type Manifest,
  parseConfiguration,
  parseManifest,
} from './manifest';

/** @internal */
export interface Resolved {
  digest: string;
  top: Manifest | Index;
}

/** A manifest in an index that speaks about another one there. @internal */
export interface IndexAttestation {
  subject: string;
  descriptor: Descriptor;
}

/** @internal */
export async function readPlatforms(
  repository: CachedRepository,
  { digest, top }: Resolved,
  limits: Limits,
): Promise<{ platforms: PlatformImage[]; attestations: IndexAttestation[] }> {
  if (top.kind === 'manifest') {
    return {
      platforms: [await readPlatform(repository, { digest, limits })],
      attestations: [],
    };
  }
  const attestations = top.manifests.flatMap(descriptor => {
    const subject = attestedDigest(descriptor);
    return subject === undefined ? [] : [{ subject, descriptor }];
  });
  const images = top.manifests.filter(
    it =>
      attestedDigest(it) === undefined &&
      it.platform?.architecture !== 'unknown',
  );
  if (images.some(it => INDEX_TYPES.includes(it.mediaType))) {
    throw new ProblemError('invalid', `${digest} is an index of indexes`);
  }
  if (images.length > limits.platforms) {
    throw new ProblemError(
      'too-large',
      `${digest} has ${images.length} platforms, more than ${limits.platforms}`,
    );
  }
  return {
    platforms: await Promise.all(
      images.map(descriptor =>
        readPlatform(repository, {
          digest: descriptor.digest,
          descriptor,
          index: top,
          limits,
        }),
      ),
    ),
    attestations,
  };
}

/** @see https://github.com/moby/buildkit/blob/master/docs/attestations/attestation-storage.md */
function attestedDigest({ annotations }: Descriptor): string | undefined {
  return annotations['vnd.docker.reference.type'] === 'attestation-manifest'
    ? annotations['vnd.docker.reference.digest']
    : undefined;
}

async function readPlatform(
  repository: CachedRepository,
  {
    digest,
    descriptor,
    index,
    limits,
  }: {
    digest: string;
    descriptor?: Descriptor;
    index?: Index;
    limits: Limits;
  },
): Promise<PlatformImage> {
  const manifest = parseManifest(await repository.manifest(digest), digest);
  if (manifest.kind === 'index') {
    throw new ProblemError('invalid', `${digest} is an index of indexes`);
  }
  const configuration = parseConfiguration(
    await repository.configuration(
      manifest.config,
      limits.manifestMiB * 1024 * 1024,
    ),
    manifest.config.digest,
  );
  const { os, architecture, variant } = descriptor?.platform ?? configuration;
  return {
    digest,
    platform: [os, architecture, variant].filter(Boolean).join('/'),
    ...(isTime(configuration.created) && { created: configuration.created }),
    diffIds: configuration.rootfs.diff_ids,
    layers: manifest.layers.map(({ digest: layer, size }) => ({
      digest: layer,
      size,
    })),
    annotations: imageAnnotations({
      ...configuration.config.Labels,
      ...index?.annotations,
      ...descriptor?.annotations,
      ...manifest.annotations,
    }),
  };
}

function isTime(text: string | undefined): text is string {
  return text !== undefined && !Number.isNaN(Date.parse(text));
}
