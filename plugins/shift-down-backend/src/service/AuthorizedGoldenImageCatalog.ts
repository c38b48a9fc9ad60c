import { shiftDownGoldenImagesReadPermission } from '@shift-down/plugin-shift-down-common';
import type {
  GoldenImageDetail,
  GoldenImageList,
  GoldenImageUserPage,
  ListGoldenImageUsersQuery,
  UpgradeAdvice,
} from '@shift-down/plugin-shift-down-common/client';
import {
  allowedTo,
  NOTHING,
  readableEntities,
  type PermissionOptions,
} from './authorize';
import type {
  GoldenImageCatalog,
  GoldenImageReader,
} from './GoldenImageCatalog';
import type { CredentialsReader } from './PostureCatalog';
import { goldenImageNotFound } from './request/notFound';

/** Adds permissions to a {@link GoldenImageCatalog}. @internal */
export class AuthorizedGoldenImageCatalog
  implements GoldenImageCatalog<CredentialsReader>
{
  readonly #inner: GoldenImageCatalog<GoldenImageReader>;
  readonly #options: PermissionOptions;

  constructor(
    inner: GoldenImageCatalog<GoldenImageReader>,
    options: PermissionOptions,
  ) {
    this.#inner = inner;
    this.#options = options;
  }

  async listGoldenImages(reader: CredentialsReader): Promise<GoldenImageList> {
    const authorized = await this.#authorize(reader);
    return authorized
      ? await this.#inner.listGoldenImages(authorized)
      : { items: [], elsewhere: { notGolden: 0, unknown: 0 } };
  }

  async getGoldenImage(
    name: string,
    reader: CredentialsReader,
  ): Promise<GoldenImageDetail> {
    const authorized = await this.#authorizeNamed(name, reader);
    return await this.#inner.getGoldenImage(name, authorized);
  }

  async listUsers(
    name: string,
    query: ListGoldenImageUsersQuery,
    reader: CredentialsReader,
  ): Promise<GoldenImageUserPage> {
    const authorized = await this.#authorizeNamed(name, reader);
    return await this.#inner.listUsers(name, query, authorized);
  }

  async getAdvice(
    name: string,
    query: { from: string; to?: string },
    reader: CredentialsReader,
  ): Promise<UpgradeAdvice> {
    const authorized = await this.#authorizeNamed(name, reader);
    return await this.#inner.getAdvice(name, query, authorized);
  }

  /** @throws NotFoundError that an unknown one has too. */
  async #authorizeNamed(
    name: string,
    reader: CredentialsReader,
  ): Promise<GoldenImageReader> {
    const authorized = await this.#authorize(reader);
    if (!authorized) {
      throw goldenImageNotFound(name);
    }
    return authorized;
  }

  /** Who may read golden images and no entity sees them with nobody on them. */
  async #authorize(
    reader: CredentialsReader,
  ): Promise<GoldenImageReader | undefined> {
    const [[mayRead], entities] = await Promise.all([
      allowedTo(this.#options, reader, shiftDownGoldenImagesReadPermission),
      readableEntities(this.#options, reader),
    ]);
    return mayRead ? { entities: entities ?? NOTHING } : undefined;
  }
}
