/** Collects the managed fleet from nowhere, and changes an object of it when told to. */
import { createBackendModule } from '@backstage/backend-plugin-api';
import type {
  CollectedObject,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';
import {
  evidenceSourcesExtensionPoint,
  type EvidenceSink,
} from '@shift-down/plugin-shift-down-node';
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import {
  OBSERVED_CLUSTER_KINDS,
  OBSERVED_KINDS,
} from '@shift-down/plugin-shift-down-backend/src/database/operations/provisioning/watch/observedObjects';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  clusterName,
  clusterUid,
  collectedOf,
  kindOf,
  membersOf,
  recordsOf,
  type ManagedFleet,
} from './managedFleet';

const KINDS: readonly SourceKind[] = [
  ...OBSERVED_KINDS,
  ...OBSERVED_CLUSTER_KINDS,
];
const BATCH = 250;
const HEARTBEAT_MILLISECONDS = 60_000;

/** @param roles - ClusterRoles that every cluster has. */
export function createManagedSource(
  fleet: ManagedFleet,
  roles: readonly CollectedObject[],
) {
  const sinks = new Map<number, EvidenceSink>();

  async function collect(cluster: number, sink: EvidenceSink) {
    await sink.identify({ uid: clusterUid(cluster) });
    const byKind = new Map<SourceKind, CollectedObject[]>(
      KINDS.map(kind => [kind, []]),
    );
    roles.forEach(role => byKind.get(kindOf(role))?.push(role));
    for (const member of membersOf(fleet)) {
      if (member.cluster === cluster) {
        const { objects } = recordsOf(fleet.baseline, member);
        collectedOf(objects).forEach(object =>
          byKind.get(kindOf(object))?.push(object),
        );
      }
    }
    for (const [kind, objects] of byKind) {
      for (let from = 0; from < objects.length; from += BATCH) {
        const upserts = objects.slice(from, from + BATCH);
        await sink.apply(kind, { upserts, deletes: [] });
      }
      await sink.report(kind, { state: 'fresh' });
    }
    sinks.set(cluster, sink);
  }

  const feature = createBackendModule({
    pluginId: 'shift-down',
    moduleId: 'bench-managed',
    register(env) {
      env.registerInit({
        deps: { sources: evidenceSourcesExtensionPoint },
        async init({ sources }) {
          for (let cluster = 0; cluster < fleet.clusters; cluster++) {
            sources.addSource({
              id: clusterName(cluster),
              title: clusterName(cluster),
              async run(sink, { signal }) {
                await collect(cluster, sink);
                while (!signal.aborted) {
                  await sleep(HEARTBEAT_MILLISECONDS, undefined, {
                    signal,
                  }).catch(() => {});
                  for (const kind of signal.aborted ? [] : KINDS) {
                    await sink.report(kind, { state: 'fresh' });
                  }
                }
              },
            });
          }
        },
      });
    },
  });
  return {
    feature,
    isCollected: () => sinks.size === fleet.clusters,
    async change(cluster: number, object: CollectedObject): Promise<void> {
      await sinks
        .get(cluster)
        ?.apply(kindOf(object), { upserts: [object], deletes: [] });
    },
  };
}
