/** The rooms of provisioning, put together: who makes namespaces, watches them and proves them. */
import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import type {
  ClusterProvisioner,
  PullRequestProvider,
} from '@shift-down/plugin-shift-down-node';
import type { Baseline } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { LeaseTimes } from '../collection/leaseTimes';
import type { Clock } from '../database/DatabaseClock';
import { describeError } from '../collection/describeError';
import { releaseAllHolds } from '../database/operations/provisioning/holdManagedNamespace';
import { BaselineReader } from './BaselineReader';
import { ClusterGroups } from './ClusterGroups';
import type { ProvisioningConfig } from './config';
import {
  NamespaceWatch,
  type NamespaceWatchOptions,
} from './watch/NamespaceWatch';
import { ProofService } from './proofs/ProofService';
import { publishChange } from './publishChange';
import { ProvisioningService } from './ProvisioningService';
import { RolloutService } from './rollouts/RolloutService';

/** @internal */
export interface ProvisioningOptions
  extends Pick<
    NamespaceWatchOptions,
    'controls' | 'correlation' | 'follower' | 'trusted'
  > {
  database: Knex;
  clock: Clock;
  config: ProvisioningConfig;
  provisioners: readonly ClusterProvisioner[];
  pullRequests: readonly PullRequestProvider[];
  readBaselines(
    signal: AbortSignal,
  ): Promise<{ baselines: Baseline[]; problems: string[] }>;
  /** What enforces network policies, by the name of the cluster, where config says so. */
  networkPolicyProviders?: ReadonlyMap<string, string | undefined>;
  catalog: CatalogService;
  auth: AuthService;
  leaseTimes: LeaseTimes;
  logger: LoggerService;
  events: EventsService;
  /** Entities were marked for assessment. */
  onMarked(): void;
}

/** @internal */
export function createProvisioning(options: ProvisioningOptions) {
  const { config, database, events, logger } = options;
  const onChanged = (id: string) => publishChange(events, id, logger);
  const baselines = new BaselineReader({
    ...options,
    ...(config.currentBaseline !== undefined && {
      currentVersion: config.currentBaseline,
    }),
    read: options.readBaselines,
  });
  const groups = new ClusterGroups({ ...options, rules: config.groups });
  const provisioning = new ProvisioningService({
    ...options,
    baselines,
    groups,
    onChanged,
  });
  const proofs = new ProofService({ ...options, groups });
  const rollouts = new RolloutService({ ...options, baselines, provisioning });
  const watch = new NamespaceWatch({
    ...options,
    baselines,
    groups,
    provisioning,
    rollouts,
    onChanged,
  });
  return {
    rollouts,
    watch,
    provisioning,
    baselines,
    groups,
    proofs,
    onChanged,
    /** Returns at once. */
    start() {
      // The one process of an embedded database: whoever held something is dead.
      if (database.client.config.client !== 'pg') {
        releaseAllHolds(database).catch(error =>
          logger.warn(
            `What an earlier process worked on is free in a minute: ${describeError(
              error,
            )}`,
          ),
        );
      }
      if (config.isEnabled) {
        watch.start();
      }
    },
    async stop() {
      await watch.stop();
    },
  };
}
