/** The part of the API about managed namespaces, answering with what a test gives it. */
import type {
  AdoptionPlan,
  BaselineList,
  CatalogNamespaceList,
  ListManagedNamespacesQuery,
  ManagedNamespace,
  ManagedNamespaceAction,
  ManagedNamespacePage,
  ManagedNamespacesApi,
  NamespaceOptions,
  NamespacePlace,
  NamespacePreview,
  NamespaceRequest,
  PlanRolloutRequest,
  Rollout,
  RolloutAction,
  RolloutList,
} from '@shift-down/plugin-shift-down-common/client';
import { apiError } from './apiError';

export interface FakeManagedNamespacesData {
  namespaceOptions?: NamespaceOptions;
  /** What would be made, of any request or worked out from it. */
  namespacePreview?:
    | NamespacePreview
    | ((request: NamespaceRequest) => NamespacePreview);
  managedNamespaces?: ManagedNamespace[];
  adoptionPlan?: AdoptionPlan;
  baselines?: BaselineList;
  rollouts?: Rollout[];
  mayCreateNamespaces?: boolean;
  mayManageNamespaces?: boolean;
}

const STATE_AFTER = {
  start: 'running',
  pause: 'paused',
  resume: 'running',
  retry: 'running',
  stop: 'stopped',
} as const;

export class FakeManagedNamespaces implements ManagedNamespacesApi {
  readonly namespaceRequests: NamespaceRequest[] = [];
  readonly adoptionPreviews: NamespaceRequest[] = [];
  readonly adoptions: NamespaceRequest[] = [];
  readonly managedNamespaceQueries: ListManagedNamespacesQuery[] = [];
  readonly namespaceActions: [NamespacePlace, ManagedNamespaceAction][] = [];
  readonly rolloutPlans: PlanRolloutRequest[] = [];
  readonly rolloutActions: RolloutAction[] = [];
  readonly #given: FakeManagedNamespacesData;

  constructor(data: FakeManagedNamespacesData) {
    this.#given = data;
  }

  async getNamespaceOptions(): Promise<NamespaceOptions> {
    return given(this.#given.namespaceOptions);
  }

  async previewNamespace(request: NamespaceRequest): Promise<NamespacePreview> {
    this.namespaceRequests.push(request);
    const { namespacePreview } = this.#given;
    return given(
      typeof namespacePreview === 'function'
        ? namespacePreview(request)
        : namespacePreview,
    );
  }

  async provisionNamespace(
    request: NamespaceRequest,
  ): Promise<ManagedNamespace> {
    this.namespaceRequests.push(request);
    return this.getManagedNamespace({
      cluster: request.cluster,
      namespace: request.name,
    });
  }

  async listManagedNamespaces(
    query: ListManagedNamespacesQuery = {},
  ): Promise<ManagedNamespacePage> {
    this.managedNamespaceQueries.push(query);
    const { managedNamespaces = [] } = this.#given;
    const items = managedNamespaces.filter(
      it =>
        it.name.includes(query.text ?? '') &&
        (!query.state?.length || query.state.includes(it.state)) &&
        (!query.cluster?.length || query.cluster.includes(it.cluster)) &&
        (!query.drifted || it.drifted > 0) &&
        (!query.behind || it.isBehind) &&
        (!query.baselineVersion ||
          it.baselineVersion === query.baselineVersion),
    );
    return {
      items,
      total: items.length,
      mayCreate: this.#given.mayCreateNamespaces ?? false,
      mayManage: this.#given.mayManageNamespaces ?? false,
    };
  }

  async getManagedNamespace(place: NamespacePlace): Promise<ManagedNamespace> {
    return given(
      this.#given.managedNamespaces?.find(
        it => it.cluster === place.cluster && it.name === place.namespace,
      ),
    );
  }

  async changeManagedNamespace(
    place: NamespacePlace,
    action: ManagedNamespaceAction,
  ): Promise<ManagedNamespace> {
    this.namespaceActions.push([place, action]);
    return this.getManagedNamespace(place);
  }

  async listNamespacesForCatalog(): Promise<CatalogNamespaceList> {
    return { items: [], isComplete: true };
  }

  async previewAdoption(request: NamespaceRequest): Promise<AdoptionPlan> {
    this.adoptionPreviews.push(request);
    return given(this.#given.adoptionPlan);
  }

  async adoptNamespace(request: NamespaceRequest): Promise<ManagedNamespace> {
    this.adoptions.push(request);
    return this.getManagedNamespace({
      cluster: request.cluster,
      namespace: request.name,
    });
  }

  async listBaselines(): Promise<BaselineList> {
    return given(this.#given.baselines);
  }

  async listRollouts(): Promise<RolloutList> {
    return {
      items: this.#given.rollouts ?? [],
      mayManage: this.#given.mayManageNamespaces ?? false,
    };
  }

  async planRollout(request: PlanRolloutRequest): Promise<Rollout> {
    this.rolloutPlans.push(request);
    return given(this.#given.rollouts?.[0]);
  }

  async getRollout(id: string): Promise<Rollout> {
    return given(this.#given.rollouts?.find(it => it.id === id));
  }

  async changeRollout(id: string, action: RolloutAction): Promise<Rollout> {
    this.rolloutActions.push(action);
    const changed = {
      ...(await this.getRollout(id)),
      state: STATE_AFTER[action],
    };
    this.#given.rollouts = this.#given.rollouts?.map(it =>
      it.id === id ? changed : it,
    );
    return changed;
  }
}

function given<T>(value: T | undefined): T {
  if (value === undefined) {
    throw apiError(404, 'There is none, or you may not see it');
  }
  return value;
}
