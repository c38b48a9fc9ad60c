/** What namespaces are made of: baselines as data, what is asked for, and what is there. */
import type {
  FieldDifference,
  LimitsPreset,
  ObjectDrift,
  ProofOutcome,
  ProvisioningDelivery,
  WishedPodSecurityLevel,
} from '@shift-down/plugin-shift-down-common';
import type { JsonValue, Verdict } from '../evaluation';

/** A Kubernetes object that is to be there. @public */
export interface BaselineManifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    /** Unset for the Namespace itself. */
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  [field: string]: JsonValue | undefined;
}

/**
 * A version of what makes a namespace secure by default, as a platform team keeps it in
 * Git: one folder a version. Published versions are never changed.
 * @public
 */
export interface Baseline {
  /** SemVer. */
  version: string;
  /** For people: what is new in it. */
  notes: string;
  /** `v1.36`; never `latest`. */
  podSecurityVersion: string;
  /** In the order in which they are applied; the Namespace is the first. */
  objects: BaselineObject[];
  /** Where it was read from, for people. */
  location: string;
}

/** @public */
export interface BaselineObject {
  /** Stable over versions, such as `default-deny`. */
  id: string;
  title: string;
  /** Ids of controls of the catalogue that it is there for. */
  controls: string[];
  /**
   * Made once for each of these; once if unset. Not at all where there are none.
   */
  forEach?: 'egress' | 'roles';
  /** Only for namespaces of this limits preset. */
  limits?: LimitsPreset;
  /** The cluster makes it by itself; what we say is added to it. */
  madeByCluster: boolean;
  /** Parsed YAML whose texts may hold `${…}`; see the format's documentation. */
  template: JsonValue;
}

/** What a team asks for. Parsed; names are still to be judged. @public */
export interface NamespaceRequest {
  cluster: string;
  name: string;
  /** Ref of a Group. */
  ownerRef: string;
  /** Ref of a System. */
  systemRef?: string;
  /** Refs of entities that will run there. */
  dependencyOf: string[];
  environment: string;
  podSecurity: WishedPodSecurityLevel;
  /** Name of a quota preset. */
  size: string;
  limits: LimitsPreset;
  egress: EgressDestination[];
  /** Names of role presets, each bound to the owner's group of the identity provider. */
  roles: string[];
  /** The current one if unset. */
  baselineVersion?: string;
}

/** Where Pods may talk to, beside DNS: exactly one of `cidr` and `namespace`. @public */
export interface EgressDestination {
  /** A DNS label; part of the policy's name. */
  name: string;
  cidr?: string;
  /** Name of a namespace of the same cluster. */
  namespace?: string;
  ports: { protocol: 'TCP' | 'UDP'; port: number }[];
}

/** What the platform team decided, from config. @public */
export interface ProvisioningRules {
  clusters: ProvisioningCluster[];
  environments: { name: string; title: string }[];
  sizes: SizePreset[];
  roles: RolePreset[];
  /** Names, `*` for any run of characters. */
  reservedNamespaces: string[];
  /**
   * What names begin with. `${owner}` stands for the name of the group. The first whose
   * group fits holds; a rule without a group fits everybody's.
   */
  prefixes: { group?: string; prefixes: string[] }[];
  /** Of all managed namespaces of one group in one cluster together; by resource. */
  teamQuota?: Record<string, string>;
}

/** @public */
export interface ProvisioningCluster {
  cluster: string;
  delivery: ProvisioningDelivery;
  /** All if unset. */
  environments?: string[];
  /** Where names are resolved. */
  dns: DnsTarget[];
  /** Whether namespaces that others made with a baseline label are filled. */
  justInTime: boolean;
}

/** Pods of a namespace, or addresses (such as a node-local cache). @public */
export type DnsTarget =
  | {
      namespace: string;
      podLabels: Record<string, string>;
      ports: number[];
    }
  | { cidr: string; ports: number[] };

/** @public */
export interface SizePreset {
  name: string;
  title: string;
  /** `spec.hard` of the ResourceQuota, by resource. */
  quota: Record<string, string>;
  /** `spec.limits[]` of type `Container`. */
  containerDefaults: {
    default: Record<string, string>;
    defaultRequest: Record<string, string>;
    max?: Record<string, string>;
  };
}

/** @public */
export interface RolePreset {
  name: string;
  title: string;
  /** A shipped ClusterRole that the provisioner may bind, by name. */
  clusterRole: string;
}

