import {
  createPermissionResourceRef,
  type PermissionResourceRef,
} from '@backstage/plugin-permission-node';
import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import { RESOURCE_TYPE_SHIFT_DOWN_ENTITY } from '@shift-down/plugin-shift-down-common';

/**
 * A catalog entity as permission rules see it, read from the mirror of the
 * catalog and from confirmed links to workloads.
 * @public
 */
export interface AuthorizableEntity {
  /** Entity ref, in the catalog's lower-case form. */
  ref: string;
  /** Lower case. */
  kind: string;
  /** Every target of its `ownedBy` relations. */
  ownerRefs: string[];
  /** Every target of its `partOf` relations. */
  systemRefs: string[];
  /** Kubernetes namespaces of its confirmed workloads. */
  namespaces: string[];
  /** Clusters of its confirmed workloads, by their names in config. */
  clusters: string[];
}

/**
 * Matches entities that have any of the values in the property.
 * @public
 */
export interface EntityCondition {
  property: 'owner' | 'kind' | 'system' | 'namespace' | 'cluster';
  values: string[];
}

/**
 * Which entities a user may read: {@link EntityCondition}s joined by `allOf`,
 * `anyOf` and `not`.
 * @public
 */
export type EntityFilter = PermissionCriteria<EntityCondition>;

/**
 * The resource that rules for Shift Down entities are written for.
 * @public
 */
export const shiftDownEntityResourceRef: PermissionResourceRef<
  AuthorizableEntity,
  EntityCondition,
  typeof RESOURCE_TYPE_SHIFT_DOWN_ENTITY,
  'shift-down'
> = createPermissionResourceRef<AuthorizableEntity, EntityCondition>().with({
  pluginId: 'shift-down',
  resourceType: RESOURCE_TYPE_SHIFT_DOWN_ENTITY,
});
