/** What the permission framework says about a reader, asked once a request. */
import type {
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type BasicPermission,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import { createConditionTransformer } from '@backstage/plugin-permission-node';
import {
  shiftDownPostureReadPermission,
  type RESOURCE_TYPE_SHIFT_DOWN_ENTITY,
} from '@shift-down/plugin-shift-down-common';
import { shiftDownEntityResourceRef } from '@shift-down/plugin-shift-down-node';
import type { Readable } from '../database/operations/serve/readScope';
import type { CredentialsReader } from './PostureCatalog';

/** @internal */
export interface PermissionOptions {
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
}

/** No entity has a kind from an empty list. @internal */
export const NOTHING: Readable = { property: 'kind', values: [] };

/** Which entities somebody may read; `undefined` if none. @internal */
export async function readableEntities(
  options: PermissionOptions,
  reader: CredentialsReader,
): Promise<Readable | undefined> {
  const [readable] = await entitiesAllowed(
    options,
    reader,
    shiftDownPostureReadPermission,
  );
  return readable;
}

/** For which entities somebody has each of these permissions, in their order. @internal */
export async function entitiesAllowed(
  { permissions, permissionsRegistry }: PermissionOptions,
  { credentials }: CredentialsReader,
  ...wanted: ResourcePermission<typeof RESOURCE_TYPE_SHIFT_DOWN_ENTITY>[]
): Promise<(Readable | undefined)[]> {
  const decisions = await permissions.authorizeConditional(
    wanted.map(permission => ({ permission })),
    { credentials },
  );
  const toFilter = createConditionTransformer(
    permissionsRegistry.getPermissionRuleset(shiftDownEntityResourceRef),
  );
  return decisions.map(decision => {
    switch (decision.result) {
      case AuthorizeResult.ALLOW:
        return 'everything';
      case AuthorizeResult.CONDITIONAL:
        return toFilter(decision.conditions);
      default:
        return undefined;
    }
  });
}

/** Whether somebody has each of these permissions, in their order. @internal */
export async function allowedTo(
  { permissions }: PermissionOptions,
  { credentials }: CredentialsReader,
  ...wanted: BasicPermission[]
): Promise<boolean[]> {
  const decisions = await permissions.authorize(
    wanted.map(permission => ({ permission })),
    { credentials },
  );
  return decisions.map(({ result }) => result === AuthorizeResult.ALLOW);
}
