/** Objects as people and engines make them, small and valid. */
import type { KubernetesObject } from 'control-plane';

/** Policies that reports speak of, and the control that each is evidence for. */
export const CONTROL_OF_POLICY: Record<string, string> = {
  'disallow-privileged-containers': 'privileged-containers',
  'require-run-as-nonroot': 'run-as-non-root',
  'require-ro-rootfs': 'read-only-root-filesystem',
  'disallow-latest-tag': 'image-tag',
};

/** The control of every policy that is not in the list. */
export const OTHER_POLICIES = 'other-policies';

export function namespace(
  name: string,
  labels: Record<string, string> = {},
): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

export interface WorkloadOptions {
  labels?: Record<string, string>;
  image?: string;
  replicas?: number;
}

function podTemplate(name: string, options: WorkloadOptions) {
  return {
    metadata: { labels: { app: name, ...options.labels } },
    spec: {
      containers: [
        { name: 'main', image: options.image ?? 'registry.example/app:1' },
        { name: 'sidecar', image: 'registry.example/mesh/proxy:2' },
      ],
    },
  };
}

export function deployment(
  namespaceName: string,
  name: string,
  options: WorkloadOptions = {},
): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: namespaceName, labels: { ...options.labels } },
    spec: {
      replicas: options.replicas ?? 1,
      selector: { matchLabels: { app: name } },
      template: podTemplate(name, options),
    },
  };
}

export function cronJob(namespaceName: string, name: string): KubernetesObject {
  const template = podTemplate(name, {});
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace: namespaceName },
    spec: {
      schedule: '0 4 1 1 *',
      jobTemplate: {
        spec: {
          template: {
            ...template,
            spec: { ...template.spec, restartPolicy: 'Never' },
          },
        },
      },
    },
  };
}

/** A Pod that nobody owns. */
export function pod(
  namespaceName: string,
  name: string,
  options: WorkloadOptions = {},
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: namespaceName, labels: { ...options.labels } },
    spec: podTemplate(name, options).spec,
  };
}

export function networkPolicy(
  namespaceName: string,
  name: string,
): KubernetesObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: namespaceName },
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  };
}

export function resourceQuota(
  namespaceName: string,
  name: string,
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name, namespace: namespaceName },
    spec: { hard: { pods: '5000' } },
  };
}

export type Outcome = 'pass' | 'fail' | 'warn' | 'error' | 'skip' | string;

export interface Result {
  policy: string;
  rule?: string;
  result: Outcome;
  message?: string;
  /** About this instead of what the report is about. */
  about?: About;
  /** Seconds since 1970; now by default. */
  seconds?: number;
}

/** What a report is about. */
export interface About {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
  uid?: string;
}

export function aboutDeployment(namespaceName: string, name: string): About {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: namespaceName,
    name,
  };
}

/** A report as Kyverno writes it: about one object, with a result for each rule. */
export function policyReport(
  namespaceName: string,
  name: string,
  about: About | undefined,
  results: Result[],
): KubernetesObject {
  return {
    apiVersion: 'wgpolicyk8s.io/v1alpha2',
    kind: 'PolicyReport',
    metadata: {
      name,
      namespace: namespaceName,
      labels: { 'app.kubernetes.io/managed-by': 'kyverno' },
    },
    ...(about && { scope: about }),
    results: results.map(toResult),
  };
}

function toResult({ about, seconds, ...result }: Result) {
  return {
    source: 'kyverno',
    scored: true,
    message: `${result.policy} says ${result.result}`,
    severity: 'medium',
    timestamp: { seconds: seconds ?? Math.floor(Date.now() / 1000), nanos: 0 },
    ...result,
    ...(about && { resources: [about] }),
  };
}

export function vulnerabilityReport(
  namespaceName: string,
  name: string,
  about: About,
  advisories: string[],
): KubernetesObject {
  return {
    apiVersion: 'aquasecurity.github.io/v1alpha1',
    kind: 'VulnerabilityReport',
    metadata: {
      name,
      namespace: namespaceName,
      labels: {
        'trivy-operator.resource.kind': about.kind,
        'trivy-operator.resource.name': about.name,
        'trivy-operator.resource.namespace': namespaceName,
        'trivy-operator.container.name': 'main',
      },
    },
    report: {
      updateTimestamp: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
      registry: { server: 'registry.example' },
      artifact: { repository: 'app', tag: '1' },
      os: { family: 'debian', name: '12.9' },
      scanner: { name: 'Trivy', vendor: 'Aqua Security', version: '0.60.0' },
      summary: {},
      vulnerabilities: advisories.map(vulnerabilityID => ({
        vulnerabilityID,
        resource: 'openssl',
        installedVersion: '3.0.1',
        fixedVersion: '3.0.2',
        severity: 'HIGH',
        title: `Something in ${vulnerabilityID}`,
        primaryLink: `https://advisories.example/${vulnerabilityID}`,
      })),
    },
  };
}
