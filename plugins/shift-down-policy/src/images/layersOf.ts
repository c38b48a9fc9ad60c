import type {
  ImageEvidence,
  Lineage,
  PlatformImage,
} from '@shift-down/plugin-shift-down-common';

/** Which platform stands for an image that has several. */
const PREFERRED = 'linux/amd64';

/** Layers of one platform for the picture, lowest first. @internal */
export function layersOf(
  image: ImageEvidence,
  lineage: Lineage,
): { digest: string; size: number; isBase: boolean }[] {
  const platform = representativeOf(image);
  const baseLayers = lineage.state === 'golden' ? lineage.baseLayers : 0;
  return (platform?.layers ?? []).map(({ digest, size }, index) => ({
    digest,
    size,
    isBase: index < baseLayers,
  }));
}

function representativeOf({
  platforms,
}: ImageEvidence): PlatformImage | undefined {
  return platforms.find(it => it.platform === PREFERRED) ?? platforms[0];
}
