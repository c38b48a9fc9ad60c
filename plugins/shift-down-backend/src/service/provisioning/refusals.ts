/** Refusals before anything is looked at; each has a code, as those of the rules have. */
import { NotAllowedError } from '@backstage/errors';
import {
  shiftDownNamespacesCreatePermission,
  shiftDownNamespacesManagePermission,
} from '@shift-down/plugin-shift-down-common';

export function mayNotCreate(): Error {
  return coded(
    'permission',
    `Asking for namespaces needs the permission ${shiftDownNamespacesCreatePermission.name}. Ask the platform team for it`,
  );
}

export function mayNotManage(): Error {
  return coded(
    'permission',
    `This needs the permission ${shiftDownNamespacesManagePermission.name}. Ask the platform team to do it`,
  );
}

/** Nobody can tell which groups somebody belongs to. */
export function isNotKnown(userRef: string): Error {
  return coded(
    'owner',
    `The catalog has no ${userRef}, so nobody can tell which groups you belong to. Ask the platform team to add you to the catalog`,
  );
}

export function isNotOwnGroup(ownerRef: string): Error {
  return coded(
    'owner',
    `You do not belong to ${ownerRef} by your session and by the catalog. Ask for a namespace of a group of yours; if you have joined it just now, sign in again`,
  );
}

function coded(code: string, message: string): Error {
  return Object.assign(new NotAllowedError(message), { code });
}
