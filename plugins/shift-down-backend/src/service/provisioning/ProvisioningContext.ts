import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { ClusterProvisioner } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import type { Clock } from '../../database/DatabaseClock';
import type { BaselineReader } from '../../provisioning/BaselineReader';
import type { ClusterGroups } from '../../provisioning/ClusterGroups';
import type { ProvisioningConfig } from '../../provisioning/config';
import type { ProofService } from '../../provisioning/proofs/ProofService';
import type { ProvisioningService } from '../../provisioning/ProvisioningService';
import type { RolloutService } from '../../provisioning/rollouts/RolloutService';

/** The rooms of provisioning that the API speaks for. @internal */
export interface ProvisioningParts {
  config: ProvisioningConfig;
  provisioners: readonly ClusterProvisioner[];
  provisioning: Pick<
    ProvisioningService,
    'preview' | 'provision' | 'adopt' | 'repair' | 'upgrade'
  >;
  baselines: Pick<BaselineReader, 'current' | 'version'>;
  groups: Pick<ClusterGroups, 'nameOf'>;
  rollouts: Pick<RolloutService, 'plan' | 'change'>;
  proofs: Pick<ProofService, 'verify'>;
  /** Tells the catalog that something of a managed namespace has changed. */
  onChanged(id: string): void;
}

/** What answering about namespaces needs besides the request. @internal */
export interface ProvisioningContext {
  database: Knex;
  clock: Clock;
  auth: AuthService;
  catalog: CatalogService;
  logger: LoggerService;
  provisioning: ProvisioningParts;
}
