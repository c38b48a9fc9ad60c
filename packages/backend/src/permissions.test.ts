import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
  catalogEntityRefreshPermission,
  catalogLocationCreatePermission,
} from '@backstage/plugin-catalog-common/alpha';
import {
  Permission,
  createPermission,
} from '@backstage/plugin-permission-common';
import {
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
import { PortalPermissionPolicy } from './permissions';

const policy = PortalPermissionPolicy.fromConfig(
  mockServices.rootConfig({
    data: {
      portal: {
        fleetReaders: ['group:default/platform', 'security'],
        exceptionDeciders: ['security'],
        breakGlassHolders: ['platform'],
        namespaceManagers: ['platform'],
      },
    },
  }),
);

const decidePermission = createPermission({
  name: 'some-plugin.decide',
  attributes: {},
});

const OWNERSHIP = {
  developer: ['user:default/dana', 'group:default/team-payments'],
  platform: ['user:default/petra', 'group:default/platform'],
  security: ['user:default/sam', 'group:default/security'],
};

function decide(permission: Permission, who?: keyof typeof OWNERSHIP) {
  if (!who) {
    return policy.handle({ permission });
  }
  const ownershipEntityRefs = OWNERSHIP[who];
  return policy.handle(
    { permission },
    {
      credentials: mockCredentials.user(ownershipEntityRefs[0]),
      info: { userEntityRef: ownershipEntityRefs[0], ownershipEntityRefs },
    },
  );
}

describe('PortalPermissionPolicy', () => {
  const owned = (claims: string[]) => ({
    result: 'CONDITIONAL',
    pluginId: 'shift-down',
    resourceType: 'shift-down-entity',
    conditions: {
      rule: 'IS_ENTITY_OWNER',
      resourceType: 'shift-down-entity',
      params: { claims },
    },
  });

  it('lets a developer read the security of what they own', async () => {
    await expect(
      decide(shiftDownPostureReadPermission, 'developer'),
    ).resolves.toEqual(owned(OWNERSHIP.developer));
  });

  it.each(['developer', 'platform', 'security'] as const)(
    'lets %s ask for exceptions for what they own only',
    async who => {
      await expect(
        decide(shiftDownExceptionsRequestPermission, who),
      ).resolves.toEqual(owned(OWNERSHIP[who]));
    },
  );

  it.each`
    who            | permission                                 | result
    ${'platform'}  | ${shiftDownPostureReadPermission}          | ${'ALLOW'}
    ${'security'}  | ${shiftDownPostureReadPermission}          | ${'ALLOW'}
    ${undefined}   | ${shiftDownPostureReadPermission}          | ${'DENY'}
    ${'developer'} | ${shiftDownSourcesReadPermission}          | ${'DENY'}
    ${'platform'}  | ${shiftDownSourcesReadPermission}          | ${'ALLOW'}
    ${'security'}  | ${shiftDownSourcesReadPermission}          | ${'ALLOW'}
    ${'developer'} | ${shiftDownSourcesTestPermission}          | ${'DENY'}
    ${'platform'}  | ${shiftDownSourcesTestPermission}          | ${'ALLOW'}
    ${'developer'} | ${catalogEntityReadPermission}             | ${'ALLOW'}
    ${undefined}   | ${catalogEntityReadPermission}             | ${'DENY'}
    ${'developer'} | ${catalogEntityRefreshPermission}          | ${'ALLOW'}
    ${'developer'} | ${catalogEntityDeletePermission}           | ${'DENY'}
    ${'platform'}  | ${catalogEntityDeletePermission}           | ${'DENY'}
    ${'platform'}  | ${catalogLocationCreatePermission}         | ${'DENY'}
    ${'security'}  | ${decidePermission}                        | ${'DENY'}
    ${'developer'} | ${shiftDownExceptionsDecidePermission}     | ${'DENY'}
    ${'platform'}  | ${shiftDownExceptionsDecidePermission}     | ${'DENY'}
    ${'security'}  | ${shiftDownExceptionsDecidePermission}     | ${'ALLOW'}
    ${'developer'} | ${shiftDownExceptionsExportPermission}     | ${'DENY'}
    ${'platform'}  | ${shiftDownExceptionsExportPermission}     | ${'DENY'}
    ${'security'}  | ${shiftDownExceptionsExportPermission}     | ${'ALLOW'}
    ${'developer'} | ${shiftDownExceptionsBreakGlassPermission} | ${'DENY'}
    ${'platform'}  | ${shiftDownExceptionsBreakGlassPermission} | ${'ALLOW'}
    ${'security'}  | ${shiftDownExceptionsBreakGlassPermission} | ${'DENY'}
    ${undefined}   | ${shiftDownExceptionsRequestPermission}    | ${'DENY'}
    ${'developer'} | ${shiftDownNamespacesCreatePermission}     | ${'ALLOW'}
    ${undefined}   | ${shiftDownNamespacesCreatePermission}     | ${'DENY'}
    ${'developer'} | ${shiftDownNamespacesManagePermission}     | ${'DENY'}
    ${'security'}  | ${shiftDownNamespacesManagePermission}     | ${'DENY'}
    ${'platform'}  | ${shiftDownNamespacesManagePermission}     | ${'ALLOW'}
  `(
    'answers $result to $who asking for $permission.name',
    async ({ who, permission, result }) => {
      await expect(decide(permission, who)).resolves.toEqual({ result });
    },
  );

  it('allows nobody the whole fleet when config names no group', async () => {
    const strict = PortalPermissionPolicy.fromConfig(mockServices.rootConfig());
    const decision = await strict.handle(
      { permission: shiftDownPostureReadPermission },
      {
        credentials: mockCredentials.user('user:default/sam'),
        info: {
          userEntityRef: 'user:default/sam',
          ownershipEntityRefs: OWNERSHIP.security,
        },
      },
    );
    expect(decision.result).toBe('CONDITIONAL');
  });
});
