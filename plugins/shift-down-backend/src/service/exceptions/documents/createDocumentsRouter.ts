/**
 * Documents about exceptions: what pipelines, scanners and auditors read. They are text and
 * tokens, so they stand beside the generated router, and before it.
 */
import type {
  AuditorService,
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  shiftDownExceptionsExportPermission,
  type Control,
} from '@shift-down/plugin-shift-down-common';
import {
  parseImageReference,
  registerCsv,
  renderGrypeIgnore,
  renderOpenVex,
  renderTrivyIgnore,
} from '@shift-down/plugin-shift-down-policy';
import { Router, type Request, type Response } from 'express';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { PipelineConfig } from '../../../config';
import { matchesGlob } from '../../../correlation/namespaceOwner';
import { loadExceptedVulnerabilities } from '../../../database/operations/exceptions/loadExceptedVulnerabilities';
import {
  loadReadableRefs,
  type Readable,
} from '../../../database/operations/serve/readScope';
import { audited } from '../../audited';
import {
  allowedTo,
  NOTHING,
  readableEntities,
  type PermissionOptions,
} from '../../authorize';
import { parseClientEntityRef } from '../../request/entityRef';
import {
  entityNotFound,
  exceptionsOfClusterNotFound,
} from '../../request/notFound';
import { exportExceptions, type ExportContext } from './exportExceptions';
import { loadRegister } from './loadRegister';

/** @internal */
export interface DocumentsRouterOptions
  extends ExportContext,
    PermissionOptions {
  auditor: AuditorService;
  catalog: CatalogService;
  controls: readonly Control[];
  httpAuth: HttpAuthService;
  /** Services that may read of their clusters and namespaces. */
  pipelines: readonly PipelineConfig[];
}

type Reader = BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>;

const REGISTER_TYPE = 'shift-down-register+jws';

const exportQuery = z.strictObject({
  cluster: z.string().min(1).max(253).optional(),
});
const registerQuery = z.strictObject({
  format: z.enum(['csv', 'json']).default('json'),
  signed: z.enum(['true', 'false']).default('false'),
});
const ignoreQuery = z.strictObject({
  entityRef: z.string().max(400).transform(parseClientEntityRef),
  repository: z
    .string()
    .regex(/^[a-z0-9][\w.:/-]{0,400}$/i, 'is not a repository')
    .transform(text => parseImageReference(text).repository)
    .optional(),
});
const scannerSchema = z.enum(['trivy', 'grype', 'openvex']);

/** @internal */
export function createDocumentsRouter(options: DocumentsRouterOptions): Router {
  const { auditor, clock, database, httpAuth, keys } = options;
  const router = Router();
  const credentialsOf = async (request: Request): Promise<Reader> =>
    await httpAuth.credentials(request, { allow: ['user', 'service'] });

  router.get('/exceptions/keys', (request, response, next) =>
    answer(next, async () => {
      await httpAuth.credentials(request, { allow: ['user', 'service'] });
      response.json(await keys.publicKeys());
    }),
  );

  router.get('/exceptions/export', (request, response, next) =>
    answer(next, async () => {
      const { cluster } = read(exportQuery, request.query);
      const credentials = await credentialsOf(request);
      const token = await audited(
        auditor,
        {
          eventId: 'exceptions-export',
          severityLevel: 'medium',
          request,
          meta: { ...(cluster !== undefined && { cluster }) },
        },
        async () =>
          await exportExceptions(options, {
            ...(await exportableTo(options, credentials, cluster)),
            ...(cluster !== undefined && { cluster }),
          }),
        () => ({}),
      );
      send(response, 'application/jose', token);
    }),
  );

  router.get('/exceptions/register', (request, response, next) =>
    answer(next, async () => {
      const { format, signed } = read(registerQuery, request.query);
      const credentials = await httpAuth.credentials(request, {
        allow: ['user'],
      });
      const rows = await audited(
        auditor,
        {
          eventId: 'exceptions-register',
          severityLevel: 'medium',
          request,
          meta: { format },
        },
        async () =>
          await loadRegister(database, {
            controls: options.controls,
            now: clock.now(),
            readable: await readableTo(options, credentials),
          }),
        it => ({ exceptions: it.length }),
      );
      const type = format === 'csv' ? 'text/csv' : 'application/json';
      const text = format === 'csv' ? registerCsv(rows) : JSON.stringify(rows);
      if (signed === 'true') {
        send(
          response,
          'application/jose',
          await keys.sign(text, { typ: REGISTER_TYPE, cty: type }),
        );
      } else {
        response.attachment(`exceptions.${format}`);
        send(response, type, text);
      }
    }),
  );

  router.get('/exceptions/ignore-rules/:scanner', (request, response, next) =>
    answer(next, async () => {
      const scanner = read(scannerSchema, request.params.scanner);
      const { entityRef, repository } = read(ignoreQuery, request.query);
      await ensureReadable(options, await credentialsOf(request), entityRef);
      const now = clock.now();
      const vulnerabilities = await loadExceptedVulnerabilities(database, {
        entityRef,
        at: now,
        ...(repository !== undefined && { repository }),
      });
      switch (scanner) {
        case 'trivy':
          send(
            response,
            'application/yaml',
            renderTrivyIgnore(vulnerabilities),
          );
          break;
        case 'grype':
          send(
            response,
            'application/yaml',
            renderGrypeIgnore(vulnerabilities),
          );
          break;
        default:
          send(
            response,
            'application/json',
            renderOpenVex(vulnerabilities, {
              id: documentId(options.exceptionsExport.issuer, vulnerabilities),
              author: options.exceptionsExport.issuer,
              now: now.toISOString(),
            }),
          );
      }
    }),
  );

  return router;
}

