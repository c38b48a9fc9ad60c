import type {
  ListNamespacesQuery,
  NamespaceDetail,
  NamespacePage,
  PolicyExport,
} from '@shift-down/plugin-shift-down-common/client';
import type { Readable } from '../database/operations/serve/readScope';

/**
 * What is known of namespaces, and of the policies of clusters, as the API tells it.
 * What lies outside of what may be read is as if it were not there. `Reader` and
 * `OfPolicies` are how a request says what it may read.
 * @internal
 */
export interface NamespaceCatalog<Reader, OfPolicies> {
  listNamespaces(
    query: ListNamespacesQuery,
    reader: Reader,
  ): Promise<NamespacePage>;
  getNamespace(
    place: { cluster: string; namespace: string },
    reader: Reader,
  ): Promise<NamespaceDetail>;
  listPolicies(cluster: string, reader: OfPolicies): Promise<PolicyExport>;
}

/** What may be read of namespaces, worked out. @internal */
export interface NamespaceReader {
  /** Entities whose workloads may be seen. */
  entities: Readable;
  /** Whether all sources may be read, and so what belongs to nobody. */
  allSources: boolean;
  /** Refs by which the reader owns things; none where it does not matter. */
  ownershipRefs: readonly string[];
}

/** Which namespaces a reader of policies may know of. @internal */
export type PolicyReader =
  | { type: 'user'; namespaces: NamespaceReader | undefined }
  | {
      type: 'pipeline';
      /** Names, `*` standing for any characters. */
      namespaces: readonly string[];
    };
