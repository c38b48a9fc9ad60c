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

/**
 * Ask for exceptions for an entity, answer questions about them, and withdraw them.
 * @public
 */
export const shiftDownExceptionsRequestPermission = createPermission({
  name: 'shift-down.exceptions.request',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_SHIFT_DOWN_ENTITY,
});

/**
 * Read all exceptions with all that they reach, and decide them. Whoever decides has to be
 * named in `shiftDown.exceptions.deciders` beside it, and is refused what is their own:
 * no permission policy can grant that.
 * @public
 */
export const shiftDownExceptionsDecidePermission = createPermission({
  name: 'shift-down.exceptions.decide',
  attributes: { action: 'update' },
});

/**
 * Let something through at once and alone, for a day at most. Whoever does has to be
 * named in `shiftDown.exceptions.breakGlass` beside it.
 * @public
 */
export const shiftDownExceptionsBreakGlassPermission = createPermission({
  name: 'shift-down.exceptions.break-glass',
  attributes: { action: 'create' },
});

/**
 * Export exceptions, signed for pipelines or as a table for auditors. Services may have
 * it; people get what concerns entities that they may read without it.
 * @public
 */
export const shiftDownExceptionsExportPermission = createPermission({
  name: 'shift-down.exceptions.export',
  attributes: { action: 'read' },
});

/**
 * Ask for namespaces, for groups of one's own. Which names and clusters are open is for
 * the configuration to say.
 * @public
 */
export const shiftDownNamespacesCreatePermission = createPermission({
  name: 'shift-down.namespaces.create',
  attributes: { action: 'create' },
});

/**
 * Run all managed namespaces: repair, upgrade and adopt them, and plan, start and stop
 * rollouts of a new baseline.
 * @public
 */
export const shiftDownNamespacesManagePermission = createPermission({
  name: 'shift-down.namespaces.manage',
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
  shiftDownExceptionsRequestPermission,
  shiftDownExceptionsDecidePermission,
  shiftDownExceptionsBreakGlassPermission,
  shiftDownExceptionsExportPermission,
  shiftDownNamespacesCreatePermission,
  shiftDownNamespacesManagePermission,
];
