import {
  AREAS,
  RESPONSIBILITIES,
  SEVERITIES,
  type Control,
} from '@shift-down/plugin-shift-down-common';
import type { Finding } from '@shift-down/plugin-shift-down-common/client';
import type { ScopedFinding } from '../../database/operations/serve/loadFindings';
import { oneOf } from './oneOf';

const TYPES = ['policy', 'vulnerability'] as const;
const FINDING_RESULTS = ['fail', 'unknown'] as const;

export function toFinding(
  finding: ScopedFinding,
  clusterNames: Map<string, string>,
): Finding {
  const { row, result, reason, occurrences, entityRefs, example } = finding;
  const detail: Record<string, string> = JSON.parse(example?.detail ?? '{}');
  return {
    id: row.id,
    type: oneOf(TYPES, row.type, 'policy'),
    controlId: row.control_id,
    title: row.title,
    severity: oneOf(SEVERITIES, row.severity, 'unknown'),
    area: oneOf(AREAS, row.area, 'misconfigurations'),
    responsibility: oneOf(RESPONSIBILITIES, row.responsibility, 'application'),
    engine: row.engine,
    category: row.category || undefined,
    policy: row.policy || undefined,
    rule: row.rule || undefined,
    advisory: row.advisory || undefined,
    packageName: row.package_name || undefined,
    packageUrl: row.package_url || undefined,
    installedVersion: detail.installedVersion || undefined,
    fixedVersion: detail.fixedVersion || undefined,
    repository: row.repository || undefined,
    subject: row.subject_name
      ? {
          cluster: clusterNames.get(row.cluster_uid),
          namespace: row.namespace,
          kind: row.subject_kind,
          name: row.subject_name,
          component: row.component || undefined,
        }
      : undefined,
    result: oneOf(FINDING_RESULTS, result, 'unknown'),
    reason: reason || undefined,
    unverified: finding.unverified || undefined,
    message: example?.message || undefined,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    lastFailedAt: row.last_failed_at ?? undefined,
    occurrences,
    entityRefs,
  };
}

/** A control as a finding shows it; one that config switched off is no longer known. */
export function toControlSummary(id: string, controls: readonly Control[]) {
  const { title, rationale, remediation, references } = controls.find(
    control => control.id === id,
  ) ?? { title: id, rationale: '', remediation: '', references: [] };
  return { id, title, rationale, remediation, references };
}
