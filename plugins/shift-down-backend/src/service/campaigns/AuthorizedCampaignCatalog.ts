import type { UserInfoService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { shiftDownCampaignsManagePermission } from '@shift-down/plugin-shift-down-common';
import type {
  BumpImageRequest,
  Campaign,
  CampaignAction,
  CampaignList,
  ImageBump,
  PlanCampaignRequest,
} from '@shift-down/plugin-shift-down-common/client';
import type { Knex } from 'knex';
import { loadReadableRefs } from '../../database/operations/serve/readScope';
import {
  allowedTo,
  NOTHING,
  readableEntities,
  type PermissionOptions,
} from '../authorize';
import type { CredentialsReader } from '../PostureCatalog';
import { parseClientEntityRef } from '../request/entityRef';
import { entityNotFound } from '../request/notFound';
import type { CampaignCatalog, CampaignReader } from './CampaignCatalog';

/** What this needs of its surroundings. @internal */
export interface AuthorizedCampaignCatalogOptions extends PermissionOptions {
  catalog: CatalogService;
  database: Knex;
  userInfo: UserInfoService;
}

/** Adds permissions to a {@link CampaignCatalog}. @internal */
export class AuthorizedCampaignCatalog
  implements CampaignCatalog<CredentialsReader>
{
  readonly #inner: CampaignCatalog<CampaignReader>;
  readonly #options: AuthorizedCampaignCatalogOptions;

  constructor(
    inner: CampaignCatalog<CampaignReader>,
    options: AuthorizedCampaignCatalogOptions,
  ) {
    this.#inner = inner;
    this.#options = options;
  }

  async listCampaigns(reader: CredentialsReader): Promise<CampaignList> {
    return await this.#inner.listCampaigns((await this.#authorize(reader)).may);
  }

  async getCampaign(id: string, reader: CredentialsReader): Promise<Campaign> {
    return await this.#inner.getCampaign(
      id,
      (
        await this.#authorize(reader)
      ).may,
    );
  }

  async planCampaign(
    request: PlanCampaignRequest,
    reader: CredentialsReader,
  ): Promise<Campaign> {
    return await this.#inner.planCampaign(request, await this.#manage(reader));
  }

  async changeCampaign(
    id: string,
    action: CampaignAction,
    reader: CredentialsReader,
  ): Promise<Campaign> {
    return await this.#inner.changeCampaign(
      id,
      action,
      await this.#manage(reader),
    );
  }

  /** For owners of the entity: what they ask for is a change of their own repository. */
  async bumpImage(
    request: BumpImageRequest,
    reader: CredentialsReader,
  ): Promise<ImageBump> {
    const { catalog, database } = this.#options;
    const entityRef = parseClientEntityRef(request.entityRef);
    const [{ may, ownershipRefs }, entity] = await Promise.all([
      this.#authorize(reader),
      catalog.getEntityByRef(entityRef, reader),
    ]);
    const [readable] = await loadReadableRefs(
      database,
      [entityRef],
      may.entities,
    );
    if (!entity || readable === undefined) {
      throw entityNotFound(entityRef);
    }
    const owned = await database('entity_relations')
      .where({ source_ref: entityRef, type: 'ownedBy' })
      .whereIn('target_ref', ownershipRefs)
      .first('target_ref');
    if (!owned && !may.mayManage) {
      throw new NotAllowedError(
        `Only an owner of ${entityRef} can have its repository changed, or somebody with the permission ${shiftDownCampaignsManagePermission.name}`,
      );
    }
    return await this.#inner.bumpImage({ ...request, entityRef }, may);
  }

  async #manage(reader: CredentialsReader): Promise<CampaignReader> {
    const { may } = await this.#authorize(reader);
    if (!may.mayManage) {
      throw new NotAllowedError(
        `Campaigns need the permission ${shiftDownCampaignsManagePermission.name}`,
      );
    }
    return may;
  }

  async #authorize(
    reader: CredentialsReader,
  ): Promise<{ may: CampaignReader; ownershipRefs: string[] }> {
    const [entities = NOTHING, [mayManage], info] = await Promise.all([
      readableEntities(this.#options, reader),
      allowedTo(this.#options, reader, shiftDownCampaignsManagePermission),
      this.#options.userInfo.getUserInfo(reader.credentials),
    ]);
    return {
      may: { entities, mayManage, user: info.userEntityRef },
      ownershipRefs: info.ownershipEntityRefs,
    };
  }
}
