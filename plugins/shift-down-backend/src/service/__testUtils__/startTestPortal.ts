/**
 * The API in a whole backend, over a seeded database, as seen by people. Permission
 * decisions are those of the example portal: developers read what they own, the
 * platform and security teams everything, and only the platform all sources.
 */
import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  type BackstageCredentials,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { parseEntityRef } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  shiftDownCampaignsManagePermission,
  shiftDownExceptionsBreakGlassPermission,
  shiftDownExceptionsDecidePermission,
  shiftDownExceptionsExportPermission,
  shiftDownGoldenImagesReadPermission,
  shiftDownPoliciesReadPermission,
  shiftDownPostureReadPermission,
  shiftDownSourcesReadPermission,
  shiftDownSourcesTestPermission,
} from '@shift-down/plugin-shift-down-common';
import { DEFAULT_MAX_AGES } from '@shift-down/plugin-shift-down-policy';
import type {
  EvidenceSource,
  PullRequestProvider,
} from '@shift-down/plugin-shift-down-node';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { RepositoryBumper } from '../../campaigns/RepositoryBumper';
import type { PipelineConfig } from '../../config';
import { OWN_CLOCK } from '../../__testUtils__/clock';
import { SourceTests } from '../../collection/SourceTests';
import {
  createShiftDownConditionalDecision,
  registerPermissions,
  shiftDownConditions,
} from '../../permissions';
import { readExceptionsConfig } from '../../exceptions/config';
import { CapabilitiesReader } from '../../exceptions/enforcement/CapabilitiesReader';
import { Deliveries } from '../../exceptions/enforcement/Deliveries';
import { ExceptionService } from '../../exceptions/ExceptionService';
import { exceptionRulesOf } from '../../exceptions/rules';
import { createRouter } from '../createRouter';
import { noProvisioning } from '../provisioning/__testUtils__/noProvisioning';
import type { ProvisioningParts } from '../provisioning/ProvisioningContext';
import { imageContext } from './imageContext';
import { CONTROLS, TEAM_A, TEAM_B } from './seedTwoTeams';

export type Persona =
  | 'ownerA'
  | 'ownerB'
  | 'platform'
  | 'security'
  | 'auditor'
  | 'outsider'
  | ExceptionPersona;

/** Those who have to do with exceptions, and read everything unless said otherwise. */
export type ExceptionPersona =
  /** Of the security team. */
  | 'decider'
  | 'secondDecider'
  /** Stands in for the security team. */
  | 'deputy'
  /** Decides only what is low. */
  | 'lowDecider'
  /** Of the security team, and of team A. */
  | 'deciderOfA'
  /** Has the permission to decide, and is named nowhere. */
  | 'permittedOnly'
  /** Is named, and has no permission to decide. */
  | 'namedOnly'
  /** Of the security team, and the catalog doesn't know them. */
  | 'stranger'
  /** Another User entity of `ownerA`, of the security team. */
  | 'ownerAsDecider'
  /** Another User entity of `decider`, in no group that decides. */
  | 'deciderAsNobody'
  /** Another User entity of `decider`, of the security team. */
  | 'deciderAgain'
  /** May break the glass. */
  | 'onCall';

const REFS: Record<Persona, string> = {
  ownerA: 'user:default/ann',
  ownerB: 'user:default/bob',
  platform: 'user:default/pat',
  security: 'user:default/sam',
  auditor: 'user:default/aud',
  outsider: 'user:default/out',
  decider: 'user:default/dee',
  secondDecider: 'user:default/sue',
  deputy: 'user:default/dep',
  lowDecider: 'user:default/lou',
  deciderOfA: 'user:default/dia',
  permittedOnly: 'user:default/per',
  namedOnly: 'user:default/nam',
  stranger: 'user:default/str',
  ownerAsDecider: 'user:default/ann-admin',
  deciderAsNobody: 'user:default/dee-private',
  deciderAgain: 'user:default/dee-admin',
  onCall: 'user:default/cal',
};

