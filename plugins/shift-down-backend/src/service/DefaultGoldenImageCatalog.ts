import type {
  GoldenImageDetail,
  GoldenImageList,
  GoldenImageUserPage,
  ListGoldenImageUsersQuery,
  UpgradeAdvice,
} from '@shift-down/plugin-shift-down-common/client';
import type {
  GoldenImageCatalog,
  GoldenImageReader,
} from './GoldenImageCatalog';
import { getGoldenImage } from './read/goldenImages/getGoldenImage';
import { getUpgradeAdvice } from './read/goldenImages/getUpgradeAdvice';
import { listGoldenImages } from './read/goldenImages/listGoldenImages';
import { listGoldenImageUsers } from './read/goldenImages/listGoldenImageUsers';
import type { ServeContext } from './ServeContext';

/** Answers from the database what it is told may be read. @internal */
export class DefaultGoldenImageCatalog
  implements GoldenImageCatalog<GoldenImageReader>
{
  readonly #context: ServeContext;

  constructor(context: ServeContext) {
    this.#context = context;
  }

  async listGoldenImages({
    entities,
  }: GoldenImageReader): Promise<GoldenImageList> {
    return await listGoldenImages(this.#context, entities);
  }

  async getGoldenImage(
    name: string,
    { entities }: GoldenImageReader,
  ): Promise<GoldenImageDetail> {
    return await getGoldenImage(this.#context, name, entities);
  }

  async listUsers(
    name: string,
    query: ListGoldenImageUsersQuery,
    { entities }: GoldenImageReader,
  ): Promise<GoldenImageUserPage> {
    return await listGoldenImageUsers(this.#context, name, query, entities);
  }

  async getAdvice(
    name: string,
    query: { from: string; to?: string },
  ): Promise<UpgradeAdvice> {
    return await getUpgradeAdvice(this.#context, name, query);
  }
}
