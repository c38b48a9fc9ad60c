import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Resource type of a catalog entity as Shift Down sees it: who may read what is
 * known about its security.
 * @public
 */
export const RESOURCE_TYPE_SHIFT_DOWN_ENTITY = 'shift-down-entity';

/**
 * Read an entity's posture, findings and images.
 * @public
 */
export const shiftDownPostureReadPermission = createPermission({
  name: 'shift-down.posture.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_SHIFT_DOWN_ENTITY,
});

/**
 * Read the whole list of sources: errors in full, unowned workloads and
 * namespaces without an owner. Those without it see only the freshness of the
 * clusters that their own entities run in.
 * @public
 */
export const shiftDownSourcesReadPermission = createPermission({
  name: 'shift-down.sources.read',
  attributes: { action: 'read' },
});

/**
 * Test a source now: connects to the cluster with the portal's credential.
 * @public
 */
export const shiftDownSourcesTestPermission = createPermission({
  name: 'shift-down.sources.test',
  attributes: { action: 'read' },
});

/**
 * Read the admission policies of clusters, as pipelines do that try them on manifests.
 * @public
 */
export const shiftDownPoliciesReadPermission = createPermission({
  name: 'shift-down.policies.read',
  attributes: { action: 'read' },
});

/** Every permission of Shift Down. @public */
export const shiftDownPermissions = [
  shiftDownPostureReadPermission,
  shiftDownSourcesReadPermission,
  shiftDownSourcesTestPermission,
  shiftDownPoliciesReadPermission,
];