/** All that a baseline's placeholders are filled from. @public */
export interface RenderInput {
  request: NamespaceRequest;
  cluster: ProvisioningCluster;
  size: SizePreset;
  /** Presets with the name of the group in the cluster that each is bound to. */
  roles: { preset: RolePreset; group: string }[];
  /** Level that is enforced now: the wished one once an exception allows it. */
  podSecurity: WishedPodSecurityLevel;
  /** Value of the annotation; see `ANNOTATION_PROVISIONING`. */
  provisioningId: string;
}

/** @public */
export interface PlannedObject {
  /** Of the {@link BaselineObject}; with `.<name>` where it is made several times. */
  id: string;
  title: string;
  controls: string[];
  madeByCluster: boolean;
  manifest: BaselineManifest;
}

/** Why something can't be made as it was asked for. @public */
export interface RequestProblem {
  code:
    | 'name'
    | 'prefix'
    | 'reserved'
    | 'taken'
    | 'cluster'
    | 'environment'
    | 'size'
    | 'role'
    | 'egress'
    | 'owner'
    | 'group'
    | 'quota'
    | 'baseline'
    | 'system'
    | 'guardrail';
  /** Name of the field of the request. */
  field: string;
  /** What to do about it. */
  message: string;
}

/** What guardrails say about an object that would be made. @public */
export interface ObjectPreview extends PlannedObject {
  yaml: string;
  verdicts: Verdict[];
}

/** An object as it is there, or as it was collected. @public */
export interface ObservedObject {
  apiVersion: string;
  kind: string;
  namespace: string;
  name: string;
  uid: string;
  /** All of it, or what the allow-list keeps. */
  fields: Record<string, JsonValue | undefined>;
  labels: Record<string, string>;
}

/** What we applied: a row of our record. @public */
export interface AppliedObject {
  /** Of the {@link PlannedObject}. */
  id: string;
  controls: string[];
  manifest: BaselineManifest;
  /** UID of what we made; unset where it was not seen yet. */
  uid?: string;
}

/** Kinds of which not everything is known, and in words why. @public */
export type UnknownKinds = Readonly<Record<string, string>>;

/** An existing namespace against a baseline. @public */
export interface AdoptionPlan {
  objects: {
    id: string;
    title: string;
    controls: string[];
    /** `foreign`: one of that name is there and says something else. */
    state: 'met' | 'missing' | 'foreign' | 'unknown';
    differences: FieldDifference[];
    manifest: BaselineManifest;
  }[];
  met: number;
  total: number;
  /** What is there beside it and undoes it. */
  undone: ObjectDrift[];
  /** Declared dependencies that default-deny would cut. */
  cut: CutDependency[];
}

/** A dependency between entities that the catalog declares. @public */
export interface DeclaredDependency {
  fromRef: string;
  toRef: string;
  /** Namespaces of this cluster where each runs. */
  fromNamespaces: string[];
  toNamespaces: string[];
}

/** @public */
export interface CutDependency {
  fromRef: string;
  toRef: string;
  direction: 'ingress' | 'egress';
  /** In words. */
  message: string;
}

/**
 * A pair of dry runs: what should be refused, by whom, and its twin that differs in one
 * field and should be admitted.
 * @public
 */
export interface ProofPair {
  id: string;
  title: string;
  controls: string[];
  refused: BaselineManifest;
  admitted: BaselineManifest;
  expected: ExpectedRefusal;
}

/** Who should refuse. @public */
export type ExpectedRefusal =
  /** `checks` as the API server calls them, such as `host namespaces`; any of them. */
  | { by: 'pod-security'; level: WishedPodSecurityLevel; checks: string[] }
  /** A ValidatingAdmissionPolicy of one of these names, or Kyverno's. */
  | { by: 'policy'; names: string[] }
  /** A ResourceQuota that has none of this resource. */
  | { by: 'quota'; resource: string }
  /** Whoever of these comes first. */
  | { by: 'any'; of: ExpectedRefusal[] };

/** What the API server said in a dry run. @public */
export type DryRunAnswer =
  | { outcome: 'admitted'; object: Record<string, JsonValue | undefined> }
  | { outcome: 'refused'; message: string; reason: string }
  | { outcome: 'unavailable'; message: string };

/** @public */
export interface Proof {
  id: string;
  title: string;
  controls: string[];
  outcome: ProofOutcome;
  /** In words: who should refuse. */
  expected: string;
  /** In words: what was seen, and why that proves nothing if it does not. */
  reason: string;
}

/** Something that a group of the team should, or should not, be allowed. @public */
export interface AccessQuestion {
  id: string;
  title: string;
  verb: string;
  group: string;
  resource: string;
  subresource?: string;
  /** Unset: any. */
  name?: string;
  expected: boolean;
}
