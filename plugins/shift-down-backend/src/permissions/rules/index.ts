import { inCluster } from './inCluster';
import { inNamespace } from './inNamespace';
import { inSystem } from './inSystem';
import { isEntityKind } from './isEntityKind';
import { isEntityOwner } from './isEntityOwner';

/**
 * The rules that a permission policy can join into conditions.
 * @public
 */
export const shiftDownPermissionRules = {
  isEntityOwner,
  isEntityKind,
  inSystem,
  inNamespace,
  inCluster,
};
