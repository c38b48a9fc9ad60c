/** From a request, parsed or kept, to the objects of a version of the baseline. */
import { InputError } from '@backstage/errors';
import type { WishedPodSecurityLevel } from '@shift-down/plugin-shift-down-common';
import {
  renderBaseline,
  type Baseline,
  type NamespaceRequest,
  type PlannedObject,
} from '@shift-down/plugin-shift-down-policy';
import type { ManagedNamespaceRow } from '../../database/provisioningTables';
import type { BaselineReader } from '../BaselineReader';
import type { ClusterGroups } from '../ClusterGroups';
import type { ProvisioningConfig } from '../config';

/** @internal */
export interface NamespaceRendererOptions {
  config: ProvisioningConfig;
  baselines: Pick<BaselineReader, 'version'>;
  groups: Pick<ClusterGroups, 'nameOf'>;
}

/** @internal */
export class NamespaceRenderer {
  readonly #options: NamespaceRendererOptions;

  constructor(options: NamespaceRendererOptions) {
    this.#options = options;
  }

  /**
   * @throws InputError if what was asked for is not configured any more;
   * ServiceUnavailableError if the version of the baseline can't be read.
   */
  async render(
    request: NamespaceRequest,
    of: {
      id: string;
      podSecurity: WishedPodSecurityLevel;
      version?: string;
      /** Name of the cluster in config now. */
      cluster?: string;
    },
  ): Promise<{ baseline: Baseline; objects: PlannedObject[] }> {
    const { baselines, config, groups } = this.#options;
    const baseline = await baselines.version(of.version);
    const cluster = required(
      config.clusters,
      it => it.cluster === (of.cluster ?? request.cluster),
      `the cluster ${request.cluster}`,
    );
    const size = required(
      config.sizes,
      it => it.name === request.size,
      `the size ${request.size}`,
    );
    const presets = request.roles.map(role =>
      required(config.roles, it => it.name === role, `the role ${role}`),
    );
    const group =
      presets.length > 0 ? await groups.nameOf(request.ownerRef) : { name: '' };
    if ('problem' in group) {
      throw new InputError(group.problem);
    }
    return {
      baseline,
      objects: renderBaseline(baseline, {
        request,
        cluster,
        size,
        roles: presets.map(preset => ({ preset, group: group.name })),
        podSecurity: of.podSecurity,
        provisioningId: of.id,
      }),
    };
  }

  /** What a record asks for, by its own version of the baseline or another. */
  async renderRow(
    row: ManagedNamespaceRow,
    { cluster, version }: { cluster: string; version?: string },
  ): Promise<PlannedObject[]> {
    const { objects } = await this.render(JSON.parse(row.request), {
      id: row.id,
      podSecurity: row.applied_level,
      version: version ?? row.baseline_version,
      cluster,
    });
    return objects;
  }
}

function required<T>(
  list: readonly T[],
  isIt: (item: T) => boolean,
  what: string,
): T {
  const found = list.find(isIt);
  if (found === undefined) {
    throw new InputError(
      `There is no configuration of ${what} any more. The platform team brings it back in shiftDown.provisioning, or the namespace is asked for anew with another`,
    );
  }
  return found;
}
