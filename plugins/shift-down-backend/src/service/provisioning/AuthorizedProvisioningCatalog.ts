import type {
  AuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  shiftDownNamespacesCreatePermission,
  shiftDownNamespacesManagePermission,
  shiftDownSourcesReadPermission,
} from '@shift-down/plugin-shift-down-common';
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
import type { Knex } from 'knex';
import {
  allowedTo,
  NOTHING,
  readableEntities,
  type PermissionOptions,
} from '../authorize';
import type { UserReader } from '../exceptions/AuthorizedExceptionCatalog';
import { parseClientEntityRef } from '../request/entityRef';
import type {
  ProvisioningCatalog,
  ProvisioningReader,
} from './ProvisioningCatalog';
import {
  isNotKnown,
  isNotOwnGroup,
  mayNotCreate,
  mayNotManage,
} from './refusals';
import { requesterOf } from './requesterOf';

/** What this needs of its surroundings. @internal */
export interface AuthorizedProvisioningCatalogOptions
  extends PermissionOptions {
  auth: AuthService;
  catalog: CatalogService;
  database: Knex;
  userInfo: UserInfoService;
}

/** Of what may be read, its owner does these; the rest is for who runs all of them. */
const OF_OWNERS: readonly ManagedNamespaceAction[] = ['verify', 'register'];

/**
 * Adds permissions to a {@link ProvisioningCatalog}. For a group acts only who belongs to
 * it by their session and by the catalog.
 * @internal
 */
export class AuthorizedProvisioningCatalog
  implements ProvisioningCatalog<UserReader>
{
  readonly #inner: ProvisioningCatalog<ProvisioningReader>;
  readonly #options: AuthorizedProvisioningCatalogOptions;

  constructor(
    inner: ProvisioningCatalog<ProvisioningReader>,
    options: AuthorizedProvisioningCatalogOptions,
  ) {
    this.#inner = inner;
    this.#options = options;
  }

  async getOptions(reader: UserReader): Promise<NamespaceOptions> {
    return await this.#inner.getOptions(await this.#authorize(reader));
  }

  async previewNamespace(
    request: NamespaceRequest,
    reader: UserReader,
  ): Promise<NamespacePreview> {
    return await this.#inner.previewNamespace(
      request,
      await this.#asOwner(request, reader),
    );
  }

  async provisionNamespace(
    request: NamespaceRequest,
    reader: UserReader,
  ): Promise<ManagedNamespace> {
    return await this.#inner.provisionNamespace(
      request,
      await this.#asOwner(request, reader),
    );
  }

  async listNamespaces(
    query: ListManagedNamespacesQuery,
    reader: UserReader,
  ): Promise<ManagedNamespacePage> {
    return await this.#inner.listNamespaces(
      query,
      await this.#authorize(reader),
    );
  }

  async getNamespace(
    place: NamespacePlace,
    reader: UserReader,
  ): Promise<ManagedNamespace> {
    return await this.#inner.getNamespace(place, await this.#authorize(reader));
  }

  async changeNamespace(
    place: NamespacePlace,
    action: ManagedNamespaceAction,
    reader: UserReader,
  ): Promise<ManagedNamespace> {
    const authorized = await this.#authorize(reader);
    // What may not be read is not there, whatever is to be done with it.
    const { ownerRef } = await this.#inner.getNamespace(place, authorized);
    const isOwner = authorized.claims.includes(ownerRef);
    if (!authorized.mayManage && !(isOwner && OF_OWNERS.includes(action))) {
      throw mayNotManage();
    }
    return await this.#inner.changeNamespace(place, action, authorized);
  }

  async previewAdoption(
    request: NamespaceRequest,
    reader: UserReader,
  ): Promise<AdoptionPlan> {
    return await this.#inner.previewAdoption(
      request,
      await this.#authorize(reader),
    );
  }

  async adoptNamespace(
    request: NamespaceRequest,
    reader: UserReader,
  ): Promise<ManagedNamespace> {
    return await this.#inner.adoptNamespace(
      request,
      await this.#manage(reader),
    );
  }

  async listBaselines(reader: UserReader): Promise<BaselineList> {
    return await this.#inner.listBaselines(await this.#authorize(reader));
  }

  async listRollouts(reader: UserReader): Promise<RolloutList> {
    return await this.#inner.listRollouts(await this.#authorize(reader));
  }

  async planRollout(
    request: PlanRolloutRequest,
    reader: UserReader,
  ): Promise<Rollout> {
    return await this.#inner.planRollout(request, await this.#manage(reader));
  }

  async getRollout(id: string, reader: UserReader): Promise<Rollout> {
    return await this.#inner.getRollout(id, await this.#authorize(reader));
  }

  async changeRollout(
    id: string,
    action: RolloutAction,
    reader: UserReader,
  ): Promise<Rollout> {
    return await this.#inner.changeRollout(
      id,
      action,
      await this.#manage(reader),
    );
  }

  async listForCatalog(): Promise<CatalogNamespaceList> {
    return await this.#inner.listForCatalog();
  }

  /**
   * For a group of one's own; who runs all namespaces asks for nobody else's, either.
   * @throws NotAllowedError unless they may ask for namespaces of that group.
   */
  async #asOwner(
    { ownerRef }: NamespaceRequest,
    reader: UserReader,
  ): Promise<ProvisioningReader> {
    const authorized = await this.#authorize(reader);
    const { groups, isKnown, mayCreate, userRef } = authorized;
    if (!mayCreate) {
      throw mayNotCreate();
    }
    if (!isKnown) {
      throw isNotKnown(userRef);
    }
    const owner = parseClientEntityRef(ownerRef);
    if (!groups.includes(owner)) {
      throw isNotOwnGroup(owner);
    }
    return authorized;
  }

  async #manage(reader: UserReader): Promise<ProvisioningReader> {
    const authorized = await this.#authorize(reader);
    if (!authorized.mayManage) {
      throw mayNotManage();
    }
    return authorized;
  }

  async #authorize(reader: UserReader): Promise<ProvisioningReader> {
    const [requester, entities = NOTHING, [create, manage, allSources]] =
      await Promise.all([
        requesterOf(this.#options, reader.credentials),
        readableEntities(this.#options, reader),
        allowedTo(
          this.#options,
          reader,
          shiftDownNamespacesCreatePermission,
          shiftDownNamespacesManagePermission,
          shiftDownSourcesReadPermission,
        ),
      ]);
    return {
      ...requester,
      entities,
      mayCreate: create,
      mayManage: manage,
      namespaces:
        allSources || manage ? 'everything' : { ownerRefs: requester.claims },
    };
  }
}
