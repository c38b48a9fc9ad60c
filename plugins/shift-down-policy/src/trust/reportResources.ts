/** Where the Kubernetes API keeps the reports of each kind. */
import {
  REPORT_KINDS,
  type ReportKind,
} from '@shift-down/plugin-shift-down-common';

/** @internal */
export interface ReportResource {
  group: string;
  /** Plural; `*` for every resource of the group. */
  resource: string;
  namespaced: boolean;
}

const WGPOLICY = 'wgpolicyk8s.io';
const OPENREPORTS = 'openreports.io';
const TRIVY = 'aquasecurity.github.io';

/** @internal */
export const REPORT_RESOURCES: Record<ReportKind, ReportResource> = {
  PolicyReport: namespaced(WGPOLICY, 'policyreports'),
  ClusterPolicyReport: clusterScoped(WGPOLICY, 'clusterpolicyreports'),
  Report: namespaced(OPENREPORTS, 'reports'),
  ClusterReport: clusterScoped(OPENREPORTS, 'clusterreports'),
  GatekeeperConstraint: clusterScoped('constraints.gatekeeper.sh', '*'),
  VulnerabilityReport: namespaced(TRIVY, 'vulnerabilityreports'),
  ConfigAuditReport: namespaced(TRIVY, 'configauditreports'),
  ExposedSecretReport: namespaced(TRIVY, 'exposedsecretreports'),
  RbacAssessmentReport: namespaced(TRIVY, 'rbacassessmentreports'),
};

/** @internal */
export const NAMESPACED_REPORTS: ReportKind[] = REPORT_KINDS.filter(
  kind => REPORT_RESOURCES[kind].namespaced,
);

function namespaced(group: string, resource: string): ReportResource {
  return { group, resource, namespaced: true };
}

function clusterScoped(group: string, resource: string): ReportResource {
  return { group, resource, namespaced: false };
}
