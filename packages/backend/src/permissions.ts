/**
 * Who may do what in this portal. Teams read the security of what they own, and ask for
 * exceptions for it; security reviewers and platform engineers read everybody's. The
 * catalog is open for reading and is changed through its files only.
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
  shiftDownExceptionsBreakGlassPermission,
  shiftDownExceptionsDecidePermission,
  shiftDownExceptionsExportPermission,
  shiftDownExceptionsRequestPermission,
  shiftDownNamespacesCreatePermission,
  shiftDownNamespacesManagePermission,
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

/** Refs of the groups that may do more than others. */
interface PortalGroups {
  fleetReaders: ReadonlySet<string>;
  campaignManagers: ReadonlySet<string>;
  exceptionDeciders: ReadonlySet<string>;
  breakGlassHolders: ReadonlySet<string>;
  namespaceManagers: ReadonlySet<string>;
}

/** The portal's permission policy; the section `portal` of config names its groups. */
export class PortalPermissionPolicy implements PermissionPolicy {
  readonly #groups: PortalGroups;

  static fromConfig(config: Config): PortalPermissionPolicy {
    return new PortalPermissionPolicy({
      fleetReaders: readGroups(config, 'portal.fleetReaders'),
      campaignManagers: readGroups(config, 'portal.campaignManagers'),
      exceptionDeciders: readGroups(config, 'portal.exceptionDeciders'),
      breakGlassHolders: readGroups(config, 'portal.breakGlassHolders'),
      namespaceManagers: readGroups(config, 'portal.namespaceManagers'),
    });
  }

  private constructor(groups: PortalGroups) {
    this.#groups = groups;
  }

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) {
      return DENY;
    }
    const claims = user.info.ownershipEntityRefs;
    const isIn = (group: keyof PortalGroups) =>
      claims.some(claim => this.#groups[group].has(claim));
    const allowIn = (group: keyof PortalGroups) => (isIn(group) ? ALLOW : DENY);

    if (isPermission(permission, shiftDownPostureReadPermission)) {
      return isIn('fleetReaders') ? ALLOW : allowOwned(claims);
    }
    if (
      isPermission(permission, shiftDownSourcesReadPermission) ||
      isPermission(permission, shiftDownSourcesTestPermission)
    ) {
      return allowIn('fleetReaders');
    }
    if (isPermission(permission, shiftDownCampaignsManagePermission)) {
      return allowIn('campaignManagers');
    }
    // Also of those who read the whole fleet: they ask for what is theirs.
    if (isPermission(permission, shiftDownExceptionsRequestPermission)) {
      return allowOwned(claims);
    }
    if (
      isPermission(permission, shiftDownExceptionsDecidePermission) ||
      isPermission(permission, shiftDownExceptionsExportPermission)
    ) {
      return allowIn('exceptionDeciders');
    }
    if (isPermission(permission, shiftDownExceptionsBreakGlassPermission)) {
      return allowIn('breakGlassHolders');
    }
    if (isPermission(permission, shiftDownNamespacesManagePermission)) {
      return allowIn('namespaceManagers');
    }
    // For groups of their own; shiftDown.provisioning says which names and clusters.
    if (isPermission(permission, shiftDownNamespacesCreatePermission)) {
      return ALLOW;
    }
    return mayAnyUser(permission) ? ALLOW : DENY;
  }
}

function readGroups(config: Config, key: string): ReadonlySet<string> {
  return new Set(
    (config.getOptionalStringArray(key) ?? []).map(group =>
      stringifyEntityRef(parseEntityRef(group, { defaultKind: 'group' })),
    ),
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
