import { NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  shiftDownGoldenImagesReadPermission,
  shiftDownSourcesReadPermission,
  shiftDownSourcesTestPermission,
} from '@shift-down/plugin-shift-down-common';
import type {
  FindingDetail,
  FindingPage,
  ImagePage,
  ListFindingsQuery,
  ListImagesQuery,
  ListPosturesQuery,
  Posture,
  PostureOverview,
  PosturePage,
  SourceList,
} from '@shift-down/plugin-shift-down-common/client';
import type { SourceTestResult } from '../collection/SourceTests';
import {
  allowedTo,
  NOTHING,
  readableEntities,
  type PermissionOptions,
} from './authorize';
import type {
  AuthorizedReader,
  CredentialsReader,
  PostureCatalog,
} from './PostureCatalog';
import { parseClientEntityRef } from './request/entityRef';
import {
  entityNotFound,
  findingNotFound,
  sourceNotFound,
} from './request/notFound';

const EMPTY_PAGE = { items: [], total: 0, totalIsLowerBound: false };

/** What this needs of its surroundings. @internal */
export interface AuthorizedPostureCatalogOptions extends PermissionOptions {
  catalog: CatalogService;
}

/**
 * Adds permissions to a {@link PostureCatalog}: one decision a request, as a filter
 * on what is read, and the user's own look into the catalog where one entity is
 * named.
 * @internal
 */
export class AuthorizedPostureCatalog
  implements PostureCatalog<CredentialsReader>
{
  readonly #inner: PostureCatalog<AuthorizedReader>;
  readonly #options: AuthorizedPostureCatalogOptions;

  constructor(
    inner: PostureCatalog<AuthorizedReader>,
    options: AuthorizedPostureCatalogOptions,
  ) {
    this.#inner = inner;
    this.#options = options;
  }

  async getPosture(
    entityRef: string,
    reader: CredentialsReader,
  ): Promise<Posture> {
    const ref = parseClientEntityRef(entityRef);
    const authorized = await this.#authorizeNamed(ref, reader);
    return await this.#inner.getPosture(ref, authorized);
  }

  async getPosturesByRefs(
    entityRefs: string[],
    reader: CredentialsReader,
  ): Promise<{ entityRef: string; posture?: PostureOverview }[]> {
    const authorized = await this.#authorize(reader);
    if (!authorized) {
      return entityRefs.map(entityRef => ({ entityRef }));
    }
    return await this.#inner.getPosturesByRefs(entityRefs, authorized);
  }

  async listPostures(
    query: ListPosturesQuery,
    reader: CredentialsReader,
  ): Promise<PosturePage> {
    const authorized = await this.#authorize(reader);
    return authorized
      ? await this.#inner.listPostures(query, authorized)
      : EMPTY_PAGE;
  }

  async listFindings(
    query: ListFindingsQuery,
    reader: CredentialsReader,
  ): Promise<FindingPage> {
    const parsed = parseQuery(query);
    const authorized = await this.#authorizeQuery(parsed, reader);
    return authorized
      ? await this.#inner.listFindings(parsed, authorized)
      : EMPTY_PAGE;
  }

  async getFinding(
    id: string,
    reader: CredentialsReader,
  ): Promise<FindingDetail> {
    const authorized = await this.#authorize(reader);
    if (!authorized) {
      throw findingNotFound(id);
    }
    return await this.#inner.getFinding(id, authorized);
  }

  async listImages(
    query: ListImagesQuery,
    reader: CredentialsReader,
  ): Promise<ImagePage> {
    const parsed = parseQuery(query);
    const [authorized, [mayReadGoldenImages]] = await Promise.all([
      this.#authorizeQuery(parsed, reader),
      allowedTo(this.#options, reader, shiftDownGoldenImagesReadPermission),
    ]);
    return authorized
      ? await this.#inner.listImages(parsed, {
          ...authorized,
          mayReadGoldenImages,
        })
      : EMPTY_PAGE;
  }

  async listSources(reader: CredentialsReader): Promise<SourceList> {
    const [entities, { allSources, mayTestSources }] = await Promise.all([
      readableEntities(this.#options, reader),
      this.#sources(reader),
    ]);
    if (!entities && !allSources) {
      return { complete: false, clusters: [] };
    }
    return await this.#inner.listSources({
      entities: entities ?? NOTHING,
      allSources,
      mayTestSources,
    });
  }

  /**
   * Whoever may not read all sources is not told which there are, not even by being
   * refused.
   */
  async testSource(
    cluster: string,
    reader: CredentialsReader,
  ): Promise<SourceTestResult> {
    const { allSources, mayTestSources } = await this.#sources(reader);
    if (!allSources) {
      throw sourceNotFound(cluster);
    }
    if (!mayTestSources) {
      throw new NotAllowedError(
        `You may read all sources and not test them; that needs the permission ${shiftDownSourcesTestPermission.name}`,
      );
    }
    return await this.#inner.testSource(cluster, {
      entities: NOTHING,
      allSources,
      mayTestSources,
    });
  }

  async #sources(
    reader: CredentialsReader,
  ): Promise<Pick<AuthorizedReader, 'allSources' | 'mayTestSources'>> {
    const [allSources, mayTestSources] = await allowedTo(
      this.#options,
      reader,
      shiftDownSourcesReadPermission,
      shiftDownSourcesTestPermission,
    );
    return { allSources, mayTestSources };
  }

  async #authorizeQuery(
    query: { entityRef?: string },
    reader: CredentialsReader,
  ): Promise<AuthorizedReader | undefined> {
    return query.entityRef === undefined
      ? await this.#authorize(reader)
      : await this.#authorizeNamed(query.entityRef, reader);
  }

  /** @throws NotFoundError if the user may not read the entity, here or in the catalog. */
  async #authorizeNamed(
    ref: string,
    reader: CredentialsReader,
  ): Promise<AuthorizedReader> {
    const [authorized, entity] = await Promise.all([
      this.#authorize(reader),
      this.#options.catalog.getEntityByRef(ref, reader),
    ]);
    if (!authorized || !entity) {
      throw entityNotFound(ref);
    }
    return authorized;
  }

  async #authorize(
    reader: CredentialsReader,
  ): Promise<AuthorizedReader | undefined> {
    const entities = await readableEntities(this.#options, reader);
    return entities && { entities, allSources: false, mayTestSources: false };
  }
}

/** @throws InputError if it names an entity by what is no entity ref. */
function parseQuery<T extends { entityRef?: string }>(query: T): T {
  return query.entityRef === undefined
    ? query
    : { ...query, entityRef: parseClientEntityRef(query.entityRef) };
}
