/** Writes a recorded cluster to a folder: Deployments and Kyverno's reports on them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { createRandom } from './random';

export interface RecordingSize {
  namespaces: number;
  workloads: number;
  resultsPerWorkload: number;
  /** One result in so many fails. */
  failEvery: number;
}

export type RecordingFormat = 'json' | 'yaml';

export async function writeRecording(
  folder: string,
  size: RecordingSize,
  format: RecordingFormat,
  seed: number,
): Promise<void> {
  const random = createRandom(seed);
  await mkdir(folder, { recursive: true });
  const write = async (name: string, items: unknown[]) =>
    writeFile(
      join(folder, `${name}.${format}`),
      format === 'json'
        ? JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
        : items.map(item => stringify(item)).join('---\n'),
    );

  const names = Array.from({ length: size.namespaces }, (_, i) => `team-${i}`);
  await write('namespaces', [
    namespaceManifest('kube-system'),
    ...names.map(namespaceManifest),
  ]);
  const perNamespace = Math.ceil(size.workloads / size.namespaces);
  for (const namespace of names) {
    const workloads = Array.from(
      { length: perNamespace },
      (_, i) => `${namespace}-service-${i}`,
    );
    await write(
      `${namespace}-deployments`,
      workloads.map(name => deploymentManifest(namespace, name)),
    );
    await write(
      `${namespace}-reports`,
      workloads.map(name =>
        reportManifest(namespace, name, size, () =>
          random.pick(['high', 'medium', 'low'] as const),
        ),
      ),
    );
  }
}

/** A Namespace that belongs to the team of its name. */
export function namespaceManifest(name: string) {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      uid: `uid-${name}`,
      labels: Object.fromEntries(
        name.startsWith('team-') ? [['shift-down.io/owner', name]] : [],
      ),
    },
  };
}

function deploymentManifest(namespace: string, name: string) {
  const labels = { 'backstage.io/kubernetes-id': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace, name, uid: `uid-${name}`, labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            { name: 'main', image: `registry.example/apps/${name}:1.0.0` },
          ],
        },
      },
    },
  };
}

/** A Pod of a service, with what a cluster's Pods have. */
export function podManifest(namespace: string, name: string) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace,
      name,
      labels: { 'backstage.io/kubernetes-id': name },
    },
    spec: {
      containers: [
        { name: 'main', image: `registry.example/apps/${name}:1.0.0` },
      ],
    },
  };
}

/** Kyverno's report on one workload. */
export function reportManifest(
  namespace: string,
  name: string,
  size: Pick<RecordingSize, 'resultsPerWorkload' | 'failEvery'>,
  severity: () => string,
  kind: 'Deployment' | 'Pod' = 'Deployment',
) {
  return {
    apiVersion: 'wgpolicyk8s.io/v1alpha2',
    kind: 'PolicyReport',
    metadata: { namespace, name: `report-${name}`, uid: `report-${name}` },
    scope: {
      apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1',
      kind,
      namespace,
      name,
      uid: kind === 'Pod' ? '' : `uid-${name}`,
    },
    results: Array.from({ length: size.resultsPerWorkload }, (_, index) => ({
      source: 'kyverno',
      policy: `bench-policy-${index}`,
      rule: 'autogen-check',
      result: index % size.failEvery ? 'pass' : 'fail',
      scored: true,
      severity: severity(),
      message: `The field spec.template.spec.benchmark${index} of ${name} was looked at.`,
      timestamp: { seconds: Math.floor(Date.now() / 1000), nanos: 0 },
    })),
  };
}
