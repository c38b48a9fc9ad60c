import type {
  AuditorService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import { json, type Request, Router } from 'express';
import { createOpenApiRouter } from '../schema/openapi.generated';
import { AuthorizedGoldenImageCatalog } from './AuthorizedGoldenImageCatalog';
import {
  AuthorizedPostureCatalog,
  type AuthorizedPostureCatalogOptions,
} from './AuthorizedPostureCatalog';
import {
  AuthorizedNamespaceCatalog,
  type AuthorizedNamespaceCatalogOptions,
  type PolicyCredentials,
} from './AuthorizedNamespaceCatalog';
import { DefaultGoldenImageCatalog } from './DefaultGoldenImageCatalog';
import { DefaultNamespaceCatalog } from './DefaultNamespaceCatalog';
import { DefaultPostureCatalog } from './DefaultPostureCatalog';
import type { GoldenImageCatalog } from './GoldenImageCatalog';
import type { NamespaceCatalog } from './NamespaceCatalog';
import type { CredentialsReader, PostureCatalog } from './PostureCatalog';
import { addCampaignRoutes } from './campaigns/addCampaignRoutes';
import { AuthorizedCampaignCatalog } from './campaigns/AuthorizedCampaignCatalog';
import type { CampaignCatalog } from './campaigns/CampaignCatalog';
import {
  DefaultCampaignCatalog,
  type CampaignsContext,
} from './campaigns/DefaultCampaignCatalog';
import {
  createDocumentsRouter,
  type DocumentsRouterOptions,
} from './exceptions/documents/createDocumentsRouter';
import { ExceptionKeys } from './exceptions/documents/ExceptionKeys';
import { addExceptionRoutes } from './exceptions/addExceptionRoutes';
import {
  AuthorizedExceptionCatalog,
  type AuthorizedExceptionCatalogOptions,
  type UserReader,
} from './exceptions/AuthorizedExceptionCatalog';
import {
  DefaultExceptionCatalog,
  type ExceptionsContext,
} from './exceptions/DefaultExceptionCatalog';
import type { ExceptionCatalog } from './exceptions/ExceptionCatalog';
import { addProvisioningRoutes } from './provisioning/addProvisioningRoutes';
import { AuthorizedProvisioningCatalog } from './provisioning/AuthorizedProvisioningCatalog';
import { DefaultProvisioningCatalog } from './provisioning/DefaultProvisioningCatalog';
import type { ProvisioningCatalog } from './provisioning/ProvisioningCatalog';
import type { ProvisioningContext } from './provisioning/ProvisioningContext';
import type { ServeContext } from './ServeContext';

/** @internal */
export interface RouterOptions
  extends ServeContext,
    CampaignsContext,
    ExceptionsContext,
    ProvisioningContext,
    Omit<AuthorizedExceptionCatalogOptions, 'rules'>,
    Omit<DocumentsRouterOptions, 'keys'>,
    AuthorizedPostureCatalogOptions,
    AuthorizedNamespaceCatalogOptions {
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}

/** The API over stored data, authorised for the user who asks. @internal */
export function createRouter(options: RouterOptions): Router {
  const router = Router();
  router.use(
    createDocumentsRouter({ ...options, keys: new ExceptionKeys(options) }),
  );
  const catalogs = createCatalogRouter({
    httpAuth: options.httpAuth,
    auditor: options.auditor,
    postures: new AuthorizedPostureCatalog(
      new DefaultPostureCatalog(options),
      options,
    ),
    namespaces: new AuthorizedNamespaceCatalog(
      new DefaultNamespaceCatalog(options),
      options,
    ),
    goldenImages: new AuthorizedGoldenImageCatalog(
      new DefaultGoldenImageCatalog(options),
      options,
    ),
    campaigns: new AuthorizedCampaignCatalog(
      new DefaultCampaignCatalog(options),
      options,
    ),
    exceptions: new AuthorizedExceptionCatalog(
      new DefaultExceptionCatalog(options),
      options,
    ),
    managedNamespaces: new AuthorizedProvisioningCatalog(
      new DefaultProvisioningCatalog(options),
      options,
    ),
  });
  router.use(catalogs);
  return router;
}

function createCatalogRouter(options: {
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  postures: PostureCatalog<CredentialsReader>;
  namespaces: NamespaceCatalog<CredentialsReader, PolicyCredentials>;
  goldenImages: GoldenImageCatalog<CredentialsReader>;
  campaigns: CampaignCatalog<CredentialsReader>;
  exceptions: ExceptionCatalog<UserReader>;
  managedNamespaces: ProvisioningCatalog<UserReader>;
}): Router {
  const {
    auditor,
    campaigns,
    exceptions,
    goldenImages,
    httpAuth,
    managedNamespaces,
    namespaces,
    postures,
  } = options;
  const router = createOpenApiRouter({
    // An ignore file may have 256 KiB of characters, and those escapes.
    middleware: [json({ limit: '600kb' })],
  });

  // Whose posture may be read is decided for people: a service has no entities.
  const readerOf = async (
    request: Pick<Request, 'headers'>,
  ): Promise<UserReader> => ({
    credentials: await httpAuth.credentials(request as Request, {
      allow: ['user'],
    }),
  });

  router.get(
    '/entities/by-name/:kind/:namespace/:name/posture',
    async (request, response) => {
      const reader = await readerOf(request);
      const entityRef = stringifyEntityRef(request.params);
      response.json(await postures.getPosture(entityRef, reader));
    },
  );

  router.get('/postures', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await postures.listPostures(request.query, reader));
  });

  router.post('/posture/by-refs', async (request, response) => {
    const reader = await readerOf(request);
    const { entityRefs } = request.body;
    response.json({
      items: await postures.getPosturesByRefs(entityRefs, reader),
    });
  });

  router.get('/findings', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await postures.listFindings(request.query, reader));
  });

  router.get('/findings/:id', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await postures.getFinding(request.params.id, reader));
  });

  router.get('/images', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await postures.listImages(request.query, reader));
  });

  router.get('/golden-images', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await goldenImages.listGoldenImages(reader));
  });

  router.get('/golden-images/:name', async (request, response) => {
    const reader = await readerOf(request);
    const { name } = request.params;
    response.json(await goldenImages.getGoldenImage(name, reader));
  });

  router.get('/golden-images/:name/users', async (request, response) => {
    const reader = await readerOf(request);
    const { name } = request.params;
    response.json(await goldenImages.listUsers(name, request.query, reader));
  });

  router.get('/golden-images/:name/advice', async (request, response) => {
    const reader = await readerOf(request);
    const { name } = request.params;
    response.json(await goldenImages.getAdvice(name, request.query, reader));
  });

  addCampaignRoutes(router, { auditor, campaigns, readerOf });
  addExceptionRoutes(router, { auditor, exceptions, readerOf });
  addProvisioningRoutes(router, {
    auditor,
    namespaces: managedNamespaces,
    readerOf,
    serviceOf: async request =>
      await httpAuth.credentials(request as Request, { allow: ['service'] }),
  });

  router.get('/sources', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await postures.listSources(reader));
  });

  router.post('/sources/:name/test', async (request, response) => {
    const reader = await readerOf(request);
    const { name } = request.params;
    const event = await auditor.createEvent({
      eventId: 'source-test',
      severityLevel: 'medium',
      request: request as unknown as Request,
      meta: { cluster: name },
    });
    try {
      const result = await postures.testSource(name, reader);
      await event.success({ meta: { outcomes: countOutcomes(result.checks) } });
      response.json(result);
    } catch (error) {
      await event.fail({ error: toError(error) });
      throw error;
    }
  });

  router.get('/namespaces', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await namespaces.listNamespaces(request.query, reader));
  });

  router.get('/namespaces/:cluster/:namespace', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await namespaces.getNamespace(request.params, reader));
  });

  router.get('/policies', async (request, response) => {
    const credentials = await httpAuth.credentials(
      request as unknown as Request,
      // A pipeline is a service, and judged by config.
      { allow: ['user', 'service'] },
    );
    response.json(
      await namespaces.listPolicies(request.query.cluster, { credentials }),
    );
  });

  return router;
}

function countOutcomes(checks: { outcome: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of checks) {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}
