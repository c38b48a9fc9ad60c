/** Rows of the images stage, one type a table; see its migration for what they mean. */

/** @internal */
export interface ImageRow {
  id: string;
  repository: string;
  version: string;
  digest: string | null;
  state: 'pending' | 'read' | 'unknown';
  problem: string | null;
  reason: string;
  source_state: string | null;
  evidence: string | null;
  evidence_at: string | null;
  checked_at: string | null;
  next_check_at: string;
  attempts: number;
  seen_at: string;
  assessment: string | null;
  judged_with: string | null;
  changed_at: string;
  valid_until: string | null;
  golden_image: string | null;
  golden_version: string | null;
  lineage_state: string;
  status_state: string;
  releases_behind: number | null;
  days_behind: number | null;
  signature_state: string;
  provenance_level: number | null;
}

/** @internal */
export interface ImageDigestRow {
  image_id: string;
  digest: string;
}

/** @internal */
export interface ContentRow {
  digest: string;
  size: number;
  content: Buffer;
  used_at: string;
}

/** @internal */
export interface GoldenLocationRow {
  location: string;
  problems: string;
  is_complete: boolean | number;
  read_at: string | null;
}

/** @internal */
export interface GoldenImageRow {
  name: string;
  configured_location: string;
  location: string;
  repository: string;
  owner_ref: string;
  definition: string;
  problems: string;
  finds_releases: boolean | number;
  tags: string | null;
  tags_etag: string | null;
  tags_problem: string | null;
  tags_at: string | null;
  tags_attempts: number;
  next_tags_at: string;
  hash: string;
  changed_at: string;
}

/** @internal */
export interface GoldenReleaseRow {
  image: string;
  version: string;
  channel: string;
  released: string | null;
  supported_until: string | null;
  digest: string | null;
  facts: string;
  scanner: string | null;
  scanned_at: string | null;
  report_origin: string | null;
  report_hash: string | null;
}

/** @internal */
export interface GoldenReleaseVulnerabilityRow {
  image: string;
  version: string;
  advisory: string;
  package_url: string;
  package_name: string;
  installed_version: string;
  fixed_version: string;
  severity: string;
}

/** @internal */
export interface GoldenVulnerabilityRow {
  image: string;
  channel: string;
  advisory: string;
  package_url: string;
  package_name: string;
  severity: string;
  first_seen: string;
  due_at: string | null;
  closed_at: string | null;
  closed_by: string | null;
}

/** @internal */
export interface GoldenAdoptionRow {
  entity_ref: string;
  image: string;
  version: string;
  from_at: string;
  until_at: string | null;
  workloads: number;
}

/** @internal */
export interface VexDocumentRow {
  digest: string;
  source: string;
  origin: string;
  repository: string;
  author: string;
  trust: string;
  statements: string;
  added_at: string;
}
