/**
 * What goes into judgement and what comes out. Everything here is plain data:
 * the backend stores it, tests write it by hand.
 */
import type {
  Area,
  Engine,
  FreshnessState,
  Grade,
  Lineage,
  ObjectReference,
  Responsibility,
  Result,
  Severity,
  SourceKind,
  Subject,
  WorkloadContainer,
} from '@shift-down/plugin-shift-down-common';
import type { ApprovedTime } from './exceptions/clock/pauseDue';
import type {
  AssessedVulnerability,
  SeenVulnerability,
  VexDocument,
  VexImage,
} from './vulnerabilities/types';

/** What a finding is, apart from where and when it was seen. @public */
export interface FindingDescription {
  /** Fingerprint: 32 hexadecimal digits, see {@link policyFindingId}. */
  id: string;
  type: 'policy' | 'vulnerability';
  /** The control that it counts towards. */
  controlId: string;
  engine: Engine;
  /** Empty for vulnerabilities. */
  policy: string;
  rule: string;
  /** Advisory id; empty for policy findings. */
  advisory: string;
  /** Package URL without version; empty for policy findings. */
  packageUrl: string;
  packageName: string;
  /** Image repository of a vulnerability or image finding; else empty. */
  repository: string;
  /** For vulnerabilities all parts are empty: they belong to the repository. */
  subject: Subject;
  title: string;
  severity: Severity;
  area: Area;
  responsibility: Responsibility;
  category: string;
  remediation: string;
  url: string;
}

/** One sighting of a finding that is not a pass, in one collected object. @public */
export interface Observation {
  finding: FindingDescription;
  subject: ObjectReference;
  /** Container (or empty). */
  component: string;
  result: 'fail' | 'unknown';
  /** Why it is unknown; empty for a fail. */
  reason: string;
  message: string;
  /** Who said so. */
  witness: {
    engine: Engine;
    reportedBy: string;
    policy: string;
    rule: string;
    outcome: string;
  };
  /** Extra facts for people, such as versions and digests. */
  detail: Record<string, string>;
  observedAt?: string;
}

/**
 * Passes are kept as counts: how many results of one object passed for a subject.
 * A control that the same object also fails, or leaves unknown, has no passes there.
 * @public
 */
export interface PassCount {
  subject: ObjectReference;
  /** By control id, or `<control id>/<container>`, see {@link passKey}. */
  counts: Record<string, number>;
  observedAt?: string;
}

/** What one collected object says about controls. @public */
export interface ObjectJudgement {
  observations: Observation[];
  passes: PassCount[];
}

/** A source as assessment sees it. @public */
export interface SourceState {
  kind: SourceKind;
  state: FreshnessState;
  /** ISO 8601; since when it is in this state. */
  since: string;
  error?: string;
}

/** A cluster that an entity runs in. @public */
export interface ClusterState {
  uid: string;
  name: string;
  /** ISO 8601; ages are measured to this moment where it is set. */
  recordedAt?: string;
  sources: SourceState[];
}

/** A stored observation, as assessment reads it. @public */
export interface StoredObservation {
  findingId: string;
  controlId: string;
  severity: Severity;
  subjectId: string;
  component: string;
  clusterUid: string;
  sourceKind: SourceKind;
  result: 'fail' | 'unknown';
  reason: string;
  /** ISO 8601; age is counted from here. */
  observedAt: string;
  /** Namespace of the report that says so; that of its subject if not given. */
  reportNamespace?: string;
  /** Of a vulnerability: what it takes to say whose it is. */
  vulnerability?: SeenVulnerability;
  /**
   * It is no longer reported, and whoever made it disappear need not be who reported
   * it. Unknown, whatever its age, until somebody verified says that it passes.
   */
  vanished?: true;
}

/** Stored pass counts, as assessment reads them. @public */
export interface StoredPass {
  subjectId: string;
  clusterUid: string;
  sourceKind: SourceKind;
  /** By {@link passKey}. */
  counts: Record<string, number>;
  observedAt: string;
  /** Namespace of the report that says so; empty if it is in none. */
  reportNamespace: string;
}

/** Reports that others than the platform may write: no pass in them is verified. @public */
export interface UnverifiedReports {
  clusterUid: string;
  sourceKind: SourceKind;
  /** Namespace of the reports; empty for those of every namespace and of none. */
  namespace: string;
  /**
   * `writable`: others may write them; `untrusted`: the platform says so; `unknown`:
   * who may write them could not be found out.
   */
  cause: 'writable' | 'untrusted' | 'unknown';
}