export const SECURITY = 'group:default/security';
export const DEPUTIES = 'group:default/security-deputies';
export const LOW_DECIDERS = 'group:default/low-deciders';
export const ON_CALL = 'group:default/on-call';

/** Ids of the identity provider, of those who have several User entities. */
const SUBJECTS: Partial<Record<Persona, string>> = {
  ownerA: 'id-of-ann',
  ownerAsDecider: 'id-of-ann',
  decider: 'id-of-dee',
  deciderAsNobody: 'id-of-dee',
  deciderAgain: 'id-of-dee',
};

export function refOf(persona: Persona): string {
  return REFS[persona];
}

/** The header that signs a persona in. */
export function signedInAs(persona: Persona): string {
  return mockCredentials.user.header(REFS[persona]);
}

/** What each of them owns things as. */
const GROUPS: Partial<Record<Persona, string[]>> = {
  ownerA: [TEAM_A],
  ownerB: [TEAM_B],
  decider: [SECURITY],
  secondDecider: [SECURITY],
  deputy: [DEPUTIES],
  lowDecider: [LOW_DECIDERS],
  deciderOfA: [SECURITY, TEAM_A],
  namedOnly: [SECURITY],
  stranger: [SECURITY],
  ownerAsDecider: [SECURITY],
  deciderAgain: [SECURITY],
  onCall: [ON_CALL],
};

/** Who may ask for exceptions is left to the floor wherever it can be. */
function decide(
  persona: Persona | undefined,
  permission: typeof shiftDownPostureReadPermission,
): PolicyDecision {
  switch (persona) {
    case 'ownerA':
    case 'ownerB':
      return createShiftDownConditionalDecision(
        permission,
        shiftDownConditions.isEntityOwner({
          claims: [persona === 'ownerA' ? TEAM_A : TEAM_B],
        }),
      );
    case 'outsider':
    case undefined:
      return { result: AuthorizeResult.DENY };
    default:
      return { result: AuthorizeResult.ALLOW };
  }
}

/** What a service may read of policies. */
export const PIPELINES: PipelineConfig[] = [
  { subject: 'external:ci', clusters: ['demo'], namespaces: ['team-a'] },
];

/** What somebody may do beside reading postures. */
const SOURCES: Partial<Record<Persona, string[]>> = {
  platform: [
    shiftDownGoldenImagesReadPermission.name,
    shiftDownSourcesReadPermission.name,
    shiftDownSourcesTestPermission.name,
    shiftDownPoliciesReadPermission.name,
    shiftDownCampaignsManagePermission.name,
  ],
  ownerB: [shiftDownGoldenImagesReadPermission.name],
  // May read definitions, and no entity.
  outsider: [shiftDownGoldenImagesReadPermission.name],
  auditor: [
    shiftDownExceptionsExportPermission.name,
    shiftDownSourcesReadPermission.name,
  ],
  decider: [shiftDownExceptionsDecidePermission.name],
  secondDecider: [shiftDownExceptionsDecidePermission.name],
  deputy: [shiftDownExceptionsDecidePermission.name],
  lowDecider: [shiftDownExceptionsDecidePermission.name],
  deciderOfA: [shiftDownExceptionsDecidePermission.name],
  permittedOnly: [
    shiftDownExceptionsDecidePermission.name,
    shiftDownExceptionsBreakGlassPermission.name,
  ],
  stranger: [shiftDownExceptionsDecidePermission.name],
  ownerAsDecider: [shiftDownExceptionsDecidePermission.name],
  deciderAsNobody: [shiftDownExceptionsDecidePermission.name],
  deciderAgain: [shiftDownExceptionsDecidePermission.name],
  onCall: [shiftDownExceptionsBreakGlassPermission.name],
  ownerA: [
    shiftDownGoldenImagesReadPermission.name,
    shiftDownSourcesTestPermission.name,
    shiftDownPoliciesReadPermission.name,
  ],
};

