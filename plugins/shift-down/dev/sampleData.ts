/** Entities in every state, for the development app. Their titles say that they are samples. */
import type { Entity } from '@backstage/catalog-model';
import {
  ANNOTATION_KUBERNETES_CLUSTER,
  ANNOTATION_KUBERNETES_NAMESPACE,
  RESOURCE_TYPE_KUBERNETES_NAMESPACE,
} from '@shift-down/plugin-shift-down-common';
import type {
  Posture,
  PostureOverview,
} from '@shift-down/plugin-shift-down-common/client';
import type { FakeData } from '../src/__testUtils__/FakeShiftDownApi';
import {
  aFinding,
  aPosture,
  aSource,
  aVulnerability,
  findingId,
  hoursAgo,
} from '../src/__testUtils__/fixtures';
import { sampleExceptions } from './sampleExceptions';
import { sampleCampaigns, sampleGoldenImages } from './sampleGoldenImages';
import { sampleImages } from './sampleImages';
import { sampleManagedNamespaces } from './sampleManagedNamespaces';
import { sampleNamespaces } from './sampleNamespaces';
import { sampleSources, sampleTests } from './sampleSources';

const samples: Record<string, Partial<Posture>> = {
  'payments-api': {},
  'stale-sources': {
    grade: 'D',
    score: 62,
    coverage: 0.63,
    sources: [
      aSource({ recordedAt: hoursAgo(800) }),
      aSource({ kind: 'Report', state: 'not-installed' }),
      aSource({
        kind: 'VulnerabilityReport',
        state: 'stale',
        since: hoursAgo(9),
      }),
      aSource({
        kind: 'ConfigAuditReport',
        state: 'forbidden',
        since: hoursAgo(90),
        lastSuccessAt: undefined,
      }),
      aSource({
        kind: 'GatekeeperConstraint',
        state: 'failed',
        since: hoursAgo(2),
        error: 'The API server closed the connection.',
      }),
    ],
    unconfirmedClaim: true,
  },
  'all-clean': {
    grade: 'A',
    score: 100,
    coverage: 1,
    passing: 11,
    failing: 0,
    unknown: 0,
    worstFinding: undefined,
  },
  'not-assessed-yet': { state: 'pending' },
  'without-annotation': { state: 'not-claimed', claims: [] },
  'claim-not-confirmed': { state: 'unconfirmed' },
  'runs-nowhere': { state: 'no-workloads' },
};

const NOTHING_KNOWN: Partial<Posture> = {
  grade: 'unknown',
  score: undefined,
  coverage: 0,
  passing: 0,
  failing: 0,
  unknown: 0,
  worstFinding: undefined,
};

const postures: Posture[] = Object.entries(samples).map(([name, overrides]) =>
  aPosture({
    entityRef: `component:default/${name}`,
    title: `${name} (sample)`,
    ...(overrides.state ? NOTHING_KNOWN : {}),
    ...overrides,
  }),
);

const system = aPosture({
  entityRef: 'system:default/payments',
  kind: 'system',
  title: 'payments (sample)',
  parts: postures as PostureOverview[],
});

const ofNamespace = aPosture({
  entityRef: 'resource:default/demo-sample-as-applied',
  kind: 'resource',
  title: 'demo-sample-as-applied (sample)',
});

function entity(kind: string, name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      name,
      namespace: 'default',
      title: `${name} (sample)`,
      description: 'Sample data: no cluster has been read.',
    },
    spec: { type: 'service', lifecycle: 'experimental', owner: 'team-a' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/team-a' }],
  };
}

function namespaceEntity(namespace: string): Entity {
  const resource = entity('Resource', `demo-${namespace}`);
  return {
    ...resource,
    metadata: {
      ...resource.metadata,
      annotations: {
        [ANNOTATION_KUBERNETES_CLUSTER]: 'demo',
        [ANNOTATION_KUBERNETES_NAMESPACE]: namespace,
      },
    },
    spec: { type: RESOURCE_TYPE_KUBERNETES_NAMESPACE, owner: 'team-a' },
  };
}

export const sampleEntities: Entity[] = [
  ...Object.keys(samples).map(name => entity('Component', name)),
  entity('Component', 'unknown-to-the-portal'),
  entity('System', 'payments'),
  namespaceEntity('sample-as-applied'),
];

const policies = [
  'disallow-privileged-containers',
  'require-run-as-nonroot',
  'disallow-host-path',
];

export const sampleData: FakeData = {
  postures: [...postures, system, ofNamespace],
  overviews: [...postures, system],
  findings: [
    ...Array.from({ length: 60 }, (_, index) =>
      aFinding({
        id: findingId(index + 1),
        title: `Sample finding ${index + 1}`,
        severity: (['critical', 'high', 'medium', 'low'] as const)[index % 4],
        result: index % 7 === 0 ? 'unknown' : 'fail',
        policy: policies[index % 3],
        responsibility: index % 5 === 0 ? 'platform' : 'application',
      }),
    ),
    ...Array.from({ length: 30 }, (_, index) =>
      aVulnerability({
        id: findingId(1000 + index),
        advisory: `CVE-2099-${String(index).padStart(4, '0')}`,
        severity: (['critical', 'high', 'medium'] as const)[index % 3],
        fixedVersion: index % 2 ? undefined : '3.0.9',
        layer: (['base', 'application', 'unknown'] as const)[index % 3],
        layerEvidence: (['layer', 'package-class', 'none'] as const)[index % 3],
        dueAt: hoursAgo((index - 5) * -48),
        overdue: index < 5,
        knownExploited: index === 0,
        ...(index === 7 && {
          result: 'not-applicable' as const,
          suppression: {
            status: 'not_affected' as const,
            justification: 'vulnerable_code_not_in_execute_path',
            author: 'Platform team (sample)',
            trusted: true,
            trustedBy: 'platform-vex',
            reason: 'It is kept at a reviewed path in Git.',
            source: 'git' as const,
          },
        }),
      }),
    ),
  ],
  images: sampleImages,
  ...sampleGoldenImages,
  ...sampleCampaigns,
  ...sampleExceptions,
  ...sampleManagedNamespaces,
  sources: sampleSources,
  namespaces: sampleNamespaces,
  tests: sampleTests,
};
