import type {
  BumpImageRequest,
  Campaign,
  CampaignAction,
  CampaignList,
  ImageBump,
  PlanCampaignRequest,
} from '@shift-down/plugin-shift-down-common/client';
import type { Readable } from '../../database/operations/serve/readScope';

/**
 * Campaigns and single bumps, as the API tells of them. Of a campaign only what concerns
 * entities that may be read is there, in items and counts alike.
 * @internal
 */
export interface CampaignCatalog<Reader> {
  listCampaigns(reader: Reader): Promise<CampaignList>;
  getCampaign(id: string, reader: Reader): Promise<Campaign>;
  planCampaign(request: PlanCampaignRequest, reader: Reader): Promise<Campaign>;
  changeCampaign(
    id: string,
    action: CampaignAction,
    reader: Reader,
  ): Promise<Campaign>;
  bumpImage(request: BumpImageRequest, reader: Reader): Promise<ImageBump>;
}

/** What may be read and done, worked out. @internal */
export interface CampaignReader {
  entities: Readable;
  mayManage: boolean;
  /** Ref of the user. */
  user: string;
}
