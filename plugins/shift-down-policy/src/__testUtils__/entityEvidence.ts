/** An entity's evidence for tests: one Deployment, every source fresh. */
import {
  SOURCE_KINDS,
  type SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type {
  AssessedSubject,
  ClusterState,
  EntityEvidence,
  SourceState,
  StoredObservation,
  StoredPass,
} from '../types';
import { CLUSTER, OBSERVED_AT } from './evidence';

export const SINCE = '2026-05-01T00:00:00.000Z';

export function cluster(
  states: Partial<Record<SourceKind, Partial<SourceState> | 'missing'>> = {},
  overrides: Partial<ClusterState> = {},
): ClusterState {
  return {
    uid: CLUSTER,
    name: 'demo',
    sources: SOURCE_KINDS.flatMap((kind): SourceState[] => {
      const state = states[kind];
      return state === 'missing'
        ? []
        : [{ kind, state: 'fresh', since: SINCE, ...state }];
    }),
    ...overrides,
  };
}

export function subject(
  name: string,
  containers: string[] = ['app'],
  overrides: Partial<AssessedSubject> = {},
): AssessedSubject {
  return {
    id: name,
    clusterUid: CLUSTER,
    reference: { namespace: 'shop', kind: 'Deployment', name },
    kind: 'workload',
    containers: containers.map(container => ({
      name: container,
      type: 'main',
      image: 'web',
      repository: 'docker.io/library/web',
    })),
    ...overrides,
  };
}

export function namespace(name: string): AssessedSubject {
  return subject(name, [], {
    kind: 'namespace',
    reference: { namespace: '', kind: 'Namespace', name },
  });
}

export function observation(
  overrides: Partial<StoredObservation> & { controlId: string },
): StoredObservation {
  return {
    findingId: `finding of ${overrides.controlId}`,
    severity: 'high',
    subjectId: 'web',
    component: '',
    clusterUid: CLUSTER,
    sourceKind: 'PolicyReport',
    result: 'fail',
    reason: '',
    observedAt: OBSERVED_AT,
    ...overrides,
  };
}

export function pass(
  counts: StoredPass['counts'],
  overrides: Partial<StoredPass> = {},
): StoredPass {
  return {
    subjectId: 'web',
    clusterUid: CLUSTER,
    sourceKind: 'PolicyReport',
    counts,
    observedAt: OBSERVED_AT,
    reportNamespace: 'shop',
    ...overrides,
  };
}

export function entityEvidence(
  overrides: Partial<EntityEvidence> = {},
): EntityEvidence {
  return {
    entityRef: 'component:default/web',
    claim: 'confirmed',
    clusters: [cluster()],
    subjects: [subject('web')],
    observations: [],
    passes: [],
    unreadable: [],
    ...overrides,
  };
}
