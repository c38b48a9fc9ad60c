import type {
  AuditorService,
  AuditorServiceEventSeverityLevel,
  BackstageCredentials,
  BackstageServicePrincipal,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type {
  ManagedNamespace,
  ManagedNamespaceAction,
  Rollout,
  RolloutAction,
} from '@shift-down/plugin-shift-down-common/client';
import type { Request } from 'express';
import type { createOpenApiRouter } from '../../schema/openapi.generated';
import { audited } from '../audited';
import type { UserReader } from '../exceptions/AuthorizedExceptionCatalog';
import type { ProvisioningCatalog } from './ProvisioningCatalog';

/** The one service that is told of all namespaces. */
const CATALOG = 'plugin:catalog';

/** What writes to clusters weighs most. */
const SEVERITIES: Record<
  ManagedNamespaceAction,
  AuditorServiceEventSeverityLevel
> = {
  verify: 'low',
  register: 'low',
  repair: 'medium',
  upgrade: 'medium',
  forget: 'medium',
};

const ROLLOUT_SEVERITIES: Record<
  RolloutAction,
  AuditorServiceEventSeverityLevel
> = {
  start: 'high',
  pause: 'low',
  resume: 'high',
  stop: 'medium',
  retry: 'high',
};

/** Routes of managed namespaces; what changes anything is audited, also when it is refused. */
export function addProvisioningRoutes(
  router: ReturnType<typeof createOpenApiRouter>,
  options: {
    auditor: AuditorService;
    namespaces: ProvisioningCatalog<UserReader>;
    readerOf(request: Pick<Request, 'headers'>): Promise<UserReader>;
    serviceOf(
      request: Pick<Request, 'headers'>,
    ): Promise<BackstageCredentials<BackstageServicePrincipal>>;
  },
): void {
  const { auditor, namespaces, readerOf, serviceOf } = options;
  const changing = async (
    request: unknown,
    action: string,
    severityLevel: AuditorServiceEventSeverityLevel,
    meta: JsonObject,
    work: () => Promise<ManagedNamespace>,
  ) =>
    await audited(
      auditor,
      {
        eventId: `namespace-${action}`,
        severityLevel,
        request,
        meta: { ...meta, action },
      },
      work,
      toOutcome,
    );
  const rollingOut = async (
    request: unknown,
    action: string,
    severityLevel: AuditorServiceEventSeverityLevel,
    meta: JsonObject,
    work: () => Promise<Rollout>,
  ) =>
    await audited(
      auditor,
      {
        eventId: `rollout-${action}`,
        severityLevel,
        request,
        meta: { ...meta, action },
      },
      work,
      ({ id, state, to }) => ({ rolloutId: id, state, to }),
    );

  router.get('/managed-namespaces', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await namespaces.listNamespaces(request.query, reader));
  });

  router.post('/managed-namespaces', async (request, response) => {
    const reader = await readerOf(request);
    const { body } = request;
    response.json(
      await changing(request, 'provision', 'medium', toPlace(body), () =>
        namespaces.provisionNamespace(body, reader),
      ),
    );
  });

  router.get('/managed-namespaces/options', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await namespaces.getOptions(reader));
  });

  router.post('/managed-namespaces/preview', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await namespaces.previewNamespace(request.body, reader));
  });

  router.get('/managed-namespaces/catalog', async (request, response) => {
    const { principal } = await serviceOf(request);
    if (principal.subject !== CATALOG) {
      throw new NotAllowedError(
        `Only the catalog is told of all managed namespaces, and ${principal.subject} is another service`,
      );
    }
    response.json(await namespaces.listForCatalog());
  });

  router.get(
    '/managed-namespaces/:cluster/:namespace',
    async (request, response) => {
      const reader = await readerOf(request);
      response.json(await namespaces.getNamespace(request.params, reader));
    },
  );

  router.post(
    '/managed-namespaces/:cluster/:namespace/:action',
    async (request, response) => {
      const reader = await readerOf(request);
      const { action, ...place } = request.params;
      response.json(
        await changing(request, action, SEVERITIES[action], { ...place }, () =>
          namespaces.changeNamespace(place, action, reader),
        ),
      );
    },
  );

  router.post('/namespace-adoptions/preview', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await namespaces.previewAdoption(request.body, reader));
  });

  router.post('/namespace-adoptions', async (request, response) => {
    const reader = await readerOf(request);
    const { body } = request;
    response.json(
      await changing(request, 'adopt', 'high', toPlace(body), () =>
        namespaces.adoptNamespace(body, reader),
      ),
    );
  });

  router.get('/baselines', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await namespaces.listBaselines(reader));
  });

  router.get('/rollouts', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await namespaces.listRollouts(reader));
  });

  router.post('/rollouts', async (request, response) => {
    const reader = await readerOf(request);
    const { to } = request.body;
    response.json(
      await rollingOut(request, 'plan', 'medium', { to }, () =>
        namespaces.planRollout(request.body, reader),
      ),
    );
  });

  router.get('/rollouts/:id', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await namespaces.getRollout(request.params.id, reader));
  });

  router.post('/rollouts/:id/:action', async (request, response) => {
    const reader = await readerOf(request);
    const { action, id } = request.params;
    response.json(
      await rollingOut(
        request,
        action,
        ROLLOUT_SEVERITIES[action],
        { rolloutId: id },
        () => namespaces.changeRollout(id, action, reader),
      ),
    );
  });
}

function toPlace(body: {
  cluster: string;
  name: string;
  ownerRef: string;
}): JsonObject {
  const { cluster, name: namespace, ownerRef } = body;
  return { cluster, namespace, ownerRef };
}

function toOutcome(namespace: ManagedNamespace): JsonObject {
  const { cluster, name, ownerRef, state } = namespace;
  return { cluster, namespace: name, ownerRef, state };
}