/** Whatever goes wrong is the error handler's. */
async function answer(
  next: (error: unknown) => void,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    next(error);
  }
}

function send(response: Response, type: string, text: string): void {
  response
    .set('content-type', `${type}; charset=utf-8`)
    .set('cache-control', 'no-store')
    .set('x-content-type-options', 'nosniff')
    .send(text);
}

/** @throws InputError that names the parameter. */
function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [{ message, path }] = parsed.error.issues;
    throw new InputError([...path, message].join(': '));
  }
  return parsed.data;
}

/** All for who has the permission, else what concerns entities that they may read. */
async function readableTo(
  options: PermissionOptions,
  credentials: BackstageCredentials,
): Promise<Readable> {
  const [[mayExport], entities = NOTHING] = await Promise.all([
    allowedTo(options, { credentials }, shiftDownExceptionsExportPermission),
    readableEntities(options, { credentials }),
  ]);
  return mayExport ? 'everything' : entities;
}

/** Services get what config names: the permission framework lets every service in. */
async function exportableTo(
  options: DocumentsRouterOptions,
  credentials: Reader,
  cluster: string | undefined,
): Promise<{ readable: Readable; namespaces?: string[] }> {
  const { principal } = credentials;
  if (principal.type !== 'service') {
    return { readable: await readableTo(options, credentials) };
  }
  if (cluster === undefined) {
    throw new InputError('cluster: name the one that the pipeline is for');
  }
  const pipelines = options.pipelines.filter(
    it => it.subject === principal.subject && it.clusters.includes(cluster),
  );
  if (pipelines.length === 0) {
    throw exceptionsOfClusterNotFound(cluster);
  }
  return {
    readable: 'everything',
    namespaces: pipelines.flatMap(it => it.namespaces),
  };
}

/** @throws NotFoundError if the entity is unknown or may not be read. */
async function ensureReadable(
  options: DocumentsRouterOptions,
  credentials: Reader,
  entityRef: string,
): Promise<void> {
  const { principal } = credentials;
  const mayRead =
    principal.type === 'service'
      ? await runsFor(options, principal.subject, entityRef)
      : await isReadable(options, credentials, entityRef);
  if (!mayRead) {
    throw entityNotFound(entityRef);
  }
}

async function isReadable(
  options: DocumentsRouterOptions,
  credentials: BackstageCredentials,
  entityRef: string,
): Promise<boolean> {
  const [entity, readable = NOTHING] = await Promise.all([
    options.catalog.getEntityByRef(entityRef, { credentials }),
    readableEntities(options, { credentials }),
  ]);
  const [found] = await loadReadableRefs(
    options.database,
    [entityRef],
    readable,
  );
  return entity !== undefined && found !== undefined;
}

/** Whether the entity runs where config lets the service look. */
async function runsFor(
  { database, pipelines }: DocumentsRouterOptions,
  subject: string,
  entityRef: string,
): Promise<boolean> {
  const places: { cluster: string; namespace: string }[] = await database(
    'subject_entities as se',
  )
    .join('subjects as s', 's.id', 'se.subject_id')
    .join('clusters as c', 'c.uid', 's.cluster_uid')
    .where('se.entity_ref', entityRef)
    .distinct({ cluster: 'c.name', namespace: 's.namespace' });
  return pipelines.some(
    pipeline =>
      pipeline.subject === subject &&
      places.some(
        ({ cluster, namespace }) =>
          pipeline.clusters.includes(cluster) &&
          pipeline.namespaces.some(it => matchesGlob(it, namespace)),
      ),
  );
}

/** The same content has the same one. */
function documentId(issuer: string, content: unknown): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(content))
    .digest('hex');
  return `${issuer.replace(/\/$/, '')}/vex/${digest}`;
}
