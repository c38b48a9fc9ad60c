/** What a request for a namespace is judged by, beside itself. */
import type { NamespaceRequest, ProvisioningRules } from '../types';

/** @public */
export interface RequestFacts {
  rules: ProvisioningRules;
  /** Refs of the groups that the requester belongs to, as the portal verified them. */
  ownGroups: readonly string[];
  /** Whether the requester may make namespaces for other groups. Default: no. */
  isManager?: boolean;
  /** The owner's name in the cluster, or in words why it has none that can be used. */
  clusterGroup: { name: string } | { problem: string };
  /** Refs of systems that there are; unset: not checked. */
  knownSystems?: ReadonlySet<string>;
  /** Versions of the baseline that there are, the newest first. */
  baselineVersions: readonly string[];
  /** In words, why nothing new can have this name in this cluster; unset: it is free. */
  isTaken?: string;
  /**
   * What the owner's other managed namespaces in this cluster were asked for with; the
   * namespace itself is not among them.
   */
  others: readonly NamespaceRequest[];
}
