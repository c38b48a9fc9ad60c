/** Rows as the database holds them, one type a table; see the migrations for what they mean. */

/** @internal */
export interface ClusterRow {
  name: string;
  uid: string | null;
  title: string;
  duplicate_of: string | null;
  recorded_at: string | null;
  error: string | null;
  report_trust: string;
  report_trust_reason: string | null;
  trust_review: string | null;
  kubernetes_version: string | null;
}

/** @internal */
export interface SourceRow {
  cluster_name: string;
  kind: string;
  state: string;
  since: string;
  last_success_at: string | null;
  error: string | null;
  warnings: string;
  stale_after_seconds: number;
  dropped: number;
}

/** @internal */
export interface LeaseRow {
  name: string;
  holder: string;
  expires_at: string;
  term: number;
}

/** @internal */
export interface ObjectRow {
  id: string;
  cluster_uid: string;
  source_kind: string;
  api_version: string;
  kind: string;
  namespace: string;
  name: string;
  uid: string;
  hash: string;
  observed_at: string;
  unreadable: string | null;
}

/** @internal */
export interface UnreadableSubjectRow {
  object_id: string;
  subject_id: string;
  source_kind: string;
  reason: string;
}

/** @internal */
export interface NamespaceRow {
  cluster_uid: string;
  name: string;
  object_id: string;
  uid: string;
  labels: string;
  fields: string;
  owner_ref: string | null;
  owner_source: string | null;
}

/** @internal */
export interface SubjectRow {
  id: string;
  cluster_uid: string;
  namespace: string;
  kind: string;
  name: string;
  object_id: string | null;
  api_version: string;
  uid: string;
  labels: string;
  fields: string;
  pods_total: number;
  pods_ready: number;
}

/** @internal */
export interface SubjectLabelRow {
  subject_id: string;
  key: string;
  value: string;
}

/** @internal */
export interface ContainerRow {
  subject_id: string;
  type: string;
  name: string;
  image: string;
  repository: string;
  tag: string | null;
  digest: string | null;
}

/** @internal */
export interface ImageScanRow {
  object_id: string;
  subject_id: string;
  container: string;
  repository: string;
  tag: string | null;
  digest: string | null;
  os: string;
  os_end_of_life: boolean | number;
  scanner: string;
  counts: string;
  observed_at: string;
}

/** @internal */
export interface FindingRow {
  id: string;
  type: string;
  control_id: string;
  engine: string;
  policy: string;
  rule: string;
  advisory: string;
  package_url: string;
  package_name: string;
  repository: string;
  cluster_uid: string;
  namespace: string;
  subject_kind: string;
  subject_name: string;
  component: string;
  title: string;
  severity: string;
  severity_rank: number;
  area: string;
  responsibility: string;
  category: string;
  remediation: string;
  url: string;
  first_seen: string;
  last_seen: string;
  last_failed_at: string | null;
  resolved_at: string | null;
}

/** @internal */
export interface OccurrenceRow {
  object_id: string;
  finding_id: string;
  subject_id: string;
  component: string;
  source_kind: string;
  result: string;
  reason: string;
  message: string;
  witness: string;
  detail: string;
  observed_at: string;
  vanished_from: string | null;
}

/** @internal */
export interface PassRow {
  object_id: string;
  subject_id: string;
  source_kind: string;
  counts: string;
  observed_at: string;
}

/** @internal */
export interface CutListRow {
  object_id: string;
  cluster_uid: string;
  engine: string;
  policy: string;
  listed: number;
  total: number;
}

/** @internal */
export interface EntityRow {
  ref: string;
  uid: string;
  etag: string;
  kind: string;
  namespace: string;
  name: string;
  title: string | null;
  type: string | null;
  owner_ref: string | null;
  system_ref: string | null;
  annotations: string;
  first_seen: string;
}

/** @internal */
export interface EntityRelationRow {
  source_ref: string;
  type: string;
  target_ref: string;
}

/** @internal */
export interface ClaimRow {
  entity_ref: string;
  state: string;
  unconfirmed_namespaces: string;
}

/** @internal */
export interface ClaimKeyRow {
  entity_ref: string;
  key: string;
  value: string;
}

/** @internal */
export interface SubjectEntityRow {
  subject_id: string;
  entity_ref: string;
  via: string;
}

/** @internal */
export interface AssessmentQueueRow {
  entity_ref: string;
  ticket: string;
  due_at: string;
  attempts: number;
  error: string | null;
}

/** @internal */
export interface PostureRow {
  entity_ref: string;
  state: string;
  score: number | null;
  grade: string;
  grade_rank: number;
  coverage: number;
  failing: number;
  unknown: number;
  passing: number;
  worst_severity_rank: number | null;
  worst_finding_id: string | null;
  summary: string;
  hash: string;
  assessed_at: string;
  valid_until: string | null;
}

/** @internal */
export interface EntityControlRow {
  entity_ref: string;
  control_id: string;
  result: string;
  reason: string;
  failing: number;
  unknown: number;
  worst_severity: string | null;
  since: string;
  disagreements: string;
  unverified: boolean;
}

/** @internal */
export interface ControlChangeRow {
  entity_ref: string;
  control_id: string;
  changed_at: string;
  from_result: string | null;
  to_result: string;
}

/** @internal */
export interface PostureHistoryRow {
  entity_ref: string;
  resolution: string;
  bucket: string;
  score: number | null;
  grade: string;
  coverage: number;
}

/** @internal */
export interface FindingEntityRow {
  entity_ref: string;
  finding_id: string;
  control_id: string;
  result: string;
  reason: string;
  severity_rank: number;
  occurrences: number;
  unverified: boolean;
  layer: string | null;
  layer_evidence: string | null;
  responsibility: string | null;
  due_at: string | null;
  known_exploited: boolean | number;
  upgrade_to: string | null;
  suppression: string | null;
  vex_claims: string;
}

/** @internal */
export interface SourceEventRow {
  id?: number;
  cluster_name: string;
  kind: string;
  level: string;
  message: string;
  at: string;
}

/** @internal */
export interface ResourceRow {
  object_id: string;
  cluster_uid: string;
  source_kind: string;
  api_version: string;
  kind: string;
  namespace: string;
  name: string;
  uid: string;
  labels: string;
  fields: string;
}

/** @internal */
export interface ExemptionRow {
  object_id: string;
  cluster_uid: string;
  engine: string;
  namespace: string;
  name: string;
  policies: string;
  namespaces: string;
  scope: string;
  reason: string;
  expires_at: string | null;
  created_at: string;
}

/** @internal */
export interface ReportWriterRow {
  cluster_uid: string;
  source_kind: string;
  namespace: string;
  writer: string;
  via: string;
  trusted: boolean | number;
}

/** @internal */
export interface EvaluationRow {
  object_id: string;
  cluster_uid: string;
  namespace: string;
  subject_id: string;
  input_hash: string;
  version: string | null;
  baseline: string | null;
  restricted: string | null;
  detail: string;
}
