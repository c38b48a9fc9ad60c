import type {
  GoldenImage,
  GoldenRelease,
} from '@shift-down/plugin-shift-down-policy';
import type { NamedImage } from '../../database/operations/images/noteImages';

/** What has to be read to know a release: by digest where one is declared, else by its tag. @internal */
export function releaseReferences(
  { repository }: Pick<GoldenImage, 'repository'>,
  { digests, tag, version }: GoldenRelease,
): NamedImage[] {
  const { index, ...byPlatform } = digests;
  const declared = index ? [index] : Object.values(byPlatform);
  const versions = declared.length > 0 ? declared : [tag ?? version];
  return [...new Set(versions)].map(it => ({ repository, version: it }));
}
