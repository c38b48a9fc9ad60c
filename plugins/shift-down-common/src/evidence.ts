/**
 * Evidence: what a source saw, normalised. Vendor shapes end where these begin
 * (a source's `normalise.ts`); everything after collection reads only these.
 */
import type { EvaluationDetail, PodSecurityEvaluation } from './evaluation';
import type { Severity } from './vocabulary';

/** Every kind of report or object that a cluster can be asked for. @public */
export const SOURCE_KINDS = [
  'Namespace',
  'Workload',
  'PolicyReport',
  'ClusterPolicyReport',
  'Report',
  'ClusterReport',
  'GatekeeperConstraint',
  'VulnerabilityReport',
  'ConfigAuditReport',
  'ExposedSecretReport',
  'RbacAssessmentReport',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'PolicyException',
  'Service',
  'Evaluation',
  'Registry',
  'Upload',
  'Baseline',
] as const;

/**
 * One stream of evidence of one cluster; freshness is kept for each.
 * `Workload` covers Pods and every owner up to the root; `Evaluation` is what we make of
 * a cluster's objects ourselves, `Registry` what registries say about the images that its
 * workloads run, `Upload` what pipelines uploaded about those, and `Baseline` how the
 * namespaces that we provisioned differ from what we applied.
 * @public
 */
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Kinds that no source of a cluster observes: we make them of what else is stored. @public */
export const DERIVED_KINDS = [
  'Evaluation',
  'Registry',
  'Upload',
  'Baseline',
] as const satisfies readonly SourceKind[];

/** {@inheritDoc DERIVED_KINDS} @public */
export type DerivedKind = (typeof DERIVED_KINDS)[number];

/** Kinds that sources observe: all but what we make of them ourselves. @public */
export const COLLECTED_KINDS: readonly Exclude<SourceKind, DerivedKind>[] =
  SOURCE_KINDS.filter(
    (kind): kind is Exclude<SourceKind, DerivedKind> =>
      !DERIVED_KINDS.some(it => it === kind),
  );

/**
 * The engine that spoke: who judged a policy or scanned an image. `shift-down` is our own
 * evaluation of what was collected.
 * @public
 */
export const ENGINES = [
  'shift-down',
  'kyverno',
  'gatekeeper',
  'validating-admission-policy',
  'trivy',
  'other',
] as const;

/** {@inheritDoc ENGINES} @public */
export type Engine = (typeof ENGINES)[number];

/**
 * A root owner (or a namespace) as evidence names it, within one cluster.
 * `namespace` is empty for cluster-scoped objects.
 * @public
 */
export interface ObjectReference {
  namespace: string;
  kind: string;
  name: string;
}

/** A container of a workload: its image as written, and as it runs. @public */
export interface WorkloadContainer {
  name: string;
  type: 'init' | 'main' | 'ephemeral';
  /** As written in the Pod template. */
  image: string;
  /** Registry and path, normalised (`docker.io/library/nginx`). */
  repository: string;
  tag?: string;
  /** `sha256:…`, from the reference or else from the running Pod's status. */
  digest?: string;
}

/**
 * A root owner that runs Pods.
 * @public
 */
export interface WorkloadEvidence {
  type: 'workload';
  object: ObjectReference;
  apiVersion: string;
  uid: string;
  /** Labels of the owner, overlaid on those of its Pod template. */
  labels: Record<string, string>;
  containers: WorkloadContainer[];
  /** Pods seen, of those ready; both 0 when scaled to nothing. */
  pods: { total: number; ready: number };
  /** What the allow-list kept of the object, for people to read as YAML. */
  fields: Record<string, unknown>;
}

/** A Namespace, with what makes it secure by default. @public */
export interface NamespaceEvidence {
  type: 'namespace';
  name: string;
  uid: string;
  labels: Record<string, string>;
  fields: Record<string, unknown>;
}

/** What an engine said about one policy (and rule) on one object. @public */
export interface PolicyResultEvidence {
  type: 'policy-result';
  engine: Engine;
  /** The `source` of the report, or the constraint's kind, as written. */
  reportedBy: string;
  /** Policy name; `<namespace>/<name>` for a namespaced one. Never a version. */
  policy: string;
  /** Rule without its `autogen-` prefix; empty where the engine has none. */
  rule: string;
  /** Root owner, or the Namespace, or a cluster-scoped object. */
  subject: ObjectReference;
  /** Container, where the engine names it; else empty. */
  component: string;
  /**
   * `skip` is what the engine did not evaluate (also: under an exception), and
   * `error` what it could not; both are unknown, never pass.
   */
  outcome: 'pass' | 'fail' | 'warn' | 'error' | 'skip';
  severity: Severity;
  category: string;
  /** Of an `error`, in words why it could not be evaluated, redacted, if it is known. */
  reason?: string;
  /** Redacted free text. */
  message: string;
  /** How the engine says to fix it, redacted; empty where it does not. */
  remediation: string;
  /** Names of exceptions the engine applied. */
  exceptions: string[];
  /** ISO 8601; when the engine evaluated this, if it says so. */
  observedAt?: string;
}

