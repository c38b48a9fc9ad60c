import type {
  GoldenImageDetail,
  GoldenImageList,
  GoldenImageUserPage,
  ListGoldenImageUsersQuery,
  UpgradeAdvice,
} from '@shift-down/plugin-shift-down-common/client';
import type { Readable } from '../database/operations/serve/readScope';

/**
 * What is known of golden images, as the API tells it. Definitions are for whoever may
 * read golden images; who stands on them is counted and named over the entities that may
 * be read, and no others. `Reader` is how a request says what it may read.
 * @internal
 */
export interface GoldenImageCatalog<Reader> {
  listGoldenImages(reader: Reader): Promise<GoldenImageList>;
  getGoldenImage(name: string, reader: Reader): Promise<GoldenImageDetail>;
  listUsers(
    name: string,
    query: ListGoldenImageUsersQuery,
    reader: Reader,
  ): Promise<GoldenImageUserPage>;
  getAdvice(
    name: string,
    query: { from: string; to?: string },
    reader: Reader,
  ): Promise<UpgradeAdvice>;
}

/** What may be read of who stands on golden images, worked out. @internal */
export interface GoldenImageReader {
  entities: Readable;
}
