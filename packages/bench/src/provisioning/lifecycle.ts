/** Many namespaces over HTTP, as a signed-in user has them made, on a real API server. */
import { mockCredentials } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import {
  ShiftDownClient,
  type NamespaceRequest,
} from '@shift-down/plugin-shift-down-common/client';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBenchBackend, type Engine } from '../backend';
import { teamEntities } from '../entities';
import { percentiles, sample, until, watch } from '../measure';
import { EXAMPLES, type GuardedCluster } from './guardedCluster';

const TEAM = 'group:default/team-0';
const CLUSTER = 'bench';

/** Who is signed in; the catalog says so too. */
const USER: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'mock', namespace: 'default', uid: 'user', etag: '1' },
  spec: { memberOf: ['team-0'] },
  relations: [{ type: 'memberOf', targetRef: TEAM }],
};

export interface LifecycleOptions {
  engine: Engine;
  connection?: string;
  namespaces: number;
}

/** @returns a row of a table for each step. */
export async function measureLifecycle(
  cluster: GuardedCluster,
  options: LifecycleOptions,
): Promise<object[]> {
  const directory = await mkdtemp(join(tmpdir(), 'shift-down-bench-'));
  const backend = await startBenchBackend({
    ...options,
    directory,
    entities: [...teamEntities({ namespaces: 1, workloads: 0 }), USER],
    userGroup: TEAM,
    shiftDown: {
      clusters: [await cluster.entry(CLUSTER)],
      provisioning: {
        baselines: {
          locations: [{ type: 'folder', target: join(EXAMPLES, 'baselines') }],
        },
        clusters: [{ cluster: CLUSTER }],
        groups: { named: [{ group: TEAM, name: 'team-0' }] },
        // What the guardrails of the example organisation ask of every Pod.
        proofs: {
          image: `registry.example.com/pause@sha256:${'0'.repeat(64)}`,
          labels: { 'shift-down.io/owner': 'team-0' },
        },
      },
    },
    features: [
      import('@shift-down/plugin-shift-down-backend-module-kubernetes'),
    ],
  });
  try {
    const client = clientOf(backend.server.port());
    await until('the cluster is collected', 120, async () => {
      const { clusters } = await client.getNamespaceOptions();
      return clusters.some(it => it.name === CLUSTER && !it.problem);
    });
    return await measureSteps(cluster, client, options);
  } finally {
    await backend.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measureSteps(
  cluster: GuardedCluster,
  client: ShiftDownClient,
  { engine, namespaces }: LifecycleOptions,
): Promise<object[]> {
  const requests = Array.from({ length: namespaces }, (_, index) =>
    requestFor(`bench-${engine}-${index}`),
  );
  const provision = async (request: NamespaceRequest) => {
    const { state, reason } = await client.provisionNamespace(request);
    return state === 'complete' ? 'complete' : `${state}: ${reason}`;
  };
  const steps: [string, (request: NamespaceRequest) => Promise<string>][] = [
    [
      'preview',
      async request => {
        const { problems } = await client.previewNamespace(request);
        return problems.map(it => it.message).join('; ') || 'nothing against';
      },
    ],
    ['provision', provision],
    ['provision again', provision],
    [
      'verify',
      async request => {
        const { proofs } = await client.changeManagedNamespace(
          { cluster: CLUSTER, namespace: request.name },
          'verify',
        );
        const unproved = (proofs?.items ?? [])
          .filter(it => it.outcome !== 'proved')
          .map(it => `${it.id} ${it.outcome}`);
        return ['proved', ...unproved].join(', ');
      },
    ],
  ];
  const rows = [];
  for (const [step, take] of steps) {
    const answers = new Map<string, number>();
    const before = await cluster.countRequests();
    const { longestBlock, peakMemory, seconds, value } = await watch(() =>
      sample(namespaces, async round => {
        const answer = await take(requests[round]);
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
      }),
    );
    const asked = (await cluster.countRequests()) - before;
    const { p50, p95 } = percentiles(value);
    rows.push({
      Engine: engine,
      Step: step,
      'p50 ms': Math.round(p50),
      'p95 ms': Math.round(p95),
      'Total s': seconds.toFixed(1),
      'API requests each': (asked / namespaces).toFixed(1),
      'Longest block ms': Math.round(longestBlock),
      'Peak MiB': Math.round(peakMemory),
      Answers: [...answers].map(([text, n]) => `${n} × ${text}`).join(' | '),
    });
  }
  return rows;
}

function requestFor(name: string): NamespaceRequest {
  return {
    cluster: CLUSTER,
    name,
    ownerRef: TEAM,
    environment: 'staging',
    size: 'small',
    podSecurity: 'restricted',
    limits: 'default',
    roles: ['viewer', 'developer'],
    egress: [
      {
        name: 'database',
        cidr: '10.1.0.0/16',
        ports: [{ protocol: 'TCP', port: 5432 }],
      },
    ],
    dependencyOf: [],
  };
}

function clientOf(port: number): ShiftDownClient {
  return new ShiftDownClient({
    discoveryApi: {
      getBaseUrl: async pluginId => `http://127.0.0.1:${port}/api/${pluginId}`,
    },
    fetchApi: {
      fetch: (input, init) => {
        const request = new Request(input, init);
        request.headers.set('authorization', mockCredentials.user.header());
        return fetch(request);
      },
    },
  });
}
