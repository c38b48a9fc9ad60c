import type { BackstageCredentials } from '@backstage/backend-plugin-api';
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
import type { Readable } from '../database/operations/serve/readScope';

/**
 * What is known of the security of entities, as the API tells it. `Reader` is how
 * a request says what it may read.
 *
 * @remarks
 *
 * Whatever lies outside of what may be read is as if it were not there: not in
 * items, counts, totals, facets or cursors. Where one thing is named, unknown and
 * forbidden throw the same NotFoundError.
 * @internal
 */
export interface PostureCatalog<Reader> {
  getPosture(entityRef: string, reader: Reader): Promise<Posture>;
  /** In the order of the refs. */
  getPosturesByRefs(
    entityRefs: string[],
    reader: Reader,
  ): Promise<{ entityRef: string; posture?: PostureOverview }[]>;
  listPostures(query: ListPosturesQuery, reader: Reader): Promise<PosturePage>;
  listFindings(query: ListFindingsQuery, reader: Reader): Promise<FindingPage>;
  getFinding(id: string, reader: Reader): Promise<FindingDetail>;
  listImages(query: ListImagesQuery, reader: Reader): Promise<ImagePage>;
  listSources(reader: Reader): Promise<SourceList>;
  /** By the name of its cluster. */
  testSource(cluster: string, reader: Reader): Promise<SourceTestResult>;
}

/** What may be read, worked out. @internal */
export interface AuthorizedReader {
  entities: Readable;
  /** Whether sources may be read in full. */
  allSources: boolean;
  /** Whether those that can be tested may be. */
  mayTestSources: boolean;
  /** Whether golden images may be read, and so what other releases carry. */
  mayReadGoldenImages?: boolean;
}

/** Who reads; what they may read is to be worked out. @internal */
export interface CredentialsReader {
  credentials: BackstageCredentials;
}
