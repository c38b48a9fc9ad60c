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

/**
 * Read golden images: their releases, and what they carry. Who stands on them is told
 * only of entities whose posture may be read.
 * @public
 */
export const shiftDownGoldenImagesReadPermission = createPermission({
  name: 'shift-down.golden-images.read',
  attributes: { action: 'read' },
});

/**
 * Upload evidence, as pipelines do. It needs an entry in `shiftDown.uploads` beside it.
 * @public
 */
export const shiftDownEvidenceUploadPermission = createPermission({
  name: 'shift-down.evidence.upload',
  attributes: { action: 'create' },
});

/**
 * Plan, start, pause and stop campaigns, which open pull requests in many repositories.
 * @public
 */
export const shiftDownCampaignsManagePermission = createPermission({
  name: 'shift-down.campaigns.manage',
  attributes: { action: 'update' },
});

/** Every permission of Shift Down. @public */
export const shiftDownPermissions = [
  shiftDownPostureReadPermission,
  shiftDownSourcesReadPermission,
  shiftDownSourcesTestPermission,
  shiftDownPoliciesReadPermission,
  shiftDownGoldenImagesReadPermission,
  shiftDownEvidenceUploadPermission,
  shiftDownCampaignsManagePermission,
];
