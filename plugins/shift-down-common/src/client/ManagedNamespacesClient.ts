/** The part of the API about namespaces that the portal makes and watches. */
import { ApiConnection, unwrap } from './ApiConnection';
import type { components, operations } from './openapi.generated';

/** What a team asks for. @public */
export type NamespaceRequest = components['schemas']['NamespaceRequest'];
/** {@inheritDoc ManagedNamespacesApi.previewNamespace} @public */
export type NamespacePreview = components['schemas']['NamespacePreview'];
/** {@inheritDoc ManagedNamespacesApi.getNamespaceOptions} @public */
export type NamespaceOptions = components['schemas']['NamespaceOptions'];
/** A managed namespace as lists show it. @public */
export type ManagedNamespaceOverview =
  components['schemas']['ManagedNamespaceOverview'];
/** @public */
export type ManagedNamespacePage =
  components['schemas']['ManagedNamespacePage'];
/** {@inheritDoc ManagedNamespacesApi.getManagedNamespace} @public */
export type ManagedNamespace = components['schemas']['ManagedNamespace'];
/** An object of the baseline of one namespace. @public */
export type ManagedObject = components['schemas']['ManagedObject'];
/** An object that would be made. @public */
export type PlannedObject = components['schemas']['PlannedObject'];
/** What the last dry runs showed. @public */
export type NamespaceProofs = components['schemas']['NamespaceProofs'];
/** A managed namespace as the catalog needs it. @public */
export type CatalogNamespace = components['schemas']['CatalogNamespace'];
/** @public */
export type CatalogNamespaceList =
  operations['ListNamespacesForCatalog']['responses'][200]['content']['application/json'];
/** {@inheritDoc ManagedNamespacesApi.previewAdoption} @public */
export type AdoptionPlan = components['schemas']['AdoptionPlan'];
/** A version of the baseline. @public */
export type BaselineSummary = components['schemas']['BaselineSummary'];
/** @public */
export type BaselineList = components['schemas']['BaselineList'];
/** What differs between two versions of the baseline. @public */
export type BaselineChange = components['schemas']['BaselineChange'];
/** @public */
export type RolloutOverview = components['schemas']['RolloutOverview'];
/** @public */
export type Rollout = components['schemas']['Rollout'];
/** @public */
export type RolloutList =
  operations['ListRollouts']['responses'][200]['content']['application/json'];
/** @public */
export type PlanRolloutRequest =
  operations['PlanRollout']['requestBody']['content']['application/json'];
/** @public */
export type RolloutAction =
  operations['ChangeRollout']['parameters']['path']['action'];
/** @public */
export type ListManagedNamespacesQuery = NonNullable<
  operations['ListManagedNamespaces']['parameters']['query']
>;
/** @public */
export type ManagedNamespaceAction =
  operations['ChangeManagedNamespace']['parameters']['path']['action'];

/** Where a namespace is. @public */
export interface NamespacePlace {
  /** Name of the cluster in config. */
  cluster: string;
  namespace: string;
}

/**
 * Namespaces that the portal makes and watches. Every method throws a `ResponseError` when
 * the backend refuses.
 * @public
 */
