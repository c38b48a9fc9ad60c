/** What belongs to a cluster or namespace and to no workload, as rows. */
import type {
  EvaluationEvidence,
  ExemptionEvidence,
  ResourceEvidence,
} from '@shift-down/plugin-shift-down-common';
import type {
  EvaluationRow,
  ExemptionRow,
  ObjectRow,
  ResourceRow,
} from '../database/tables';

/** @internal */
export function resourceRow(
  object: ObjectRow,
  { apiVersion, fields, labels, object: reference, uid }: ResourceEvidence,
): ResourceRow {
  return {
    object_id: object.id,
    cluster_uid: object.cluster_uid,
    source_kind: object.source_kind,
    api_version: apiVersion,
    kind: reference.kind,
    namespace: reference.namespace,
    name: reference.name,
    uid,
    labels: JSON.stringify(labels),
    fields: JSON.stringify(fields),
  };
}

/** Its age is that of its object, or else since it was first seen. @internal */
export function exemptionRow(
  object: ObjectRow,
  exemption: ExemptionEvidence,
): ExemptionRow {
  return {
    object_id: object.id,
    cluster_uid: object.cluster_uid,
    engine: exemption.engine,
    namespace: exemption.object.namespace,
    name: exemption.object.name,
    policies: JSON.stringify(exemption.policies),
    namespaces: JSON.stringify(exemption.namespaces),
    scope: exemption.scope,
    reason: exemption.reason,
    expires_at: momentOrNull(exemption.expiresAt),
    created_at: object.observed_at,
  };
}

/** @internal */
export function evaluationRow(
  object: ObjectRow,
  subjectId: string,
  { detail, inputHash, podSecurity }: EvaluationEvidence,
): EvaluationRow {
  return {
    object_id: object.id,
    cluster_uid: object.cluster_uid,
    namespace: object.namespace,
    subject_id: subjectId,
    input_hash: inputHash,
    version: podSecurity?.version ?? null,
    baseline: podSecurity?.baseline ?? null,
    restricted: podSecurity?.restricted ?? null,
    detail: JSON.stringify(detail),
  };
}

/** An end that can't be read is none: what never ends is the worse of the two. */
function momentOrNull(text: string | undefined): string | null {
  const moment = text === undefined ? NaN : Date.parse(text);
  return Number.isFinite(moment) ? new Date(moment).toISOString() : null;
}
