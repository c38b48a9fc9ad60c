/** `shiftDown.provisioning`: what the platform team decided about namespaces. */
import type { ProvisioningRules } from '@shift-down/plugin-shift-down-policy';

/** Where versions of the baseline are kept. @internal */
export interface BaselineLocation {
  type: 'folder' | 'url';
  /** A folder with one folder a version in it, or the URL of a tree on a Git host. */
  target: string;
}

/** Where the objects of one cluster are proposed. @internal */
export interface PullRequestTarget {
  repositoryUrl: string;
  /** Folder in the repository; each namespace has one in it. */
  path: string;
  /** Branch that pull requests are for; the repository's own by default. */
  base?: string;
}

/** Name of a catalog group at the identity provider, as RoleBindings name it. @internal */
export interface ClusterGroupRules {
  /** By ref of a Group. */
  named: Map<string, string>;
  /**
   * Groups that the catalog was given by the identity provider: those whose origin begins
   * so are called `prefix` and the name of the Group there.
   */
  ingested?: { originLocation: string; prefix: string };
}

/** @internal */
export interface ProvisioningConfig extends ProvisioningRules {
  /** No clusters: nobody asks for namespaces here. */
  isEnabled: boolean;
  baselines: BaselineLocation[];
  /** Version that new namespaces get; the newest if unset. */
  currentBaseline?: string;
  groups: ClusterGroupRules;
  /** By name of the cluster. */
  pullRequests: Map<string, PullRequestTarget>;
}
