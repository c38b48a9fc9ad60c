/**
 * Who may do what in this portal. Teams read the security of what they own;
 * security reviewers and platform engineers read everybody's. The catalog is
 * open for reading and is changed through its files only.
 */
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import { catalogEntityRefreshPermission } from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  Permission,
  PolicyDecision,
  isPermission,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import {
  RESOURCE_TYPE_SHIFT_DOWN_ENTITY,
  shiftDownCampaignsManagePermission,
  shiftDownPostureReadPermission,
  shiftDownSourcesReadPermission,
  shiftDownSourcesTestPermission,
} from '@shift-down/plugin-shift-down-common';

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/** Allows the security of what one of these refs owns, and of nothing else. */
function allowOwned(claims: string[]): PolicyDecision {
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'shift-down',
    resourceType: RESOURCE_TYPE_SHIFT_DOWN_ENTITY,
    conditions: {
      rule: 'IS_ENTITY_OWNER',
      resourceType: RESOURCE_TYPE_SHIFT_DOWN_ENTITY,
      params: { claims },
    },
  };
}

/** The portal's permission policy; the section `portal` of config names its groups. */
export class PortalPermissionPolicy implements PermissionPolicy {
  readonly #fleetReaders: ReadonlySet<string>;
  readonly #campaignManagers: ReadonlySet<string>;

  static fromConfig(config: Config): PortalPermissionPolicy {
    return new PortalPermissionPolicy(
      readGroups(config, 'portal.fleetReaders'),
      readGroups(config, 'portal.campaignManagers'),
    );
  }

  private constructor(fleetReaders: string[], campaignManagers: string[]) {
    this.#fleetReaders = new Set(fleetReaders);
    this.#campaignManagers = new Set(campaignManagers);
  }

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) {
      return DENY;
    }
    const claims = user.info.ownershipEntityRefs;
    const readsFleet = claims.some(claim => this.#fleetReaders.has(claim));

    if (isPermission(permission, shiftDownPostureReadPermission)) {
      return readsFleet ? ALLOW : allowOwned(claims);
    }
    if (
      isPermission(permission, shiftDownSourcesReadPermission) ||
      isPermission(permission, shiftDownSourcesTestPermission)
    ) {
      return readsFleet ? ALLOW : DENY;
    }
    if (isPermission(permission, shiftDownCampaignsManagePermission)) {
      return claims.some(claim => this.#campaignManagers.has(claim))
        ? ALLOW
        : DENY;
    }
    return mayAnyUser(permission) ? ALLOW : DENY;
  }
}

function readGroups(config: Config, key: string): string[] {
  return (config.getOptionalStringArray(key) ?? []).map(group =>
    stringifyEntityRef(parseEntityRef(group, { defaultKind: 'group' })),
  );
}

/** Names of the scaffolder's permissions begin with this. */
const SCAFFOLDER = 'scaffolder.';

/**
 * Reading, asking the catalog to read a file again, which changes nothing, and templates:
 * their actions do what the person may do and nothing else.
 */
function mayAnyUser(permission: Permission): boolean {
  return (
    permission.attributes.action === 'read' ||
    permission.name.startsWith(SCAFFOLDER) ||
    isPermission(permission, catalogEntityRefreshPermission)
  );
}

/** Installs {@link PortalPermissionPolicy}. */
export const portalPermissionPolicyModule = createBackendModule({
  pluginId: 'permission',
  moduleId: 'portal-policy',
  register(module) {
    module.registerInit({
      deps: {
        config: coreServices.rootConfig,
        policy: policyExtensionPoint,
      },
      async init({ config, policy }) {
        policy.setPolicy(PortalPermissionPolicy.fromConfig(config));
      },
    });
  },
});
