/** Small evidence for tests, each with the one thing that the test is about. */
import type {
  CollectedObject,
  CutListEvidence,
  Evidence,
  ImageScanEvidence,
  NamespaceEvidence,
  ObjectReference,
  PolicyResultEvidence,
  VulnerabilityEvidence,
  WorkloadEvidence,
} from '@shift-down/plugin-shift-down-common';

/** A policy that the catalogue's control `read-only-root-filesystem` knows. @internal */
export const READ_ONLY_POLICY = 'require-ro-rootfs';
/** @internal */
export const READ_ONLY_CONTROL = 'read-only-root-filesystem';

const DIGEST = `sha256:${'0'.repeat(64)}`;

/** @internal */
export function deployment(name: string, inNamespace = 'payments') {
  return { namespace: inNamespace, kind: 'Deployment', name };
}

/** @internal */
export function workload(
  name: string,
  options: {
    in?: string;
    labels?: Record<string, string>;
    image?: string;
    fields?: Record<string, unknown>;
  } = {},
): CollectedObject {
  const object = deployment(name, options.in);
  const repository = options.image ?? `registry.example.com/${name}`;
  const evidence: WorkloadEvidence = {
    type: 'workload',
    object,
    apiVersion: 'apps/v1',
    uid: `uid-${name}`,
    labels: options.labels ?? { 'backstage.io/kubernetes-id': name },
    containers: [
      {
        name: 'main',
        type: 'main',
        image: `${repository}:1.0.0@${DIGEST}`,
        repository,
        tag: '1.0.0',
        digest: DIGEST,
      },
    ],
    pods: { total: 1, ready: 1 },
    fields: options.fields ?? {},
  };
  return collected({ ...object, apiVersion: 'apps/v1' }, [evidence]);
}

/** @internal */
export function namespace(
  name: string,
  labels: Record<string, string> = {},
): CollectedObject {
  const evidence: NamespaceEvidence = {
    type: 'namespace',
    name,
    uid: `uid-${name}`,
    labels,
    fields: {},
  };
  return collected(
    { apiVersion: 'v1', kind: 'Namespace', namespace: '', name },
    [evidence],
  );
}

/** @internal */
export function policyResult(
  subject: ObjectReference,
  outcome: PolicyResultEvidence['outcome'],
  overrides: Partial<PolicyResultEvidence> = {},
): PolicyResultEvidence {
  return {
    type: 'policy-result',
    engine: 'kyverno',
    reportedBy: 'kyverno',
    policy: READ_ONLY_POLICY,
    rule: 'validate-readOnlyRootFilesystem',
    subject,
    component: '',
    outcome,
    severity: 'medium',
    category: 'Pod Security',
    message: `${outcome} of ${subject.name}`,
    remediation: '',
    exceptions: [],
    ...overrides,
  };
}

/** @internal */
export function policyReport(
  name: string,
  evidence: Evidence[],
  overrides: Partial<CollectedObject> = {},
): CollectedObject {
  return {
    ...collected(
      {
        apiVersion: 'wgpolicyk8s.io/v1alpha2',
        kind: 'PolicyReport',
        namespace: 'payments',
        name,
      },
      evidence,
    ),
    ...overrides,
  };
}

/** @internal */
export function constraint(
  name: string,
  results: PolicyResultEvidence[],
  total: number,
): CollectedObject {
  const cut: CutListEvidence = {
    type: 'cut-list',
    engine: 'gatekeeper',
    policy: 'K8sPSPReadOnlyRootFilesystem',
    listed: results.length,
    total,
  };
  return collected(
    {
      apiVersion: 'constraints.gatekeeper.sh/v1beta1',
      kind: 'K8sPSPReadOnlyRootFilesystem',
      namespace: '',
      name,
    },
    [...results, cut],
  );
}

/** @internal */
export function scan(
  subject: ObjectReference,
  advisories: string[],
  repository = `registry.example.com/${subject.name}`,
): ImageScanEvidence {
  return {
    type: 'image-scan',
    subject,
    container: 'main',
    repository,
    tag: '1.0.0',
    os: 'debian 12',
    osEndOfLife: false,
    scanner: 'Trivy',
    vulnerabilities: advisories.map(vulnerability),
  };
}

function vulnerability(advisory: string): VulnerabilityEvidence {
  return {
    type: 'vulnerability',
    advisory,
    packageUrl: 'pkg:deb/debian/openssl@3.0.11',
    packageName: 'openssl',
    installedVersion: '3.0.11',
    fixedVersion: '3.0.13',
    severity: 'critical',
    title: 'A flaw in openssl',
    url: '',
  };
}

function collected(
  key: CollectedObject['key'],
  evidence: Evidence[],
): CollectedObject {
  return {
    key,
    uid: `uid-${key.kind}-${key.name}`,
    observedAt: new Date().toISOString(),
    evidence,
    subjects: [],
  };
}
