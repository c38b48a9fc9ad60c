/** Requests for namespaces, and the baselines that are shipped. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTROL_CATALOGUE } from '@shift-down/plugin-shift-down-common';
import {
  BASELINE_FILE,
  parseBaseline,
  type BaselineFile,
} from '../baseline/parseBaseline';
import type { RequestFacts } from '../request/types';
import type {
  Baseline,
  NamespaceRequest,
  ProvisioningRules,
  RenderInput,
} from '../types';

export const CONTROLS = new Set(CONTROL_CATALOGUE.map(({ id }) => id));

const EXAMPLES = join(__dirname, '../../../../../examples/baselines');

export const EXAMPLE_VERSIONS = ['1.0.0', '1.1.0'];

/** Files of a shipped version. */
export function exampleFiles(version: string): BaselineFile[] {
  const folder = join(EXAMPLES, version);
  const read = (path: string) => ({
    path,
    content: readFileSync(join(folder, path), 'utf8'),
  });
  return [
    read(BASELINE_FILE),
    ...readdirSync(join(folder, 'objects')).map(it => read(`objects/${it}`)),
  ];
}

export function exampleBaseline(version: string): Baseline {
  const { baseline, problems } = parseBaseline(
    exampleFiles(version),
    `examples/baselines/${version}`,
    { controls: CONTROLS },
  );
  if (!baseline) {
    throw new Error(problems.join('\n'));
  }
  return baseline;
}

export const RULES: ProvisioningRules = {
  clusters: [
    {
      cluster: 'eu-west',
      delivery: 'cluster',
      dns: [
        {
          namespace: 'kube-system',
          podLabels: { 'k8s-app': 'kube-dns' },
          ports: [53],
        },
        { cidr: '169.254.20.10/32', ports: [53] },
      ],
      justInTime: false,
    },
    {
      cluster: 'laboratory',
      delivery: 'pull-request',
      environments: ['development'],
      dns: [{ cidr: '10.96.0.10/32', ports: [53] }],
      justInTime: false,
    },
  ],
  environments: [
    { name: 'development', title: 'Development' },
    { name: 'production', title: 'Production' },
  ],
  sizes: [
    {
      name: 'small',
      title: 'Small',
      quota: {
        'requests.cpu': '1',
        'requests.memory': '2Gi',
        'limits.cpu': '2',
        'limits.memory': '4Gi',
        pods: '20',
      },
      containerDefaults: {
        default: { cpu: '500m', memory: '256Mi' },
        defaultRequest: { cpu: '100m', memory: '128Mi' },
      },
    },
    {
      name: 'large',
      title: 'Large',
      quota: { 'limits.cpu': '8', 'limits.memory': '16Gi' },
      containerDefaults: {
        default: { cpu: '1', memory: '1Gi' },
        defaultRequest: { cpu: '500m', memory: '512Mi' },
        max: { cpu: '4', memory: '8Gi' },
      },
    },
  ],
  roles: [
    {
      name: 'viewer',
      title: 'Viewer',
      clusterRole: 'shift-down-namespace-viewer',
    },
    {
      name: 'developer',
      title: 'Developer',
      clusterRole: 'shift-down-namespace-developer',
    },
  ],
  reservedNamespaces: ['istio-*', 'monitoring'],
  prefixes: [
    { group: 'group:default/platform', prefixes: [''] },
    { prefixes: ['${owner}-'] },
  ],
  teamQuota: { 'limits.memory': '20Gi' },
};

export function aRequest(
  changes: Partial<NamespaceRequest> = {},
): NamespaceRequest {
  return {
    cluster: 'eu-west',
    name: 'payments-checkout',
    ownerRef: 'group:default/payments',
    systemRef: 'system:default/shop',
    dependencyOf: ['component:default/checkout'],
    environment: 'production',
    podSecurity: 'restricted',
    size: 'small',
    limits: 'default',
    egress: [
      {
        name: 'database',
        cidr: '10.20.30.0/24',
        ports: [{ protocol: 'TCP', port: 5432 }],
      },
      {
        name: 'ledger',
        namespace: 'ledger-api',
        ports: [{ protocol: 'TCP', port: 8443 }],
      },
    ],
    roles: ['viewer', 'developer'],
    ...changes,
  };
}

export function someFacts(changes: Partial<RequestFacts> = {}): RequestFacts {
  return {
    rules: RULES,
    ownGroups: ['group:default/payments', 'user:default/ada'],
    clusterGroup: { name: 'idp:payments' },
    knownSystems: new Set(['system:default/shop']),
    baselineVersions: EXAMPLE_VERSIONS,
    others: [],
    ...changes,
  };
}

/** What is rendered for a request, by presets of {@link RULES}. */
export function renderInput(
  request: NamespaceRequest = aRequest(),
  changes: Partial<RenderInput> = {},
): RenderInput {
  return {
    request,
    cluster: RULES.clusters.find(it => it.cluster === request.cluster)!,
    size: RULES.sizes.find(({ name }) => name === request.size)!,
    roles: request.roles.map(role => ({
      preset: RULES.roles.find(({ name }) => name === role)!,
      group: 'idp:payments',
    })),
    podSecurity: 'restricted',
    provisioningId: 'b7c1a0',
    ...changes,
  };
}
