import type { ProvisioningRequester } from '../../provisioning/requester';
import type { ProvisioningReader } from './ProvisioningCatalog';

/** As the rules of provisioning judge somebody: by groups that the catalog agrees with. */
export function toRequester({
  groups,
  mayManage,
  userRef,
}: ProvisioningReader): ProvisioningRequester {
  return { userRef, ownershipRefs: [userRef, ...groups], mayManage };
}
