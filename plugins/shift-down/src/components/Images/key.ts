import type { Image } from '@shift-down/plugin-shift-down-common/client';

type ImageName = Pick<Image, 'repository' | 'tag' | 'digest'>;

/** What names an image in the URL and in lists: by its digest where that is known. */
export function imageKey({ repository, tag, digest }: ImageName): string {
  if (digest) {
    return `${repository}@${digest}`;
  }
  return tag ? `${repository}:${tag}` : repository;
}

/** The image that a URL names; by its repository alone, the first of that. */
export function findImage(
  images: Image[],
  key: string | undefined,
): Image | undefined {
  return (
    images.find(image => imageKey(image) === key) ??
    images.find(({ repository }) => repository === key)
  );
}

/** Repository and tag, as people write it. */
export function imageTitle({ repository, tag }: ImageName): string {
  return tag ? `${repository}:${tag}` : repository;
}
