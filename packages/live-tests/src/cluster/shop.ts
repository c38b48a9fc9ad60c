/** The namespaces of two teams, with something of every kind in them. */
import type { KubernetesObject } from 'control-plane';
import {
  aboutDeployment,
  cronJob,
  deployment,
  namespace,
  networkPolicy,
  pod,
  policyReport,
  resourceQuota,
  vulnerabilityReport,
  type Result,
} from './objects';

export const MIXED_RESULTS: Result[] = [
  { policy: 'disallow-latest-tag', rule: 'autogen-tag', result: 'fail' },
  { policy: 'disallow-privileged-containers', result: 'pass' },
  { policy: 'require-run-as-nonroot', rule: 'user', result: 'error' },
  { policy: 'live-labels', rule: 'team', result: 'warn' },
  { policy: 'live-labels', rule: 'tier', result: 'skip' },
];

export const KUBERNETES_ID = 'backstage.io/kubernetes-id';

export function shop(name = 'shop', owner = 'team-shop'): KubernetesObject[] {
  const labels = { [KUBERNETES_ID]: name };
  return [
    namespace(name, { 'shift-down.io/owner': owner, tier: 'gold' }),
    deployment(name, 'web', { labels }),
    deployment(name, 'api', { labels, replicas: 2 }),
    cronJob(name, 'nightly'),
    pod(name, 'debug'),
    networkPolicy(name, 'default-deny'),
    resourceQuota(name, 'limits'),
    policyReport(name, 'web', aboutDeployment(name, 'web'), MIXED_RESULTS),
    policyReport(name, 'api', aboutDeployment(name, 'api'), [
      { policy: 'disallow-privileged-containers', result: 'pass' },
      { policy: 'live-labels', rule: 'team', result: 'pass' },
    ]),
    vulnerabilityReport(name, 'web', aboutDeployment(name, 'web'), [
      'CVE-2026-0001',
      'CVE-2026-0002',
    ]),
  ];
}
