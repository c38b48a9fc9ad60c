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
import type { AuthorizedReader, PostureCatalog } from './PostureCatalog';
import { getFinding } from './read/getFinding';
import { getPosture } from './read/getPosture';
import { listFindings } from './read/listFindings';
import { listImages } from './read/listImages';
import { listPostures } from './read/listPostures';
import { listSources } from './read/listSources';
import { readOverviews } from './read/readOverviews';
import { parseClientEntityRef } from './request/entityRef';
import { sourceNotFound } from './request/notFound';
import type { ServeContext } from './ServeContext';

/** Answers from the database what it is told may be read. @internal */
export class DefaultPostureCatalog implements PostureCatalog<AuthorizedReader> {
  readonly #context: ServeContext;

  constructor(context: ServeContext) {
    this.#context = context;
  }

  async getPosture(
    entityRef: string,
    { entities }: AuthorizedReader,
  ): Promise<Posture> {
    return await getPosture(this.#context, entityRef, entities);
  }

  async getPosturesByRefs(
    entityRefs: string[],
    { entities }: AuthorizedReader,
  ): Promise<{ entityRef: string; posture?: PostureOverview }[]> {
    const asked = entityRefs.map(entityRef => ({
      entityRef,
      ref: parseClientEntityRef(entityRef),
    }));
    const overviews = await readOverviews(
      this.#context,
      [...new Set(asked.map(({ ref }) => ref))],
      entities,
    );
    return asked.map(({ entityRef, ref }) => ({
      entityRef,
      posture: overviews.get(ref)?.overview,
    }));
  }

  async listPostures(
    query: ListPosturesQuery,
    { entities }: AuthorizedReader,
  ): Promise<PosturePage> {
    return await listPostures(this.#context, query, entities);
  }

  async listFindings(
    query: ListFindingsQuery,
    { entities }: AuthorizedReader,
  ): Promise<FindingPage> {
    return await listFindings(this.#context, query, entities);
  }

  async getFinding(
    id: string,
    { entities }: AuthorizedReader,
  ): Promise<FindingDetail> {
    return await getFinding(this.#context, id, entities);
  }

  async listImages(
    query: ListImagesQuery,
    reader: AuthorizedReader,
  ): Promise<ImagePage> {
    return await listImages(this.#context, query, reader);
  }

  async listSources(reader: AuthorizedReader): Promise<SourceList> {
    return await listSources(this.#context, reader);
  }

  async testSource(cluster: string): Promise<SourceTestResult> {
    const result = await this.#context.sourceTests.run(cluster);
    if (!result) {
      throw sourceNotFound(cluster);
    }
    return result;
  }
}