/** A vulnerability in one package of one container's image. @public */
export interface VulnerabilityEvidence {
  type: 'vulnerability';
  /** Advisory id (`CVE-…`, `GHSA-…`). */
  advisory: string;
  /** Package URL as the scanner gave it, or built from class and name. */
  packageUrl: string;
  packageName: string;
  installedVersion: string;
  /** Empty when no release fixes it yet. */
  fixedVersion: string;
  severity: Severity;
  title: string;
  url: string;
  /** CVSS v3 base score, 0 to 10, if rated. */
  score?: number;
  /** `os`: of the distribution; `library`: of a language. Unset where nobody says. */
  packageClass?: 'os' | 'library';
  /** Uncompressed digest of the layer that brought the package, where the scanner says. */
  layerDiffId?: string;
}

/** One image scanned for one container of a workload. @public */
export interface ImageScanEvidence {
  type: 'image-scan';
  subject: ObjectReference;
  container: string;
  repository: string;
  tag?: string;
  digest?: string;
  /** Name and version of the operating system, empty if none was found. */
  os: string;
  /** Whether the vendor no longer maintains that operating system. */
  osEndOfLife: boolean;
  scanner: string;
  vulnerabilities: VulnerabilityEvidence[];
  /** Whether there may be more than it lists: it can fail a container, but pass none. */
  isPartial?: boolean;
  observedAt?: string;
}

/**
 * An engine lists only some of its violations. Findings of that policy which
 * are not in the list can't be called resolved.
 * @public
 */
export interface CutListEvidence {
  type: 'cut-list';
  engine: Engine;
  policy: string;
  listed: number;
  total: number;
}

/**
 * An object that is kept as it is, by an allow-list of its fields: what makes a
 * namespace secure, and who may do what in it.
 * @public
 */
export interface ResourceEvidence {
  type: 'resource';
  object: ObjectReference;
  apiVersion: string;
  uid: string;
  labels: Record<string, string>;
  /** In the shape of the API, with what the allow-list kept. */
  fields: Record<string, unknown>;
}

/**
 * An exception that an engine honours. Those that the portal did not make are
 * exempt outside the process: nobody here asked for them or decided them.
 * @public
 */
export interface ExemptionEvidence {
  type: 'exemption';
  engine: Engine;
  object: ObjectReference;
  apiVersion: string;
  uid: string;
  /** What is not enforced; no rules means every rule of the policy. */
  policies: { policy: string; rules: string[] }[];
  /** In words, what it lets through; redacted. */
  scope: string;
  /** Namespaces that it names; empty when it may reach every namespace. */
  namespaces: string[];
  /** As its author wrote it, redacted; empty where nobody did. */
  reason: string;
  /** ISO 8601; when the engine stops to honour it, if it will. */
  expiresAt?: string;
}

/**
 * What our own evaluation of a workload or namespace came to, beside its results.
 * @public
 */
export interface EvaluationEvidence {
  type: 'evaluation';
  subject: ObjectReference;
  /** Digest of all that went into it: while it stays the same, so does the outcome. */
  inputHash: string;
  /** Of a workload only. */
  podSecurity?: PodSecurityEvaluation;
  detail: EvaluationDetail;
}

/** Everything that one collected object can say. @public */
export type Evidence =
  | WorkloadEvidence
  | NamespaceEvidence
  | PolicyResultEvidence
  | ImageScanEvidence
  | CutListEvidence
  | ResourceEvidence
  | ExemptionEvidence
  | EvaluationEvidence;

/**
 * Kinds that a report engine writes and judgement believes. Who else may write them
 * decides how far a pass in them can be believed.
 * @public
 */
export const REPORT_KINDS = [
  'PolicyReport',
  'ClusterPolicyReport',
  'Report',
  'ClusterReport',
  'GatekeeperConstraint',
  'VulnerabilityReport',
  'ConfigAuditReport',
  'ExposedSecretReport',
  'RbacAssessmentReport',
] as const satisfies readonly SourceKind[];

/** {@inheritDoc REPORT_KINDS} @public */
export type ReportKind = (typeof REPORT_KINDS)[number];

/** An object of a cluster, by what identifies it there. @public */
export interface ObjectKey {
  /** `group/version` as served. */
  apiVersion: string;
  kind: string;
  namespace: string;
  name: string;
}

/**
 * One object of a source with the evidence read from it. `unreadable` says why
 * it could not be read: its last evidence is kept, and its subjects are unknown.
 * @public
 */
export interface CollectedObject {
  key: ObjectKey;
  uid: string;
  /** ISO 8601; when the object says it was made, or else was seen. */
  observedAt: string;
  evidence: Evidence[];
  /** Who can't be judged while the object is unreadable; empty if readable. */
  subjects: ObjectReference[];
  unreadable?: string;
}
