/**
 * The route that pipelines upload to. It stands beside the generated router, which would
 * parse the body before anybody is asked who sends it.
 */
import type {
  AuditorService,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, toError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { shiftDownEvidenceUploadPermission } from '@shift-down/plugin-shift-down-common';
import { Router } from 'express';
import { TooManyRequestsError } from './errors';
import { readQuery } from './readQuery';
import type { UploadService } from './UploadService';

/** @internal */
export interface UploadRouterOptions {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  uploads: UploadService;
}

/** @internal */
export function createUploadRouter(options: UploadRouterOptions): Router {
  const { auditor, httpAuth, permissions, uploads } = options;
  const router = Router();

  router.post('/evidence', async (request, response, next) => {
    try {
      const credentials = await httpAuth.credentials(request, {
        allow: ['service'],
      });
      const { subject } = credentials.principal;
      const event = await auditor.createEvent({
        eventId: 'evidence-upload',
        severityLevel: 'medium',
        request,
        meta: { subject },
      });
      try {
        const [{ result }] = await permissions.authorize(
          [{ permission: shiftDownEvidenceUploadPermission }],
          { credentials },
        );
        if (
          result !== AuthorizeResult.ALLOW ||
          uploads.entriesOf(subject).length === 0
        ) {
          throw new NotAllowedError(
            `This service may not upload: it needs the permission ${shiftDownEvidenceUploadPermission.name}, and an entry in shiftDown.uploads that names its subject`,
          );
        }
        const query = readQuery(request.query);
        const receipt = await uploads.upload(subject, query, request);
        const { digest, entityRef, format, id, outcome, repository } = receipt;
        await event.success({
          meta: { digest, entityRef, format, id, outcome, repository },
        });
        response.status(outcome === 'stored' ? 201 : 200).json(receipt);
      } catch (error) {
        await event.fail({ error: toError(error) });
        throw error;
      }
    } catch (error) {
      if (error instanceof TooManyRequestsError) {
        response.set('retry-after', String(error.retryAfterSeconds));
      }
      if (!request.complete) {
        // What is left of the body is not waited for.
        response.set('connection', 'close');
      }
      next(error);
    }
  });

  return router;
}
