/**
 * Images that a build takes from elsewhere are named by digest. A tag can be moved, so that
 * tomorrow's build would not be built on what today's was.
 * @see https://docs.docker.com/build/building/best-practices/#pin-base-image-versions
 */
import { parseImageReference } from '../../../imageReference';
import type { DockerfileCheck } from '../Check';
import { externalImages } from '../images';

export const baseDigest: DockerfileCheck = {
  rule: 'base-digest',
  evaluate(file) {
    const { images, doubts } = externalImages(file);
    return {
      faults: images
        .filter(({ reference }) => !parseImageReference(reference).digest)
        .map(({ component, role, reference, range }) => ({
          component,
          message: `${component}: ${role} ${reference} is not pinned by digest; write it as repository:tag@sha256:…`,
          range,
        })),
      doubts,
    };
  },
};
