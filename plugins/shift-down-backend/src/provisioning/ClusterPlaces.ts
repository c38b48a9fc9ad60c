/** The clusters that namespaces are made in: who writes there, and which one it really is. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type {
  ClusterProvisioner,
  ProvisionerCapabilities,
} from '@shift-down/plugin-shift-down-node';
import type { ProvisioningCluster } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { describeError } from '../collection/describeError';
import type { ManagedNamespaceRow } from '../database/provisioningTables';
import {
  findCollectedNamespace,
  loadCollectedCluster,
  type CollectedCluster,
} from '../database/operations/provisioning/loadCollectedCluster';
import type { ProvisioningConfig } from './config';

const INSPECT_MILLISECONDS = 15_000;

/** @internal */
export interface ClusterPlacesOptions {
  database: Knex;
  config: Pick<ProvisioningConfig, 'clusters' | 'isEnabled'>;
  provisioners: readonly ClusterProvisioner[];
  logger: LoggerService;
}

/** A cluster that answers. @internal */
export interface OpenCluster {
  uid: string;
  provisioner: ClusterProvisioner;
  capabilities: ProvisionerCapabilities;
}

/** A namespace that is there. @internal */
export interface ExistingNamespace {
  uid: string;
}

/** @internal */
export class ClusterPlaces {
  readonly #options: ClusterPlacesOptions;

  constructor(options: ClusterPlacesOptions) {
    this.#options = options;
  }

  /** @throws NotAllowedError that says how to switch it on. */
  requireEnabled(): void {
    if (!this.#options.config.isEnabled) {
      throw new NotAllowedError(
        'Namespaces are not made here: the platform team switches it on by naming a cluster in shiftDown.provisioning.clusters',
      );
    }
  }

  ruleOf(cluster: string): ProvisioningCluster | undefined {
    return this.#options.config.clusters.find(it => it.cluster === cluster);
  }

  /**
   * Which cluster has this name, before anything is written.
   * @throws ServiceUnavailableError while it can't be told; ConflictError if the one that
   * is written to is not the one that is collected.
   */
  async identify(
    rule: ProvisioningCluster,
    signal?: AbortSignal,
  ): Promise<{ uid: string; open?: OpenCluster }> {
    if (rule.delivery === 'cluster') {
      const open = await this.open(rule.cluster, signal);
      return { uid: open.uid, open };
    }
    const collected = await this.#collected(rule.cluster);
    if (!collected) {
      throw new ServiceUnavailableError(
        `It is not known yet which cluster ${rule.cluster} is. Wait until it was collected once, and look at the page of sources if that does not happen`,
      );
    }
    return { uid: collected.uid };
  }

  /** @throws as {@link ClusterPlaces.identify} */
  async open(cluster: string, signal?: AbortSignal): Promise<OpenCluster> {
    const provisioner = this.#options.provisioners.find(
      it => it.cluster === cluster,
    );
    if (!provisioner) {
      throw new NotAllowedError(
        `Nobody may write to ${cluster}. The platform team gives it a provisioner in shiftDown.clusters, or has its namespaces delivered by pull request`,
      );
    }
    const capabilities = await this.#inspect(provisioner, signal);
    const collected = await this.#collected(cluster);
    if (collected && collected.uid !== capabilities.uid) {
      throw new ConflictError(
        `The provisioner of ${cluster} writes to another cluster than the one that is collected; nothing was touched. The platform team compares the addresses in shiftDown.clusters`,
      );
    }
    return { uid: capabilities.uid, provisioner, capabilities };
  }

  /**
   * The cluster of a record.
   * @throws ConflictError if the cluster of that name is another one by now.
   */
  async openFor(
    row: Pick<ManagedNamespaceRow, 'cluster_uid' | 'cluster_name' | 'name'>,
    signal?: AbortSignal,
  ): Promise<OpenCluster> {
    const open = await this.open(await this.nameFor(row), signal);
    if (open.uid !== row.cluster_uid) {
      throw new ConflictError(
        `${row.cluster_name} is not the cluster any more that ${row.name} was made in; nothing was touched`,
      );
    }
    return open;
  }

  /** What the cluster of a record is called now. */
  async nameFor(
    row: Pick<ManagedNamespaceRow, 'cluster_uid' | 'cluster_name'>,
  ): Promise<string> {
    const collected = await loadCollectedCluster(this.#options.database, {
      uid: row.cluster_uid,
    });
    return collected && this.ruleOf(collected.name)
      ? collected.name
      : row.cluster_name;
  }

  /** The Namespace of that name, as the cluster has it, or as it was collected. */
  async findNamespace(
    name: string,
    { open, uid }: { uid: string; open?: OpenCluster },
    signal?: AbortSignal,
  ): Promise<ExistingNamespace | undefined> {
    if (!open) {
      return await findCollectedNamespace(this.#options.database, uid, name);
    }
    return await open.provisioner.read(
      { apiVersion: 'v1', kind: 'Namespace', namespace: '', name },
      this.#call(signal),
    );
  }

  async #inspect(
    provisioner: ClusterProvisioner,
    signal: AbortSignal | undefined,
  ): Promise<ProvisionerCapabilities> {
    try {
      return await provisioner.inspect(this.#call(signal));
    } catch (error) {
      throw new ServiceUnavailableError(
        `The cluster ${
          provisioner.cluster
        } does not answer its provisioner, and nothing was touched. Try again when it does: ${describeError(
          error,
        )}`,
      );
    }
  }

  async #collected(name: string): Promise<CollectedCluster | undefined> {
    return await loadCollectedCluster(this.#options.database, { name });
  }

  #call(signal: AbortSignal | undefined) {
    const timeout = AbortSignal.timeout(INSPECT_MILLISECONDS);
    return {
      logger: this.#options.logger,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    };
  }
}

/** The rule of a cluster that was asked for. @internal */
export function requireRule(
  rule: ProvisioningCluster | undefined,
  cluster: string,
): ProvisioningCluster {
  if (!rule) {
    throw new InputError(
      `No namespaces are made in '${cluster}'. Choose one of the clusters that are offered, or ask the platform team to name it in shiftDown.provisioning.clusters`,
    );
  }
  return rule;
}
