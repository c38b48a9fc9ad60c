/** Golden images, releases and images that run, with no more said than a test needs. */
import { createHash } from 'node:crypto';
import type {
  ImageEvidence,
  PlatformImage,
} from '@shift-down/plugin-shift-down-common';
import type {
  GoldenCatalogue,
  GoldenImage,
  GoldenRelease,
  GoldenReleaseFacts,
} from '../types';

export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** Digests of layers by short names. */
export function layers(...names: string[]): string[] {
  return names.map(name => digestOf(`layer ${name}`));
}

export const EMPTY_LAYER = digestOf('\0'.repeat(1024));

export function golden(over: Partial<GoldenImage> = {}): GoldenImage {
  return {
    name: 'node',
    owner: 'group:default/platform',
    repository: 'registry.example.com/golden/node',
    channels: [{ name: '22' }],
    releases: [],
    vex: [],
    location: 'golden/node.yaml',
    ...over,
  };
}

export function release(
  version: string,
  over: Partial<GoldenRelease> = {},
): GoldenRelease {
  return { version, channel: '22', digests: {}, declared: true, ...over };
}

export function platformImage(
  diffIds: string[],
  over: Partial<PlatformImage> = {},
): PlatformImage {
  return {
    digest: digestOf(`manifest ${diffIds.join()}`),
    platform: 'linux/amd64',
    diffIds,
    layers: [],
    annotations: {},
    ...over,
  };
}

export function factsOf(
  image: string,
  version: string,
  diffIds: string[],
  over: Partial<GoldenReleaseFacts> = {},
): GoldenReleaseFacts {
  return {
    image,
    version,
    digest: digestOf(`${image} ${version}`),
    platforms: [platformImage(diffIds)],
    ...over,
  };
}

/** One golden image with releases, oldest first, by their layers. */
export function catalogueOf(
  releases: Record<string, string[]>,
  over: Partial<GoldenImage> = {},
): GoldenCatalogue {
  const image = golden({
    releases: Object.keys(releases).map(version => release(version)),
    ...over,
  });
  return {
    images: [image],
    facts: Object.entries(releases).map(([version, diffIds]) =>
      factsOf(image.name, version, diffIds),
    ),
  };
}

export function running(
  diffIds: string[],
  over: Partial<PlatformImage> = {},
): ImageEvidence {
  const platform = platformImage(diffIds, {
    digest: digestOf(`running ${diffIds.join()}`),
    ...over,
  });
  return {
    repository: 'registry.example.com/shop/web',
    digest: platform.digest,
    isIndex: false,
    platforms: [platform],
    attachments: [],
  };
}