/** What the test can look at and turn. */
export interface TestPortal {
  server: Awaited<ReturnType<typeof startTestBackend>>['server'];
  /** One entry for each call to the permission service. */
  decisions: string[];
  auditor: ReturnType<typeof mockServices.auditor.mock>;
  auditEvent: { success: jest.Mock; fail: jest.Mock };
  assessNow: jest.Mock<Promise<void>, [string]>;
  mirrorNow: jest.Mock<Promise<void>, [string]>;
  /** What moves exceptions beneath the API. */
  exceptions: ExceptionService;
  /** Called for each change of exceptions. */
  signal: jest.Mock<void, []>;
}

/** `shiftDown.exceptions`, unless a test says otherwise. */
export const EXCEPTIONS_CONFIG = {
  deciders: [
    { group: SECURITY, deputies: [DEPUTIES] },
    { group: LOW_DECIDERS, severities: ['low', 'info'] },
  ],
  breakGlass: { holders: [ON_CALL] },
  limits: {
    high: { required: [], maxPerEntity: 1000 },
    critical: { maxPerEntity: 1000 },
  },
};

/** Who issues exports of exceptions, and for how long they are good. */
export const EXPORT = { issuer: 'https://portal.example.com', hours: 24 };

export async function startTestPortal(options: {
  knex: Knex;
  /** Refs that the catalog holds. */
  catalog: string[];
  /** Refs that the catalog hides from a persona. */
  hidden?: Partial<Record<Persona, string[]>>;
  now?: () => Date;
  sources?: EvidenceSource[];
  pullRequests?: PullRequestProvider[];
  /** `shiftDown.exceptions` */
  exceptions?: JsonObject;
  permissionsEnabled?: boolean;
  /** What makes and watches namespaces; nothing does unless a test says so. */
  provisioning?: ProvisioningParts;
  /** What personas may do beside what they always may, by name of the permission. */
  permitted?: Partial<Record<Persona, string[]>>;
  /** Further entities of the catalog, with all that is to be known of them. */
  entities?: Entity[];
}): Promise<TestPortal> {
  const { knex, hidden = {}, now = OWN_CLOCK.now, sources = [] } = options;
  const clock = { now };
  const decisions: string[] = [];
  const assessNow = jest.fn(async (_ref: string) => {});
  const mirrorNow = jest.fn(async (_ref: string) => {});
  const personaOf = (credentials: BackstageCredentials | object) => {
    const { principal } = credentials as {
      principal?: { userEntityRef?: string };
    };
    return (Object.keys(REFS) as Persona[]).find(
      persona => REFS[persona] === principal?.userEntityRef,
    );
  };

  const catalog = catalogServiceMock({
    entities: [
      ...options.catalog.map(toEntity),
      ...users(),
      ...(options.entities ?? []),
    ],
  });
  const config = readExceptionsConfig(
    new ConfigReader({ exceptions: options.exceptions ?? EXCEPTIONS_CONFIG }),
  );
  const logger = mockServices.logger.mock();
  const rules = exceptionRulesOf(config, options.permissionsEnabled ?? true);
  const deliveries = new Deliveries({ database: knex, config, writers: [] });
  const capabilities = new CapabilitiesReader({
    database: knex,
    deliveries,
    logger,
  });
  const permissions = mockServices.permissions.mock({
    authorizeConditional: async (requests, { credentials }: never) => {
      decisions.push('conditional');
      return requests.map(({ permission }) =>
        decide(
          personaOf(credentials),
          permission as typeof shiftDownPostureReadPermission,
        ),
      );
    },
    authorize: async (requests, { credentials }: never) => {
      decisions.push('definitive');
      return requests.map(({ permission }) => ({
        result: [SOURCES, options.permitted ?? {}].some(it =>
          it[personaOf(credentials) ?? 'outsider']?.includes(permission.name),
        )
          ? AuthorizeResult.ALLOW
          : AuthorizeResult.DENY,
      }));
    },
  });

  const auditEvent = { success: jest.fn(), fail: jest.fn() };
  const auditor = mockServices.auditor.mock({
    createEvent: async () => auditEvent,
  });
  const signal = jest.fn();
  const exceptions = new ExceptionService({
    database: knex,
    clock,
    rules,
    capabilities,
    deliveries,
    auditor,
    signal,
  });

  const { server } = await startTestBackend({
    features: [
      createBackendPlugin({
        pluginId: 'shift-down',
        register(env) {
          env.registerInit({
            deps: {
              auditor: coreServices.auditor,
              auth: coreServices.auth,
              httpAuth: coreServices.httpAuth,
              httpRouter: coreServices.httpRouter,
              permissions: coreServices.permissions,
              permissionsRegistry: coreServices.permissionsRegistry,
              catalog: catalogServiceRef,
            },
            async init(deps) {
              registerPermissions(deps.permissionsRegistry, { database: knex });
              deps.httpRouter.use(
                createRouter({
                  ...deps,
                  ...imageContext(knex),
                  rules,
                  capabilities,
                  deliveries,
                  exceptions,
                  provisioning: options.provisioning ?? noProvisioning(),
                  logger,
                  identity: config.identity,
                  exceptionsExport: EXPORT,
                  database: knex,
                  clock,
                  controls: CONTROLS,
                  trust: 'namespace-owner',
                  ownerLabel: 'shift-down.io/owner',
                  networkPolicyProviders: new Map([['demo', 'cilium']]),
                  pipelines: PIPELINES,
                  userInfo: {
                    getUserInfo: async credentials => {
                      const persona = personaOf(credentials) ?? 'outsider';
                      return {
                        userEntityRef: REFS[persona],
                        ownershipEntityRefs: [
                          REFS[persona],
                          ...(GROUPS[persona] ?? []),
                        ],
                      };
                    },
                  },
                  controlOf: ({ rule }) =>
                    CONTROLS.find(control => control.id === rule),
                  maxAge: DEFAULT_MAX_AGES,
                  sourceTests: new SourceTests(sources, {
                    clock,
                    logger: mockServices.logger.mock(),
                    limitSeconds: 1,
                  }),
                  bumper: new RepositoryBumper({
                    providers: options.pullRequests ?? [],
                    buildArguments: {},
                    logger: mockServices.logger.mock(),
                  }),
                  campaigns: {
                    sourceLocations: 'confirmed',
                    followSeconds: 60,
                    buildArguments: {},
                  },
                  assessNow,
                  mirrorNow,
                }),
              );
            },
          });
        },
      }),
      permissions.factory,
      auditor.factory,
      createServiceFactory({
        service: catalogServiceRef,
        deps: {},
        factory: () => ({
          ...catalog,
          getEntities: async request => await catalog.getEntities(request),
          getEntitiesByRefs: async request =>
            await catalog.getEntitiesByRefs(request),
          getEntityByRef: async (ref, { credentials }: never) => {
            const persona = personaOf(credentials);
            return persona && hidden[persona]?.includes(String(ref))
              ? undefined
              : await catalog.getEntityByRef(ref);
          },
        }),
      }),
    ],
  });
  return {
    server,
    decisions,
    auditor,
    auditEvent,
    assessNow,
    mirrorNow,
    exceptions,
    signal,
  };
}

function toEntity(ref: string): Entity {
  const { kind, namespace, name } = parseEntityRef(ref);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { namespace, name },
  };
}

/** All but the stranger; who else is not told has no more than a name. */
function users(): Entity[] {
  return (Object.keys(REFS) as Persona[])
    .filter(persona => persona !== 'stranger')
    .map(persona => ({
      ...toEntity(REFS[persona]),
      metadata: {
        ...toEntity(REFS[persona]).metadata,
        ...(SUBJECTS[persona] && {
          annotations: { 'keycloak.org/id': SUBJECTS[persona] },
        }),
      },
      spec: {},
      relations: (GROUPS[persona] ?? []).map(targetRef => ({
        type: 'memberOf',
        targetRef,
      })),
    }));
}
