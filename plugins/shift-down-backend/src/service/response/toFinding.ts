import {
  AREAS,
  RESPONSIBILITIES,
  SEVERITIES,
  type Control,
} from '@shift-down/plugin-shift-down-common';
import type {
  Finding,
  FindingException,
} from '@shift-down/plugin-shift-down-common/client';
import type { VexVerdict } from '@shift-down/plugin-shift-down-policy';
import type { ScopedFinding } from '../../database/operations/serve/loadFindings';
import { oneOf } from './oneOf';

const TYPES = ['policy', 'vulnerability'] as const;
const FINDING_RESULTS = ['fail', 'unknown', 'not-applicable'] as const;
const LAYERS = ['base', 'application', 'unknown'] as const;
const LAYER_EVIDENCE = [
  'layer',
  'release-report',
  'package-class',
  'none',
] as const;

export function toFinding(
  finding: ScopedFinding,
  clusterNames: Map<string, string>,
  exceptions: readonly FindingException[],
): Finding {
  const { row, result, reason, occurrences, entityRefs, example } = finding;
  const detail: Record<string, string> = JSON.parse(example?.detail ?? '{}');
  return {
    id: row.id,
    type: oneOf(TYPES, row.type, 'policy'),
    controlId: finding.controlId,
    title: row.title,
    severity: oneOf(SEVERITIES, row.severity, 'unknown'),
    area: oneOf(AREAS, row.area, 'misconfigurations'),
    responsibility: oneOf(
      RESPONSIBILITIES,
      finding.vulnerability.responsibility ?? row.responsibility,
      'application',
    ),
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
    ...(finding.exempt && { exempt: true }),
    ...(exceptions.length > 0 && { exceptions: [...exceptions] }),
    ...(row.type === 'vulnerability' && toVulnerability(finding)),
  };
}

function toVulnerability({
  overdue,
  result,
  vulnerability,
}: ScopedFinding): Partial<Finding> {
  const {
    due_at: dueAt,
    known_exploited: knownExploited,
    layer,
    layer_evidence: evidence,
    suppression,
    upgrade_to: upgradeTo,
    vex_claims: claims,
  } = vulnerability;
  if (layer === null) {
    return {};
  }
  const vexClaims: VexVerdict[] = JSON.parse(claims);
  return {
    layer: oneOf(LAYERS, layer, 'unknown'),
    layerEvidence: oneOf(LAYER_EVIDENCE, evidence ?? 'none', 'none'),
    knownExploited,
    ...(dueAt !== null && { dueAt, overdue }),
    ...(upgradeTo !== null && { upgradeTo: JSON.parse(upgradeTo) }),
    ...(result === 'not-applicable' &&
      suppression !== null && { suppression: JSON.parse(suppression) }),
    ...(vexClaims.length > 0 && { vexClaims }),
  };
}

/** A control as a finding shows it; one that config switched off is no longer known. */
export function toControlSummary(id: string, controls: readonly Control[]) {
  const { title, rationale, remediation, references } = controls.find(
    control => control.id === id,
  ) ?? { title: id, rationale: '', remediation: '', references: [] };
  return { id, title, rationale, remediation, references };
}
