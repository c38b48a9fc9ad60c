/**
 * No image that a build takes from elsewhere is called `latest`, nor left without a tag,
 * which means the same. A digest makes up for it: then nobody looks at the tag.
 * @see https://docs.docker.com/build/building/best-practices/#pin-base-image-versions
 */
import { parseImageReference } from '../../../imageReference';
import type { DockerfileCheck } from '../Check';
import { externalImages } from '../images';

export const baseTag: DockerfileCheck = {
  rule: 'base-tag',
  evaluate(file) {
    const { images, doubts } = externalImages(file);
    return {
      faults: images.flatMap(({ component, role, reference, range }) => {
        const { tag, digest } = parseImageReference(reference);
        if (digest || (tag && tag !== 'latest')) {
          return [];
        }
        const what = tag
          ? `${reference} has the tag latest`
          : `${reference} has no tag, which means latest`;
        return [
          {
            component,
            message: `${component}: ${role} ${what}; name a release`,
            range,
          },
        ];
      }),
      doubts,
    };
  },
};
