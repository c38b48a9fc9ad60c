/** Who writes what the watch finds to be due. */
import type { ProvisioningService } from '../ProvisioningService';

/** The part of the ProvisioningService that the watch needs. @internal */
export type WatchedProvisioning = Pick<
  ProvisioningService,
  'applyLevel' | 'fillMissing' | 'planFor'
>;
