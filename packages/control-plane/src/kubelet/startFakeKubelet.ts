/**
 * One node on which every Pod that was admitted runs at once, without running anything:
 * scheduler and kubelet in one, as far as the API server can tell.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject } from '../objects/KubernetesObject';
import type { ControlPlane } from '../types';

/** Stops with `stop()`; Pods stay as they are then. */
export interface FakeKubelet {
  readonly node: string;
  stop(): Promise<void>;
}

interface Pod extends KubernetesObject {
  metadata: KubernetesObject['metadata'] & { deletionTimestamp?: string };
  spec: { nodeName?: string; containers: { name: string; image: string }[] };
  status?: { phase?: string };
}

const ROUND_MS = 200;

export async function startFakeKubelet(
  controlPlane: ControlPlane,
  node = 'fake-node',
): Promise<FakeKubelet> {
  await controlPlane.json('/api/v1/nodes', {
    method: 'POST',
    json: { apiVersion: 'v1', kind: 'Node', metadata: { name: node } },
  });
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = (async () => {
    while (!signal.aborted) {
      await round(controlPlane, node).catch(() => {
        // The API server may be away; the next round asks again.
      });
      await sleep(ROUND_MS, undefined, { signal }).catch(() => {});
    }
  })();
  return {
    node,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function round(controlPlane: ControlPlane, node: string): Promise<void> {
  const { items } = await controlPlane.json<{ items: Pod[] }>('/api/v1/pods');
  for (const pod of items) {
    const { metadata, spec, status } = pod;
    const path = `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;
    if (metadata.deletionTimestamp) {
      await controlPlane.request(path, {
        method: 'DELETE',
        json: { gracePeriodSeconds: 0 },
      });
    } else if (!spec.nodeName) {
      await controlPlane.request(`${path}/binding`, {
        method: 'POST',
        json: {
          apiVersion: 'v1',
          kind: 'Binding',
          metadata: { name: metadata.name },
          target: { apiVersion: 'v1', kind: 'Node', name: node },
        },
      });
    } else if (spec.nodeName === node && status?.phase !== 'Running') {
      await controlPlane.request(`${path}/status`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/strategic-merge-patch+json' },
        json: { status: runningStatus(pod) },
      });
    }
  }
}

function runningStatus({ spec }: Pod) {
  const startedAt = new Date().toISOString();
  return {
    phase: 'Running',
    startTime: startedAt,
    podIP: '10.1.0.1',
    conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map(
      type => ({ type, status: 'True', lastTransitionTime: startedAt }),
    ),
    containerStatuses: spec.containers.map(({ name, image }) => ({
      name,
      image,
      imageID: '',
      ready: true,
      started: true,
      restartCount: 0,
      state: { running: { startedAt } },
    })),
  };
}
