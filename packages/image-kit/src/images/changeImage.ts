// What tools do to an image that is built: squash its layers, or patch its packages.
import { type MadeImage, assembleImage, makeImage } from './makeImage';
import { type MadeLayer, makeLayer } from './makeLayer';

/** One layer instead of all: nothing of the base is left to be recognised. */
export async function squash(image: MadeImage): Promise<MadeImage> {
  const one: MadeLayer = await makeLayer({
    files: { squashed: image.layers.map(it => it.diffId).join('\n') },
  });
  return assembleImage({ ...image, layers: [one] });
}

/**
 * Patched packages as Copacetic writes them: one more layer, and an annotation with the
 * reference of what was patched.
 * @see https://project-copacetic.github.io/copacetic/website/
 */
export function patch(
  image: MadeImage,
  options: {
    /** What was patched, `registry/repository:tag`. */
    reference: string;
    created?: string;
    version?: string;
    claimedSize?: number;
  },
): Promise<MadeImage> {
  const { created = '2026-02-01T00:00:00Z' } = options;
  const marks = {
    'sh.copa.image.patched': created,
    'org.opencontainers.image.created': created,
    ...(options.version && {
      'org.opencontainers.image.version': options.version,
    }),
  };
  return makeImage({
    base: image,
    layers: [
      {
        files: { 'var/lib/dpkg/status': `patched ${options.reference}` },
        claimedSize: options.claimedSize,
      },
    ],
    created,
    labels: { ...marks, BaseImage: options.reference },
    annotations: { ...image.annotations, ...marks },
  });
}
