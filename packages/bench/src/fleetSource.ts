import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  evidenceSourcesExtensionPoint,
  type EvidenceSource,
} from '@shift-down/plugin-shift-down-node';
import { clusterObjects, type FleetSize } from './fleet';

const BATCH = 250;

/** A source for each cluster of the fleet, feeding the real pipeline. */
export function createFleetModule(
  size: FleetSize,
  seed: number,
  onCollected: (cluster: number) => void,
) {
  return createBackendModule({
    pluginId: 'shift-down',
    moduleId: 'bench-fleet',
    register(env) {
      env.registerInit({
        deps: { sources: evidenceSourcesExtensionPoint },
        async init({ sources }) {
          for (let cluster = 0; cluster < size.clusters; cluster++) {
            sources.addSource(
              createFleetSource(size, seed, cluster, onCollected),
            );
          }
        },
      });
    },
  });
}

function createFleetSource(
  size: FleetSize,
  seed: number,
  cluster: number,
  onCollected: (cluster: number) => void,
): EvidenceSource {
  return {
    id: `cluster-${cluster}`,
    title: `Cluster ${cluster}`,
    async run(sink, { signal }) {
      await sink.identify({ uid: `cluster-uid-${cluster}` });
      const objects = clusterObjects(size, cluster, seed);
      const kinds = [
        'Namespace',
        'Workload',
        'PolicyReport',
        'VulnerabilityReport',
      ] as const;
      for (const kind of kinds) {
        for (let from = 0; from < objects[kind].length; from += BATCH) {
          if (signal.aborted) {
            return;
          }
          await sink.apply(kind, {
            upserts: objects[kind].slice(from, from + BATCH),
            deletes: [],
          });
        }
        await sink.report(kind, { state: 'fresh' });
      }
      onCollected(cluster);
      await heartbeat(signal, async () => {
        for (const kind of kinds) {
          await sink.report(kind, { state: 'fresh' });
        }
      });
    },
  };
}

async function heartbeat(
  signal: AbortSignal,
  beat: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, 60_000);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    if (!signal.aborted) {
      await beat();
    }
  }
}
