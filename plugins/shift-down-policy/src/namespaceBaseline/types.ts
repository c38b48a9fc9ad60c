/** A namespace as it is judged: plain data, from a cluster or from manifests alike. */
import type { ObjectReference } from '@shift-down/plugin-shift-down-common';
import type { KubernetesObject, Verdict } from '../evaluation';
import type { LabelSelector } from '../labelSelector';
import type { Rbac } from '../trust/reportWriters';

/** Kinds of object that a namespace is judged by. @public */
export const NAMESPACE_STATE_KINDS = [
  'Namespace',
  'Workload',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'Service',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
] as const;

/** {@inheritDoc NAMESPACE_STATE_KINDS} @public */
export type NamespaceStateKind = (typeof NAMESPACE_STATE_KINDS)[number];

/**
 * Kinds of which not every object is known, and in words why. Of what is not there one
 * can't say then that it is missing, nor of what is there that it is all.
 * @public
 */
export type Incomplete = Partial<Record<NamespaceStateKind, string>>;

/** An object that a namespace's state is made of. @public */
export interface NamespaceStateObject {
  /** In the shape of the API; all of it or what the portal keeps. */
  object: KubernetesObject;
  /**
   * Where they are kept apart from the object: its labels, and of a workload those of its
   * Pods among them.
   */
  labels?: Record<string, string>;
  /** What a workload counts as, where that isn't the object itself. */
  subject?: ObjectReference;
}

/** What runs Pods, as far as its namespace is concerned. @public */
export interface NamespaceWorkload {
  object: ObjectReference;
  /** Labels of its Pods, without those that controllers add. */
  podLabels: Record<string, string>;
  /** `default` where it names none. */
  serviceAccountName: string;
  /** As the Pod says; the account decides where it does not. */
  automountServiceAccountToken?: boolean;
  /** Network policies don't reach Pods in the network of their node. */
  hostNetwork: boolean;
}

/** @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ @public */
export interface NetworkPolicyState {
  name: string;
  podSelector: LabelSelector;
  /** What it governs, with defaults applied. */
  directions: NetworkDirection[];
  ingress: NetworkRule[];
  egress: NetworkRule[];
}

/** Both ways of traffic. @public */
export const NETWORK_DIRECTIONS = ['ingress', 'egress'] as const;

/** Traffic to Pods, or from them. @public */
export type NetworkDirection = (typeof NETWORK_DIRECTIONS)[number];

/** Traffic that is allowed: from or to any of the peers, on any of the ports. @public */
export interface NetworkRule {
  /** None for everybody. */
  peers: NetworkPeer[];
  /** None for all. */
  ports: NetworkPort[];
}

/** @public */
export interface NetworkPeer {
  podSelector?: LabelSelector;
  /** Unset for the policy's own namespace. */
  namespaceSelector?: LabelSelector;
  ipBlock?: { cidr: string; except: string[] };
}

/** @public */
export interface NetworkPort {
  protocol: string;
  /** A number, or the name that a Pod gives one; unset for every port. */
  port?: number | string;
  endPort?: number;
}

/** @public */
export interface ResourceQuotaState {
  name: string;
  /** Quantities by resource. */
  hard: Record<string, string>;
  /** Whether it counts some Pods only, by scope. */
  scoped: boolean;
}

/** @public */
export interface LimitRangeState {
  name: string;
  limits: {
    type: string;
    max: Record<string, string>;
    default: Record<string, string>;
  }[];
}

/** @public */
export interface ServiceAccountState {
  name: string;
  automountServiceAccountToken?: boolean;
  annotations: Record<string, string>;
}

/** @public */
export interface ServiceState {
  name: string;
  /** `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`. */
  type: string;
  externalIPs: string[];
}

/** Everything that a namespace is judged by. @public */
export interface NamespaceState {
  name: string;
  /** Of the Namespace object; unset where that is not known. */
  labels?: Record<string, string>;
  workloads: NamespaceWorkload[];
  networkPolicies: NetworkPolicyState[];
  resourceQuotas: ResourceQuotaState[];
  limitRanges: LimitRangeState[];
  serviceAccounts: ServiceAccountState[];
  services: ServiceState[];
  /** Roles and bindings of the namespace and of the cluster. */
  rbac: Rbac;
  incomplete: Incomplete;
}

/** @public */
export interface NamespaceBaselineOptions {
  /**
   * What enforces network policies in the cluster, such as `cilium`; config names it.
   * Without it, isolation that is declared is not known to hold.
   */
  networkPolicyProvider?: string;
  /**
   * Whom the platform trusts beside itself, as `user:<name>`, `group:<name>` or
   * `serviceaccount:<namespace>:<name>` with `*` for any run of characters.
   */
  trusted?: readonly string[];
}

/** A verdict and what it is about. @public */
export interface ObjectVerdict {
  /**
   * The object that the finding is about: the Namespace (in no namespace), or the Role,
   * RoleBinding or Service that is wrong, where engines report it too.
   */
  object: ObjectReference;
  verdict: Verdict;
  /** Objects that made it so, the most telling first; where to look in manifests. */
  culprits: ObjectReference[];
}
