/** What the permission framework says about a reader, asked once a request. */
import type {
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import { createConditionTransformer } from '@backstage/plugin-permission-node';
import { shiftDownPostureReadPermission } from '@shift-down/plugin-shift-down-common';
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
  { permissions, permissionsRegistry }: PermissionOptions,
  { credentials }: CredentialsReader,
): Promise<Readable | undefined> {
  const [decision] = await permissions.authorizeConditional(
    [{ permission: shiftDownPostureReadPermission }],
    { credentials },
  );
  switch (decision.result) {
    case AuthorizeResult.ALLOW:
      return 'everything';
    case AuthorizeResult.CONDITIONAL:
      return createConditionTransformer(
        permissionsRegistry.getPermissionRuleset(shiftDownEntityResourceRef),
      )(decision.conditions);
    default:
      return undefined;
  }
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
