/** Who asks, as the portal verified it: never what the browser says. @internal */
export interface ProvisioningRequester {
  userRef: string;
  /** Refs of the user and the groups that they belong to. */
  ownershipRefs: readonly string[];
  /** Has the permission `shift-down.namespaces.manage`. */
  mayManage: boolean;
}
