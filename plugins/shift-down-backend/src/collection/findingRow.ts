import { severityRank } from '@shift-down/plugin-shift-down-common';
import type { Observation } from '@shift-down/plugin-shift-down-policy';
import type { FindingRow } from '../database/tables';

/** A finding as it is stored when it is seen for the first time. @internal */
export function findingRow(
  { finding, result }: Observation,
  observedAt: string,
  now: string,
): FindingRow {
  return {
    id: finding.id,
    type: finding.type,
    control_id: finding.controlId,
    engine: finding.engine,
    policy: finding.policy,
    rule: finding.rule,
    advisory: finding.advisory,
    package_url: finding.packageUrl,
    package_name: finding.packageName,
    repository: finding.repository,
    cluster_uid: finding.subject.cluster,
    namespace: finding.subject.namespace,
    subject_kind: finding.subject.kind,
    subject_name: finding.subject.name,
    component: finding.subject.component,
    title: finding.title,
    severity: finding.severity,
    severity_rank: severityRank(finding.severity),
    area: finding.area,
    responsibility: finding.responsibility,
    category: finding.category,
    remediation: finding.remediation,
    url: finding.url,
    first_seen: now,
    last_seen: now,
    last_failed_at: result === 'fail' ? observedAt : null,
    resolved_at: null,
  };
}