export interface ManagedNamespacesApi {
  /** What the user may ask for, as the platform team decided. */
  getNamespaceOptions(): Promise<NamespaceOptions>;
  /** Every manifest that would be made, and what speaks against it. Makes nothing. */
  previewNamespace(request: NamespaceRequest): Promise<NamespacePreview>;
  /** Makes it, or goes on where an earlier attempt was cut off. */
  provisionNamespace(request: NamespaceRequest): Promise<ManagedNamespace>;
  listManagedNamespaces(
    query?: ListManagedNamespacesQuery,
  ): Promise<ManagedNamespacePage>;
  /** One with its objects, and how they differ from what was applied. */
  getManagedNamespace(place: NamespacePlace): Promise<ManagedNamespace>;
  changeManagedNamespace(
    place: NamespacePlace,
    action: ManagedNamespaceAction,
  ): Promise<ManagedNamespace>;
  /** For services only. */
  listNamespacesForCatalog(): Promise<CatalogNamespaceList>;
  /** An existing namespace against the baseline. Changes nothing. */
  previewAdoption(request: NamespaceRequest): Promise<AdoptionPlan>;
  adoptNamespace(request: NamespaceRequest): Promise<ManagedNamespace>;
  listBaselines(): Promise<BaselineList>;
  listRollouts(): Promise<RolloutList>;
  planRollout(request: PlanRolloutRequest): Promise<Rollout>;
  getRollout(id: string): Promise<Rollout>;
  changeRollout(id: string, action: RolloutAction): Promise<Rollout>;
}

/** @public */
export class ManagedNamespacesClient
  extends ApiConnection
  implements ManagedNamespacesApi
{
  async getNamespaceOptions(): Promise<NamespaceOptions> {
    const client = await this.client();
    return unwrap(await client.request('get', '/managed-namespaces/options'));
  }

  async previewNamespace(body: NamespaceRequest): Promise<NamespacePreview> {
    const client = await this.client();
    return unwrap(
      await client.request('post', '/managed-namespaces/preview', { body }),
    );
  }

  async provisionNamespace(body: NamespaceRequest): Promise<ManagedNamespace> {
    const client = await this.client();
    return unwrap(
      await client.request('post', '/managed-namespaces', { body }),
    );
  }

  async listManagedNamespaces(
    query: ListManagedNamespacesQuery = {},
  ): Promise<ManagedNamespacePage> {
    const client = await this.client();
    return unwrap(
      await client.request('get', '/managed-namespaces', { params: { query } }),
    );
  }

  async getManagedNamespace(path: NamespacePlace): Promise<ManagedNamespace> {
    const client = await this.client();
    return unwrap(
      await client.request('get', '/managed-namespaces/{cluster}/{namespace}', {
        params: { path },
      }),
    );
  }

  async changeManagedNamespace(
    place: NamespacePlace,
    action: ManagedNamespaceAction,
  ): Promise<ManagedNamespace> {
    const client = await this.client();
    return unwrap(
      await client.request(
        'post',
        '/managed-namespaces/{cluster}/{namespace}/{action}',
        { params: { path: { ...place, action } } },
      ),
    );
  }

  async listNamespacesForCatalog(): Promise<CatalogNamespaceList> {
    const client = await this.client();
    return unwrap(await client.request('get', '/managed-namespaces/catalog'));
  }

  async previewAdoption(body: NamespaceRequest): Promise<AdoptionPlan> {
    const client = await this.client();
    return unwrap(
      await client.request('post', '/namespace-adoptions/preview', { body }),
    );
  }

  async adoptNamespace(body: NamespaceRequest): Promise<ManagedNamespace> {
    const client = await this.client();
    return unwrap(
      await client.request('post', '/namespace-adoptions', { body }),
    );
  }

  async listBaselines(): Promise<BaselineList> {
    const client = await this.client();
    return unwrap(await client.request('get', '/baselines'));
  }

  async listRollouts(): Promise<RolloutList> {
    const client = await this.client();
    return unwrap(await client.request('get', '/rollouts'));
  }

  async planRollout(body: PlanRolloutRequest): Promise<Rollout> {
    const client = await this.client();
    return unwrap(await client.request('post', '/rollouts', { body }));
  }

  async getRollout(id: string): Promise<Rollout> {
    const client = await this.client();
    return unwrap(
      await client.request('get', '/rollouts/{id}', {
        params: { path: { id } },
      }),
    );
  }

  async changeRollout(id: string, action: RolloutAction): Promise<Rollout> {
    const client = await this.client();
    return unwrap(
      await client.request('post', '/rollouts/{id}/{action}', {
        params: { path: { id, action } },
      }),
    );
  }
}
