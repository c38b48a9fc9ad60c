/** What modules add, gathered until the plugin starts. */
import { ConflictError } from '@backstage/errors';
import type { Control } from '@shift-down/plugin-shift-down-common';
import type {
  ClusterProvisioner,
  ClusterProvisionersExtensionPoint,
  ClusterWriter,
  ClusterWritersExtensionPoint,
  ControlsExtensionPoint,
  EvidenceSource,
  EvidenceSourcesExtensionPoint,
  ImageSource,
  ImageSourcesExtensionPoint,
  PullRequestProvider,
  PullRequestProvidersExtensionPoint,
} from '@shift-down/plugin-shift-down-node';

/** @internal */
export class EvidenceSources implements EvidenceSourcesExtensionPoint {
  readonly #sources = new Map<string, EvidenceSource>();

  get all(): readonly EvidenceSource[] {
    return [...this.#sources.values()];
  }

  addSource(source: EvidenceSource): void {
    if (this.#sources.has(source.id)) {
      throw new ConflictError(
        `Two sources of evidence are called '${source.id}'; give each cluster ` +
          `in shiftDown.clusters a name of its own`,
      );
    }
    this.#sources.set(source.id, source);
  }
}

/** @internal */
export class ControlCatalogue implements ControlsExtensionPoint {
  readonly #controls: Map<string, Control>;

  constructor(controls: readonly Control[]) {
    this.#controls = new Map(controls.map(control => [control.id, control]));
  }

  get all(): readonly Control[] {
    return [...this.#controls.values()];
  }

  addControls(...controls: Control[]): void {
    for (const control of controls) {
      if (this.#controls.has(control.id)) {
        throw new ConflictError(
          `There is a control '${control.id}' already; controls are added, ` +
            `never replaced. Use shiftDown.controls.overrides to re-weight one`,
        );
      }
      this.#controls.set(control.id, control);
    }
  }
}

/** @internal */
export class ImageSources implements ImageSourcesExtensionPoint {
  readonly #sources = new Map<string, ImageSource>();

  get all(): readonly ImageSource[] {
    return [...this.#sources.values()];
  }

  addSource(source: ImageSource): void {
    if (this.#sources.has(source.id)) {
      throw new ConflictError(
        `Two sources of images are called '${source.id}'; give each a name of ` +
          `its own`,
      );
    }
    this.#sources.set(source.id, source);
  }
}

/** @internal */
export class PullRequestProviders
  implements PullRequestProvidersExtensionPoint
{
  readonly #providers = new Map<string, PullRequestProvider>();

  get all(): readonly PullRequestProvider[] {
    return [...this.#providers.values()];
  }

  addProvider(provider: PullRequestProvider): void {
    if (this.#providers.has(provider.id)) {
      throw new ConflictError(
        `Two providers of pull requests are called '${provider.id}'; give each ` +
          `a name of its own`,
      );
    }
    this.#providers.set(provider.id, provider);
  }
}

/** @internal */
export class ClusterWriters implements ClusterWritersExtensionPoint {
  readonly #writers = new Map<string, ClusterWriter>();

  get all(): readonly ClusterWriter[] {
    return [...this.#writers.values()];
  }

  addWriter(writer: ClusterWriter): void {
    if (this.#writers.has(writer.cluster)) {
      throw new ConflictError(
        `Two writers are for the cluster '${writer.cluster}'; one is enough`,
      );
    }
    this.#writers.set(writer.cluster, writer);
  }
}

/** @internal */
export class ClusterProvisioners implements ClusterProvisionersExtensionPoint {
  readonly #provisioners = new Map<string, ClusterProvisioner>();

  get all(): readonly ClusterProvisioner[] {
    return [...this.#provisioners.values()];
  }

  addProvisioner(provisioner: ClusterProvisioner): void {
    if (this.#provisioners.has(provisioner.cluster)) {
      throw new ConflictError(
        `Two provisioners are for the cluster '${provisioner.cluster}'; one is enough`,
      );
    }
    this.#provisioners.set(provisioner.cluster, provisioner);
  }
}
