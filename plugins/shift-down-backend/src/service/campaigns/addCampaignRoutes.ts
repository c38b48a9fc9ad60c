import type { AuditorService } from '@backstage/backend-plugin-api';
import type { Request } from 'express';
import type { createOpenApiRouter } from '../../schema/openapi.generated';
import { audited } from '../audited';
import type { CredentialsReader } from '../PostureCatalog';
import type { CampaignCatalog } from './CampaignCatalog';

/** Routes of campaigns and bumps; what changes anything is audited. */
export function addCampaignRoutes(
  router: ReturnType<typeof createOpenApiRouter>,
  options: {
    auditor: AuditorService;
    campaigns: CampaignCatalog<CredentialsReader>;
    readerOf(request: Pick<Request, 'headers'>): Promise<CredentialsReader>;
  },
): void {
  const { auditor, campaigns, readerOf } = options;

  router.get('/campaigns', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await campaigns.listCampaigns(reader));
  });

  router.post('/campaigns', async (request, response) => {
    const reader = await readerOf(request);
    const { image, to } = request.body;
    response.json(
      await audited(
        auditor,
        {
          eventId: 'campaign-plan',
          severityLevel: 'medium',
          request,
          meta: { image, to },
        },
        () => campaigns.planCampaign(request.body, reader),
        campaign => ({ campaignId: campaign.id, counts: campaign.counts }),
      ),
    );
  });

  router.get('/campaigns/:id', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await campaigns.getCampaign(request.params.id, reader));
  });

  router.post('/campaigns/:id/:action', async (request, response) => {
    const reader = await readerOf(request);
    const { action, id } = request.params;
    response.json(
      await audited(
        auditor,
        {
          eventId: 'campaign-change',
          severityLevel: 'high',
          request,
          meta: { campaignId: id, action },
        },
        () => campaigns.changeCampaign(id, action, reader),
        ({ state }) => ({ state }),
      ),
    );
  });

  router.post('/image-bumps', async (request, response) => {
    const reader = await readerOf(request);
    const { dryRun = false, entityRef, image } = request.body;
    response.json(
      await audited(
        auditor,
        {
          eventId: 'image-bump',
          severityLevel: dryRun ? 'low' : 'medium',
          request,
          meta: { entityRef, image, dryRun },
        },
        () => campaigns.bumpImage(request.body, reader),
        ({ outcome, repositoryUrl, to }) => ({ outcome, repositoryUrl, to }),
      ),
    );
  });
}
