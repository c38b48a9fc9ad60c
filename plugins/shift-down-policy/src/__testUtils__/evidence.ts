/** Evidence for tests: small, valid, and overridden where a test is about it. */
import type {
  CollectedObject,
  Control,
  Evidence,
  ImageScanEvidence,
  ObjectReference,
  PolicyResultEvidence,
  VulnerabilityEvidence,
  WorkloadContainer,
  WorkloadEvidence,
} from '@shift-down/plugin-shift-down-common';

export const CLUSTER = '5c6e5e4e-6f0d-4c4f-9a58-0f1c3b1f6a01';
export const OBSERVED_AT = '2026-06-01T11:00:00.000Z';

export const WEB: ObjectReference = {
  namespace: 'shop',
  kind: 'Deployment',
  name: 'web',
};

export function policyResult(
  overrides: Partial<PolicyResultEvidence> = {},
): PolicyResultEvidence {
  return {
    type: 'policy-result',
    engine: 'kyverno',
    reportedBy: 'kyverno',
    policy: 'disallow-privileged-containers',
    rule: 'privileged-containers',
    subject: WEB,
    component: '',
    outcome: 'fail',
    severity: 'medium',
    category: 'Pod Security Standards',
    message: 'Privileged mode is disallowed.',
    remediation: '',
    exceptions: [],
    ...overrides,
  };
}

export function vulnerability(
  overrides: Partial<VulnerabilityEvidence> = {},
): VulnerabilityEvidence {
  return {
    type: 'vulnerability',
    advisory: 'CVE-2026-1111',
    packageUrl: 'pkg:deb/debian/openssl@3.0.11?arch=amd64&distro=debian-12',
    packageName: 'openssl',
    installedVersion: '3.0.11',
    fixedVersion: '3.0.13',
    severity: 'critical',
    title: 'Out-of-bounds write',
    url: 'https://advisories.example/CVE-2026-1111',
    ...overrides,
  };
}

export function imageScan(
  overrides: Partial<ImageScanEvidence> = {},
): ImageScanEvidence {
  return {
    type: 'image-scan',
    subject: WEB,
    container: 'app',
    repository: 'registry.example/shop/web',
    tag: '1.2.3',
    os: 'debian 12.5',
    osEndOfLife: false,
    scanner: 'Trivy',
    vulnerabilities: [],
    ...overrides,
  };
}

export function container(
  image: string,
  overrides: Partial<WorkloadContainer> = {},
): WorkloadContainer {
  return { name: 'app', type: 'main', image, repository: image, ...overrides };
}

export function workload(...containers: WorkloadContainer[]): WorkloadEvidence {
  return {
    type: 'workload',
    object: WEB,
    apiVersion: 'apps/v1',
    uid: 'b5b0b7b2-1d6c-4f57-b7a0-2f6d1d0e9d11',
    labels: {},
    containers,
    pods: { total: 1, ready: 1 },
    fields: {},
  };
}

export function collected(...evidence: Evidence[]): CollectedObject {
  return {
    key: {
      apiVersion: 'wgpolicyk8s.io/v1alpha2',
      kind: 'PolicyReport',
      namespace: 'shop',
      name: 'report',
    },
    uid: '0c7f2a6e-53dd-4cf0-8c3e-7f3f5c2a9b10',
    observedAt: OBSERVED_AT,
    evidence,
    subjects: [],
  };
}

export function control(overrides: Partial<Control> & { id: string }): Control {
  return {
    title: overrides.id,
    area: 'misconfigurations',
    responsibility: 'application',
    severity: 'high',
    rationale: '',
    remediation: '',
    references: [],
    matchers: [],
    witnesses: ['PolicyReport'],
    appliesTo: 'workload',
    ...overrides,
  };
}
