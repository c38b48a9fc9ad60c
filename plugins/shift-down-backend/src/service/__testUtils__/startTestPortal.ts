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
import { createRouter } from '../createRouter';
import { imageContext } from './imageContext';
import { CONTROLS, TEAM_A, TEAM_B } from './seedTwoTeams';

export type Persona =
  | 'ownerA'
  | 'ownerB'
  | 'platform'
  | 'security'
  | 'auditor'
  | 'outsider';

const REFS: Record<Persona, string> = {
  ownerA: 'user:default/ann',
  ownerB: 'user:default/bob',
  platform: 'user:default/pat',
  security: 'user:default/sam',
  auditor: 'user:default/aud',
  outsider: 'user:default/out',
};

/** The header that signs a persona in. */
export function signedInAs(persona: Persona): string {
  return mockCredentials.user.header(REFS[persona]);
}

/** What each of them owns things as. */
const GROUPS: Partial<Record<Persona, string[]>> = {
  ownerA: [TEAM_A],
  ownerB: [TEAM_B],
};

function decide(persona: Persona | undefined): PolicyDecision {
  switch (persona) {
    case 'ownerA':
    case 'ownerB':
      return createShiftDownConditionalDecision(
        shiftDownPostureReadPermission,
        shiftDownConditions.isEntityOwner({
          claims: [persona === 'ownerA' ? TEAM_A : TEAM_B],
        }),
      );
    case 'platform':
    case 'security':
    case 'auditor':
      return { result: AuthorizeResult.ALLOW };
    default:
      return { result: AuthorizeResult.DENY };
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
  auditor: [shiftDownSourcesReadPermission.name],
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
}

export async function startTestPortal(options: {
  knex: Knex;
  /** Refs that the catalog holds. */
  catalog: string[];
  /** Refs that the catalog hides from a persona. */
  hidden?: Partial<Record<Persona, string[]>>;
  now?: () => Date;
  sources?: EvidenceSource[];
  pullRequests?: PullRequestProvider[];
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
    entities: options.catalog.map(toEntity),
  });
  const permissions = mockServices.permissions.mock({
    authorizeConditional: async (requests, { credentials }: never) => {
      decisions.push('conditional');
      return requests.map(() => decide(personaOf(credentials)));
    },
    authorize: async (requests, { credentials }: never) => {
      decisions.push('definitive');
      return requests.map(({ permission }) => ({
        result: SOURCES[personaOf(credentials) ?? 'outsider']?.includes(
          permission.name,
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

  const { server } = await startTestBackend({
    features: [
      createBackendPlugin({
        pluginId: 'shift-down',
        register(env) {
          env.registerInit({
            deps: {
              auditor: coreServices.auditor,
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
  return { server, decisions, auditor, auditEvent, assessNow, mirrorNow };
}

function toEntity(ref: string): Entity {
  const { kind, namespace, name } = parseEntityRef(ref);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { namespace, name },
  };
}