/** A policy of which an engine lists only some violations. @public */
export interface StoredCutList {
  clusterUid: string;
  /** The control that the policy counts towards. */
  controlId: string;
  policy: string;
  listed: number;
  total: number;
}

/** A confirmed subject of an entity. @public */
export interface AssessedSubject {
  id: string;
  clusterUid: string;
  reference: ObjectReference;
  /** Empty for a Namespace and for subjects that run nothing. */
  containers: WorkloadContainer[];
  /** Whether it runs Pods; a namespace or a Role does not. */
  kind: 'workload' | 'namespace' | 'other';
  /** A namespace that the portal provisioned, by its record. */
  isManaged?: boolean;
}

/** What registries say about the image of a container. @public */
export interface EntityImage extends VexImage {
  subjectId: string;
  /** Container. */
  component: string;
  lineage: Lineage;
}

/** Everything known about an entity, for {@link assess}. @public */
export interface EntityEvidence {
  entityRef: string;
  /** What became of the entity's claims, see correlation. */
  claim: 'none' | 'unconfirmed' | 'no-workloads' | 'confirmed';
  clusters: ClusterState[];
  subjects: AssessedSubject[];
  observations: StoredObservation[];
  passes: StoredPass[];
  /** Objects of these kinds about these subjects could not be read. */
  unreadable: { subjectId: string; sourceKind: SourceKind; reason: string }[];
  /**
   * Lists that were cut in the entity's clusters. A subject that is not listed may
   * still violate the policy.
   */
  cutLists?: StoredCutList[];
  /** Reports of the entity's clusters in which a pass is not verified. */
  unverified?: UnverifiedReports[];
  /** Of its containers; the lineage of any other is unknown. */
  images?: EntityImage[];
  /** Documents found at its images and at the golden images that they stand on. */
  vex?: VexDocument[];
  /** Times for which its findings were or are excepted; service levels stand still then. */
  exemptions?: StoredExemption[];
}

/** A time for which a finding is exempt for an entity by a decision. @public */
export interface StoredExemption extends ApprovedTime {
  findingId: string;
}

/** Two kinds of source that differ on a control. @public */
export interface Disagreement {
  failedBy: SourceKind;
  /** Passes where the other fails, and says nothing worse there. */
  passedBy: SourceKind;
  /** Distinct places: subject and component. */
  places: number;
}

/** What an entity's control came to. @public */
export interface ControlAssessment {
  controlId: string;
  result: Result;
  /** In words, why it is unknown or not applicable; empty otherwise. */
  reason: string;
  /**
   * Set where it is unknown for one thing only: that others than the platform may
   * write, or may have emptied, the reports that speak about it.
   */
  unverified?: true;
  /** Distinct findings that fail. */
  failing: number;
  /** Distinct findings whose result is unknown. */
  unknown: number;
  worstSeverity?: Severity;
  /** Where sources differ, if they do; the worse stands. */
  disagreements?: Disagreement[];
}

/** One finding as it stands for one entity. @public */
export interface AssessedFinding {
  findingId: string;
  controlId: string;
  /** `not-applicable` where a trusted statement says that it is none, wherever it is seen. */
  result: 'fail' | 'unknown' | 'not-applicable';
  reason: string;
  /** Set where it has disappeared wherever it was seen, and nobody verifies that. */
  unverified?: true;
  /** Distinct places: subject and component. */
  occurrences: number;
  /** Of a vulnerability: whose it is, until when, and who says that it is none. */
  vulnerability?: AssessedVulnerability;
}

/** The share of an area or a responsibility. @public */
export interface PostureShare {
  /** 0 to 100, or `undefined` where nothing applies or nothing is known. */
  score?: number;
  /** 0 to 1. */
  coverage: number;
  /** Controls that pass. */
  passing: number;
  /** Controls that fail. */
  failing: number;
  /** Controls that are unknown. */
  unknown: number;
}

/** {@inheritDoc PostureShare} @public */
export interface PostureSummary extends PostureShare {
  grade: Grade;
  /** Controls that do not apply. */
  notApplicable: number;
  byArea: Record<Area, PostureShare>;
  byResponsibility: Record<Responsibility, PostureShare>;
}

/** What {@link assess} returns. @public */
export interface Assessment {
  entityRef: string;
  state: 'assessed' | 'not-claimed' | 'unconfirmed' | 'no-workloads';
  summary: PostureSummary;
  controls: ControlAssessment[];
  findings: AssessedFinding[];
  /** ISO 8601; when the result changes by itself, if it will. */
  validUntil?: string;
}
