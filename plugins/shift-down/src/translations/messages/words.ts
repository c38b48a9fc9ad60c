/** The vocabulary as people read it: one entry for each value the API can answer. */
export const words = {
  severity: {
    critical: 'Critical',
    high: 'High',
    medium: 'Medium',
    low: 'Low',
    info: 'Info',
    unknown: 'Not rated',
  },
  result: {
    fail: 'Fails',
    unknown: 'Unknown',
    pass: 'Passes',
    'not-applicable': 'Does not apply',
  },
  area: {
    vulnerabilities: 'Vulnerabilities',
    misconfigurations: 'Misconfigurations',
    'supply-chain': 'Supply chain',
  },
  responsibility: {
    platform: 'Platform team',
    application: 'Application team',
    security: 'Security team',
  },
  grade: {
    A: 'Strong',
    B: 'Good',
    C: 'Fair',
    D: 'Weak',
    F: 'Poor',
    unknown: 'Not known',
  },
  freshness: {
    fresh: 'Fresh',
    stale: 'Stale',
    forbidden: 'Not allowed',
    'not-installed': 'Not installed',
    failed: 'Failed',
  },
  freshnessMeaning: {
    fresh: 'Answered as expected. What it says counts.',
    stale:
      'Has not answered for longer than it may. What it said last counts as unknown until it answers again.',
    forbidden:
      'The cluster refuses to let the portal read this. What it would say counts as unknown. The platform team can grant the collector access.',
    'not-installed':
      'The cluster has nothing of this kind, so nothing is expected from it.',
    failed:
      'Reading it went wrong. What it said last is kept and counts as unknown until a reading succeeds.',
  },
  kind: {
    component: 'Component',
    resource: 'Resource',
    api: 'API',
    system: 'System',
    domain: 'Domain',
  },
  sourceKind: {
    Namespace: 'Namespaces',
    Workload: 'Workloads',
    PolicyReport: 'Policy reports',
    ClusterPolicyReport: 'Cluster policy reports',
    Report: 'OpenReports reports',
    ClusterReport: 'OpenReports cluster reports',
    GatekeeperConstraint: 'Gatekeeper constraints',
    VulnerabilityReport: 'Vulnerability reports',
    ConfigAuditReport: 'Configuration audits',
    ExposedSecretReport: 'Exposed secret reports',
    RbacAssessmentReport: 'RBAC assessments',
  },
  standard: {
    'pod-security': 'Pod Security Standards',
    cis: 'CIS Benchmark',
    nsa: 'NSA/CISA Kubernetes Hardening Guide',
    slsa: 'SLSA',
    kubescape: 'Kubescape',
    nist: 'NIST',
  },
} as const;
