/** The real plugin in a test backend: real pipeline, real permission framework. */
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
  type BackendFeature,
  type HttpAuthService,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { RESOURCE_TYPE_SHIFT_DOWN_ENTITY } from '@shift-down/plugin-shift-down-common';
import type { JsonObject } from '@backstage/types';

export type Engine = 'sqlite' | 'postgresql';

export interface BenchBackendOptions {
  engine: Engine;
  /** Folder for SQLite files. */
  directory: string;
  /** Connection string, for PostgreSQL. */
  connection?: string;
  entities: Entity[];
  features: (BackendFeature | Promise<{ default: BackendFeature }>)[];
  shiftDown?: JsonObject;
  /** Group that the asking user belongs to. */
  userGroup: string;
}

/** Everybody reads what their groups own: the conditional way through every route. */
const ownersOnly = createBackendModule({
  pluginId: 'permission',
  moduleId: 'bench-policy',
  register(env) {
    env.registerInit({
      deps: { policy: policyExtensionPoint, logger: coreServices.logger },
      async init({ policy }) {
        policy.setPolicy({
          async handle(request, user): Promise<PolicyDecision> {
            if (
              'resourceType' in request.permission &&
              request.permission.resourceType ===
                RESOURCE_TYPE_SHIFT_DOWN_ENTITY
            ) {
              return {
                result: AuthorizeResult.CONDITIONAL,
                pluginId: 'shift-down',
                resourceType: RESOURCE_TYPE_SHIFT_DOWN_ENTITY,
                conditions: {
                  rule: 'IS_ENTITY_OWNER',
                  resourceType: RESOURCE_TYPE_SHIFT_DOWN_ENTITY,
                  params: { claims: user?.info.ownershipEntityRefs ?? [] },
                },
              };
            }
            return { result: AuthorizeResult.ALLOW };
          },
        });
      },
    });
  },
});

/**
 * The test kit's credentials don't say that a plugin asks on a user's behalf, and
 * the permission backend answers conditions to nobody else.
 */
const onBehalfOfUser = createServiceFactory({
  service: coreServices.httpAuth,
  deps: { plugin: coreServices.pluginMetadata },
  factory({ plugin }): HttpAuthService {
    const inner = mockServices.httpAuth({ pluginId: plugin.getId() });
    if (plugin.getId() !== 'permission') {
      return inner;
    }
    const credentials: HttpAuthService['credentials'] = async (
      req,
      options,
    ) => {
      const found = await inner.credentials(req, options);
      Object.assign(found.principal as object, {
        actor: { type: 'service', subject: 'plugin:shift-down' },
      });
      return found;
    };
    return {
      credentials,
      issueUserCookie: (res, options) => inner.issueUserCookie(res, options),
    };
  },
});

/** Starts it; the returned database is the plugin's own. */
export async function startBenchBackend(options: BenchBackendOptions) {
  const config = {
    backend: {
      baseUrl: 'http://127.0.0.1:0',
      listen: { host: '127.0.0.1', port: 0 },
      database:
        options.engine === 'sqlite'
          ? {
              client: 'better-sqlite3',
              connection: { directory: options.directory },
            }
          : {
              client: 'pg',
              connection: options.connection,
              // Each run starts empty.
              prefix: `shift_down_bench_${Date.now()}_`,
            },
    },
    permission: { enabled: true },
    shiftDown: options.shiftDown ?? {},
  };
  return startTestBackend({
    features: [
      mockServices.rootConfig.factory({ data: config }),
      databaseServiceFactory,
      permissionsServiceFactory,
      createServiceFactory({
        service: coreServices.userInfo,
        deps: {},
        factory: () =>
          mockServices.userInfo({
            ownershipEntityRefs: ['user:default/mock', options.userGroup],
          }),
      }),
      onBehalfOfUser,
      catalogServiceMock.factory({ entities: options.entities }),
      import('@backstage/plugin-permission-backend'),
      ownersOnly,
      import('@shift-down/plugin-shift-down-backend'),
      ...options.features,
    ],
  });
}
