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
  unverified: 'Unverified',
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
  /** Of sources that the score does not come from. */
  freshnessMeaningAside: {
    fresh:
      'Answered as expected. It is told here; the score does not come from it.',
    stale:
      'Has not answered for longer than it may, so what is told of it may be out of date. The score does not come from it.',
    forbidden:
      'The cluster refuses to let the portal read this. The score does not come from it.',
    'not-installed': 'The cluster has nothing of this kind.',
    failed:
      'Reading it went wrong, so what is told of it may be out of date. The score does not come from it.',
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
    NetworkPolicy: 'Network policies',
    ResourceQuota: 'Resource quotas',
    LimitRange: 'Limit ranges',
    ServiceAccount: 'Service accounts',
    Role: 'Roles',
    RoleBinding: 'Role bindings',
    ClusterRole: 'Cluster roles',
    ClusterRoleBinding: 'Cluster role bindings',
    ValidatingAdmissionPolicy: 'Admission policies',
    ValidatingAdmissionPolicyBinding: 'Admission policy bindings',
    PolicyException: 'Policy exceptions',
    Service: 'Services',
    Evaluation: 'Own evaluation',
    Registry: 'Registries',
    Upload: 'Uploads',
    Baseline: 'Provisioned namespaces',
  },
  engine: {
    'shift-down': 'Shift Down',
    kyverno: 'Kyverno',
    gatekeeper: 'Gatekeeper',
    'validating-admission-policy': 'The API server',
    trivy: 'Trivy',
    other: 'Another engine',
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
