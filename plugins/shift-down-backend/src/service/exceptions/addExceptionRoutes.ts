import type {
  AuditorService,
  AuditorServiceEventSeverityLevel,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type { Request } from 'express';
import type { createOpenApiRouter } from '../../schema/openapi.generated';
import { audited } from '../audited';
import type { UserReader } from './AuthorizedExceptionCatalog';
import type {
  ExceptionCatalog,
  ExceptionChangeAction,
  ExceptionDetail,
} from './ExceptionCatalog';

/** What lets something through, or stops letting it, weighs most. */
const SEVERITIES: Record<
  ExceptionChangeAction,
  AuditorServiceEventSeverityLevel
> = {
  comment: 'low',
  ask: 'low',
  answer: 'low',
  propose: 'medium',
  accept: 'high',
  approve: 'high',
  reject: 'medium',
  withdraw: 'medium',
  revoke: 'high',
  confirm: 'high',
  enforce: 'medium',
};

/** Routes of exceptions; what changes anything is audited, also when it is refused. */
export function addExceptionRoutes(
  router: ReturnType<typeof createOpenApiRouter>,
  options: {
    auditor: AuditorService;
    exceptions: ExceptionCatalog<UserReader>;
    readerOf(request: Pick<Request, 'headers'>): Promise<UserReader>;
  },
): void {
  const { auditor, exceptions, readerOf } = options;
  const changing = async (
    action: string,
    severityLevel: AuditorServiceEventSeverityLevel,
    request: unknown,
    meta: JsonObject,
    work: () => Promise<ExceptionDetail>,
  ) =>
    await audited(
      auditor,
      {
        eventId: `exception-${action}`,
        severityLevel,
        request,
        meta: { ...meta, action },
      },
      work,
      toOutcome,
    );

  router.get('/exceptions', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await exceptions.listExceptions(request.query, reader));
  });

  router.post('/exceptions', async (request, response) => {
    const reader = await readerOf(request);
    const { entityRef } = request.body.scope;
    response.json(
      await changing('request', 'medium', request, { entityRef }, () =>
        exceptions.requestException(request.body, reader),
      ),
    );
  });

  router.post('/exceptions/preview', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await exceptions.previewException(request.body, reader));
  });

  router.post('/exceptions/break-glass', async (request, response) => {
    const reader = await readerOf(request);
    const { entityRef } = request.body.scope;
    response.json(
      await changing('break-glass', 'critical', request, { entityRef }, () =>
        exceptions.breakGlass(request.body, reader),
      ),
    );
  });

  router.get('/exceptions/settings', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await exceptions.getSettings(reader));
  });

  router.get('/exceptions/reports', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await exceptions.getReports(reader));
  });

  router.post('/exceptions/import', async (request, response) => {
    const reader = await readerOf(request);
    const { entityRef, format } = request.body;
    response.json(
      await audited(
        auditor,
        {
          eventId: 'exception-import',
          severityLevel: 'medium',
          request,
          meta: { action: 'import', entityRef, format },
        },
        () => exceptions.importIgnoreFile(request.body, reader),
        ({ created, known }) => ({ created, known }),
      ),
    );
  });

  router.get('/exceptions/:id', async (request, response) => {
    const reader = await readerOf(request);
    response.json(await exceptions.getException(request.params.id, reader));
  });

  router.put('/exceptions/:id', async (request, response) => {
    const reader = await readerOf(request);
    const { id } = request.params;
    response.json(
      await changing('edit', 'medium', request, { exceptionId: id }, () =>
        exceptions.editException(id, request.body, reader),
      ),
    );
  });

  router.post('/exceptions/:id/:action', async (request, response) => {
    const reader = await readerOf(request);
    const { action, id } = request.params;
    response.json(
      await changing(
        action,
        SEVERITIES[action],
        request,
        { exceptionId: id },
        () => exceptions.changeException(id, action, request.body, reader),
      ),
    );
  });
}

function toOutcome({
  entityRef,
  id,
  state,
  version,
}: ExceptionDetail): JsonObject {
  return { exceptionId: id, entityRef, state, version };
}
