/** Rows of uploads, one type a table; see their migration for what they mean. */

/** @internal */
export interface UploadRow {
  id: string;
  repository: string | null;
  digest: string | null;
  tag: string | null;
  entity_ref: string | null;
  format: string;
  tool: string;
  tool_version: string;
  content_digest: string;
  uploaded_by: string;
  observed_at: string;
  received_at: string;
  is_scan: boolean | number;
  is_complete: boolean | number;
  os: string;
  os_end_of_life: boolean | number;
  counts: string;
  sbom: string | null;
  vulnerabilities: string;
}

/** @internal */
export interface UploadDigestRow {
  upload_id: string;
  digest: string;
}
