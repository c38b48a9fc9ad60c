import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { Control } from '@shift-down/plugin-shift-down-common';
import type { ClusterProvisioner } from './ClusterProvisioner';
import type { ClusterWriter } from './ClusterWriter';
import type { EvidenceSource } from './EvidenceSource';
import type { ImageSource } from './ImageSource';
import type { PullRequestProvider } from './PullRequestProvider';

/**
 * Where modules register what observes clusters, registries and uploads.
 * @public
 */
export interface EvidenceSourcesExtensionPoint {
  /** @throws ConflictError if a source with the same id was added before. */
  addSource(source: EvidenceSource): void;
}

/** {@inheritDoc EvidenceSourcesExtensionPoint} @public */
export const evidenceSourcesExtensionPoint =
  createExtensionPoint<EvidenceSourcesExtensionPoint>({
    id: 'shift-down.evidence-sources',
  });

/**
 * Where modules extend the control catalogue with their organisation's own
 * controls. A control can be added, never replaced.
 * @public
 */
export interface ControlsExtensionPoint {
  /** @throws ConflictError if a control with the same id exists. */
  addControls(...controls: Control[]): void;
}

/** {@inheritDoc ControlsExtensionPoint} @public */
export const controlsExtensionPoint =
  createExtensionPoint<ControlsExtensionPoint>({ id: 'shift-down.controls' });

/**
 * Where modules register what reads registries and image layouts.
 * @public
 */
export interface ImageSourcesExtensionPoint {
  /** @throws ConflictError if a source with the same id was added before. */
  addSource(source: ImageSource): void;
}

/** {@inheritDoc ImageSourcesExtensionPoint} @public */
export const imageSourcesExtensionPoint =
  createExtensionPoint<ImageSourcesExtensionPoint>({
    id: 'shift-down.image-sources',
  });

/**
 * Where modules register what opens pull requests.
 * @public
 */
export interface PullRequestProvidersExtensionPoint {
  /** @throws ConflictError if a provider with the same id was added before. */
  addProvider(provider: PullRequestProvider): void;
}

/** {@inheritDoc PullRequestProvidersExtensionPoint} @public */
export const pullRequestProvidersExtensionPoint =
  createExtensionPoint<PullRequestProvidersExtensionPoint>({
    id: 'shift-down.pull-request-providers',
  });

/**
 * Where modules register what writes to clusters.
 * @public
 */
export interface ClusterWritersExtensionPoint {
  /** @throws ConflictError if a writer for the same cluster was added before. */
  addWriter(writer: ClusterWriter): void;
}

/** {@inheritDoc ClusterWritersExtensionPoint} @public */
export const clusterWritersExtensionPoint =
  createExtensionPoint<ClusterWritersExtensionPoint>({
    id: 'shift-down.cluster-writers',
  });

/**
 * Where modules register what makes namespaces.
 * @public
 */
export interface ClusterProvisionersExtensionPoint {
  /** @throws ConflictError if a provisioner for the same cluster was added before. */
  addProvisioner(provisioner: ClusterProvisioner): void;
}

/** {@inheritDoc ClusterProvisionersExtensionPoint} @public */
export const clusterProvisionersExtensionPoint =
  createExtensionPoint<ClusterProvisionersExtensionPoint>({
    id: 'shift-down.cluster-provisioners',
  });
