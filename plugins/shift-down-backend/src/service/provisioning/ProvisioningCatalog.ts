import type {
  AdoptionPlan,
  BaselineList,
  CatalogNamespaceList,
  ListManagedNamespacesQuery,
  ManagedNamespace,
  ManagedNamespaceAction,
  ManagedNamespacePage,
  NamespaceOptions,
  NamespacePlace,
  NamespacePreview,
  NamespaceRequest,
  PlanRolloutRequest,
  Rollout,
  RolloutAction,
  RolloutList,
} from '@shift-down/plugin-shift-down-common/client';
import type { ReadableNamespaces } from '../../database/operations/provisioning/read/readableNamespaces';
import type { Readable } from '../../database/operations/serve/readScope';

/**
 * Namespaces that the portal makes and watches, as the API tells of them. Lists, totals,
 * counts and cursors hold only what may be read.
 * @internal
 */
export interface ProvisioningCatalog<Reader> {
  getOptions(reader: Reader): Promise<NamespaceOptions>;
  previewNamespace(
    request: NamespaceRequest,
    reader: Reader,
  ): Promise<NamespacePreview>;
  provisionNamespace(
    request: NamespaceRequest,
    reader: Reader,
  ): Promise<ManagedNamespace>;
  listNamespaces(
    query: ListManagedNamespacesQuery,
    reader: Reader,
  ): Promise<ManagedNamespacePage>;
  getNamespace(
    place: NamespacePlace,
    reader: Reader,
  ): Promise<ManagedNamespace>;
  changeNamespace(
    place: NamespacePlace,
    action: ManagedNamespaceAction,
    reader: Reader,
  ): Promise<ManagedNamespace>;
  previewAdoption(
    request: NamespaceRequest,
    reader: Reader,
  ): Promise<AdoptionPlan>;
  adoptNamespace(
    request: NamespaceRequest,
    reader: Reader,
  ): Promise<ManagedNamespace>;
  listBaselines(reader: Reader): Promise<BaselineList>;
  listRollouts(reader: Reader): Promise<RolloutList>;
  planRollout(request: PlanRolloutRequest, reader: Reader): Promise<Rollout>;
  getRollout(id: string, reader: Reader): Promise<Rollout>;
  changeRollout(
    id: string,
    action: RolloutAction,
    reader: Reader,
  ): Promise<Rollout>;
  /** For the catalog itself, which reads no less than everything. */
  listForCatalog(): Promise<CatalogNamespaceList>;
}

/** Somebody, and what they may read and do, worked out. @internal */
export interface ProvisioningReader {
  userRef: string;
  /** What they own things as by their session: gives what may be read. */
  claims: string[];
  /** Those of their groups that the catalog agrees with: gives what may be done. */
  groups: string[];
  /** Whose namespaces they may read. */
  namespaces: ReadableNamespaces;
  /** Entities whose posture they may read. */
  entities: Readable;
  /** Whether the catalog has them; without it they have no groups. */
  isKnown: boolean;
  mayCreate: boolean;
  mayManage: boolean;
}
