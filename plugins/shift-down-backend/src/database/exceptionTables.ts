/** Rows of exceptions; see their migration for what they mean. */

/** @internal */
export interface ExceptionRow {
  id: string;
  version: number;
  state: string;
  type: string;
  entity_ref: string;
  expectation: string;
  control_id: string;
  engine: string;
  policy: string;
  rule: string | null;
  advisory: string;
  package_url: string;
  cluster_uid: string;
  namespace: string;
  subject_kind: string;
  subject_name: string;
  component: string;
  repository: string;
  severity: string;
  severity_rank: number;
  category: string;
  justification: string;
  compensating_controls: string;
  ticket: string;
  vex_justification: string | null;
  evidence: string;
  from_at: string;
  until_at: string;
  active_from: string | null;
  active_until: string | null;
  requester_ref: string;
  requester_subject: string;
  editor_ref: string;
  editor_subject: string;
  requested_at: string;
  updated_at: string;
  review_due_at: string | null;
  decided_at: string | null;
  review_reason: string | null;
  review_since: string | null;
  break_glass: boolean | number;
  proposal: string | null;
  basis: string | null;
  content_hash: string | null;
  renews_id: string | null;
  imported_from: string | null;
  is_wider: boolean | number;
  last_matched_at: string | null;
}

/** @internal */
export interface ExceptionApprovalRow {
  exception_id: string;
  subject: string;
  content_hash: string;
  user_ref: string;
  at: string;
}

/** @internal */
export interface ExceptionThreadRow {
  sequence: number;
  exception_id: string;
  at: string;
  actor_ref: string | null;
  actor_subject: string | null;
  action: string;
  from_state: string | null;
  to_state: string;
  text: string;
  detail: string;
  previous_hash: string;
  hash: string;
}

/** @internal */
export interface EnforcementRow {
  id: string;
  exception_id: string;
  cluster_uid: string;
  target: string;
  delivery: string;
  state: string;
  wanted: boolean | number;
  plan: string;
  object_key: string;
  object_uid: string | null;
  object_version: string | null;
  object_hash: string | null;
  nonce: string | null;
  reason: string;
  since: string;
  applied_at: string | null;
  ended_at: string | null;
  gone_at: string | null;
  proof: string | null;
  pull_request_url: string | null;
  still_running: string | null;
  next_at: string | null;
  attempts: number;
}

/** @internal */
export interface ExceptionNoticeRow {
  id: string;
  exception_id: string;
  occasion: string;
  detail: string;
  created_at: string;
  sent_at: string | null;
  next_at: string | null;
  attempts: number;
}

/** @internal */
export interface ExceptionKeyRow {
  id: string;
  public_key: string;
  private_key: string;
  created_at: string;
}
