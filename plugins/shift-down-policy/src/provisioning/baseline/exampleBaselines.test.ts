/** The shipped baselines do what they say of themselves. */
import { CONTROL_CATALOGUE } from '@shift-down/plugin-shift-down-common';
import { createControlIndex } from '../../controlIndex';
import type { KubernetesObject } from '../../evaluation';
import {
  evaluateNamespaceBaseline,
  namespaceStatesOf,
} from '../../namespaceBaseline';
import {
  aRequest,
  CONTROLS,
  EXAMPLE_VERSIONS,
  exampleBaseline,
  exampleFiles,
  renderInput,
  RULES,
} from '../__testUtils__/namespaces';
import type { PlannedObject, NamespaceRequest } from '../types';
import { compareBaselines } from './compareBaselines';
import { parseBaseline } from './parseBaseline';
import { renderBaseline } from './renderBaseline';

const WORKLOAD: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'payments-checkout' },
  spec: {
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { serviceAccountName: 'workload', containers: [{ name: 'web' }] },
    },
  },
};
const CLUSTER_ROLES: KubernetesObject[] = RULES.roles.map(
  ({ clusterRole }) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: clusterRole },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }],
  }),
);
const index = createControlIndex(CONTROL_CATALOGUE);

/** The worst result of each control, of which everything is known. */
function resultsOf(objects: readonly PlannedObject[]): Map<string, string> {
  const states = namespaceStatesOf(
    [
      ...objects.map(({ manifest }) => manifest as unknown as KubernetesObject),
      WORKLOAD,
      ...CLUSTER_ROLES,
    ],
    { incomplete: {} },
  );
  const results = new Map<string, string>();
  const order = ['not-applicable', 'pass', 'unknown', 'fail'];
  for (const { verdict } of evaluateNamespaceBaseline(states[0], {
    networkPolicyProvider: 'cilium',
  })) {
    const control = index.forPolicy({
      engine: 'shift-down',
      policy: verdict.policy,
      rule: verdict.rule,
    });
    const known = results.get(control.id);
    if (
      known === undefined ||
      order.indexOf(verdict.result) > order.indexOf(known)
    ) {
      results.set(control.id, verdict.result);
    }
  }
  return results;
}

function render(version: string, changes: Partial<NamespaceRequest> = {}) {
  return renderBaseline(
    exampleBaseline(version),
    renderInput(aRequest(changes)),
  );
}

describe.each(EXAMPLE_VERSIONS)('baseline %s', version => {
  it('parses, and its version is the name of its folder', () => {
    const { baseline, problems } = parseBaseline(
      exampleFiles(version),
      version,
      { controls: CONTROLS },
    );
    expect(problems).toEqual([]);
    expect(baseline?.version).toBe(version);
  });

  it.each(['default', 'strict'] as const)(
    'passes every control under the preset %s',
    limits => {
      const results = resultsOf(render(version, { limits }));
      expect(
        [...results].filter(
          ([control, result]) =>
            // Traffic that is published, and access to it, is not the baseline's.
            result !== 'pass' && !control.startsWith('rbac-'),
        ),
      ).toEqual([]);
    },
  );

  const claims = render(version).flatMap(({ id, controls }) =>
    controls.map(control => [control, id] as const),
  );

  it.each(claims)('passes %s, for which there is %s', control => {
    expect(resultsOf(render(version)).get(control)).toBe('pass');
  });

  it.each(claims)('does not pass %s without %s', (control, id) => {
    const rest = render(version).filter(object => object.id !== id);
    expect(resultsOf(rest).get(control)).toBe(
      // Without the Namespace nobody knows how it is labelled.
      id === 'namespace' ? 'unknown' : 'fail',
    );
  });

  it('claims the controls that a namespace is made secure by', () => {
    expect(new Set(claims.map(([control]) => control))).toEqual(
      new Set([
        'pod-security-enforcement',
        'pod-security-warnings',
        'network-policy',
        'network-dns',
        'resource-quota',
        'service-quota',
        'default-service-account',
      ]),
    );
  });

  it('never lets traffic to or from namespaces that nobody named', () => {
    const selectors = render(version).flatMap(({ manifest }) =>
      [
        ...JSON.stringify(manifest).matchAll(/"namespaceSelector":(\{[^}]*)/g),
      ].map(([, selector]) => selector),
    );
    expect(selectors.length).toBeGreaterThan(0);
    expect(selectors.filter(it => !it.includes('metadata.name'))).toEqual([]);
  });

  it('gives nobody rights before everything else is there', () => {
    const kinds = render(version).map(({ manifest }) => manifest.kind);
    expect(kinds[0]).toBe('Namespace');
    expect(kinds.slice(-2)).toEqual(['RoleBinding', 'RoleBinding']);
    expect(kinds.indexOf('RoleBinding')).toBe(kinds.length - 2);
  });
});

it('tells what is new in 1.1.0', () => {
  expect(
    compareBaselines(exampleBaseline('1.0.0'), exampleBaseline('1.1.0')),
  ).toEqual([
    {
      id: 'namespace',
      title: expect.any(String),
      change: 'changed',
      differences: ['enforce', 'audit', 'warn'].map(mode => ({
        path: `metadata.labels["pod-security.kubernetes.io/${mode}-version"]`,
        applied: '"v1.35"',
        found: '"v1.36"',
      })),
    },
    {
      id: 'storage-quota',
      title: 'Bounds on storage that outlives Pods',
      change: 'added',
      differences: [],
    },
  ]);
});
