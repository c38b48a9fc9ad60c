import { ConflictError, InputError } from '@backstage/errors';
import type {
  BumpImageRequest,
  Campaign,
  CampaignAction,
  CampaignList,
  ImageBump,
  PlanCampaignRequest,
} from '@shift-down/plugin-shift-down-common/client';
import {
  changeCampaign,
  goldenTargetOf,
  redact,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import type { CampaignsConfig } from '../../campaigns/config';
import { planItems } from '../../campaigns/planCampaign';
import type { RepositoryBumper } from '../../campaigns/RepositoryBumper';
import type { CampaignRow } from '../../database/campaignTables';
import type { Clock } from '../../database/DatabaseClock';
import { changeCampaignState } from '../../database/operations/campaigns/changeCampaignState';
import {
  loadCampaigns,
  type LoadedCampaign,
} from '../../database/operations/campaigns/loadCampaigns';
import { retryItems } from '../../database/operations/campaigns/retryItems';
import { selectAdopters } from '../../database/operations/campaigns/selectAdopters';
import { storeCampaign } from '../../database/operations/campaigns/storeCampaign';
import { transact } from '../../database/transact';
import type { CatalogueReader } from '../../images/CatalogueReader';
import { campaignNotFound } from '../request/notFound';
import { bumpImage } from './bumpImage';
import type { CampaignCatalog, CampaignReader } from './CampaignCatalog';
import { toCampaign, toCampaignOverview } from './toCampaign';

const LISTED = 100;

/** What campaigns need besides the request. @internal */
export interface CampaignsContext {
  database: Knex;
  clock: Clock;
  catalogues: Pick<CatalogueReader, 'current'>;
  bumper: RepositoryBumper;
  campaigns: CampaignsConfig;
}

/** @internal */
export class DefaultCampaignCatalog implements CampaignCatalog<CampaignReader> {
  readonly #context: CampaignsContext;

  constructor(context: CampaignsContext) {
    this.#context = context;
  }

  async listCampaigns(reader: CampaignReader): Promise<CampaignList> {
    const loaded = await loadCampaigns(
      this.#context.database,
      { newest: LISTED },
      reader.entities,
    );
    return {
      items: loaded.filter(it => isVisible(it, reader)).map(toCampaignOverview),
      mayManage: reader.mayManage,
    };
  }

  async getCampaign(id: string, reader: CampaignReader): Promise<Campaign> {
    return toCampaign(await this.#load(id, reader));
  }

  async planCampaign(
    request: PlanCampaignRequest,
    reader: CampaignReader,
  ): Promise<Campaign> {
    const { bumper, campaigns, catalogues, clock, database } = this.#context;
    const { index } = await catalogues.current(clock.now());
    const { atOnce = 5, from, image, stopAfterFailures = 3, title } = request;
    const target = goldenTargetOf(index, image, request.to, from);
    if ('problem' in target) {
      throw new InputError(target.problem);
    }
    const id = randomUUID();
    const now = clock.now().toISOString();
    const { items, entities } = await planItems({
      campaignId: id,
      adopters: await selectAdopters(
        database,
        image,
        target.from,
        reader.entities,
      ),
      target,
      bumper,
      config: campaigns,
      now,
    });
    const campaign: CampaignRow = {
      id,
      title: title === undefined ? null : redact(title),
      image,
      to_version: target.to.version,
      from_versions: JSON.stringify(target.from),
      state: 'planned',
      reason: null,
      created_by: reader.user,
      created_at: now,
      at_once: atOnce,
      stop_after_failures: stopAfterFailures,
    };
    await transact(database, tx =>
      storeCampaign(tx, { campaign, items, entities }),
    );
    return await this.getCampaign(id, reader);
  }

  async changeCampaign(
    id: string,
    action: CampaignAction,
    reader: CampaignReader,
  ): Promise<Campaign> {
    const { clock, database } = this.#context;
    const { campaign } = await this.#load(id, reader);
    const next = changeCampaign(campaign.state, action);
    if (next === undefined) {
      throw new ConflictError(
        `A campaign that is ${campaign.state} can't be told to ${action}`,
      );
    }
    await transact(database, async tx => {
      if (!(await changeCampaignState(tx, id, campaign.state, next, null))) {
        throw new ConflictError(
          'Somebody else has changed the campaign meanwhile. Look at it, and try again',
        );
      }
      if (action === 'retry') {
        await retryItems(tx, id, clock.now().toISOString());
      }
    });
    return await this.getCampaign(id, reader);
  }

  async bumpImage(request: BumpImageRequest): Promise<ImageBump> {
    return await bumpImage(this.#context, request);
  }

  async #load(id: string, reader: CampaignReader): Promise<LoadedCampaign> {
    const [loaded] = await loadCampaigns(
      this.#context.database,
      { id },
      reader.entities,
    );
    if (!loaded || !isVisible(loaded, reader)) {
      throw campaignNotFound(id);
    }
    return loaded;
  }
}

/** That there is a campaign is told to those whom it concerns, and who may manage it. */
function isVisible(loaded: LoadedCampaign, reader: CampaignReader): boolean {
  return reader.mayManage || loaded.items.length > 0;
}
