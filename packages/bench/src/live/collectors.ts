/**
 * Two ways to know what a cluster holds, alone in a process: our source of evidence
 * with a sink that only counts, and the stock informers of client-node. The informers
 * know Pods and policy reports only, ours also everything else that it collects.
 */
import {
  coreServices,
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  makeInformer,
  type KubernetesListObject,
  type KubernetesObject,
} from '@kubernetes/client-node';
import {
  evidenceSourcesExtensionPoint,
  type EvidenceSink,
  type EvidenceSource,
} from '@shift-down/plugin-shift-down-node';

const REPORTS = {
  group: 'wgpolicyk8s.io',
  version: 'v1alpha2',
  plural: 'policyreports',
};

export interface Collector {
  /** Pods and reports known so far, over all clusters. */
  count(): number;
  stop(): Promise<void>;
}

/** Starts our source, as often as `clusters` says, on the same server. */
export async function startOurs(
  kubeconfig: string,
  clusters: number,
): Promise<Collector> {
  const sources: EvidenceSource[] = [];
  const stop = new AbortController();
  const known = new Set<string>();
  const plugin = createBackendPlugin({
    pluginId: 'shift-down',
    register(env) {
      env.registerExtensionPoint(evidenceSourcesExtensionPoint, {
        addSource: source => sources.push(source),
      });
      env.registerInit({
        deps: { lifecycle: coreServices.lifecycle },
        async init() {},
      });
    },
  });
  // Keeps the plugin alive although nobody else extends it.
  const idle = createBackendModule({
    pluginId: 'shift-down',
    moduleId: 'bench-idle',
    register(env) {
      env.registerInit({ deps: {}, async init() {} });
    },
  });
  const backend = await startTestBackend({
    features: [
      mockServices.rootConfig.factory({
        data: {
          shiftDown: {
            clusters: Array.from({ length: clusters }, (_, i) => ({
              name: `bench-${i}`,
              type: 'kubeconfig',
              path: kubeconfig,
            })),
          },
        },
      }),
      plugin,
      idle,
      import('@shift-down/plugin-shift-down-backend-module-kubernetes'),
    ],
  });
  const logger = mockServices.rootLogger({ level: 'none' });
  const runs = sources.map(source =>
    source.run(countingSink(source.id, known), {
      signal: stop.signal,
      logger,
    }),
  );
  return {
    count: () => known.size,
    async stop() {
      stop.abort();
      await Promise.allSettled(runs);
      await backend.stop();
    },
  };
}

function countingSink(cluster: string, known: Set<string>): EvidenceSink {
  return {
    identify: async () => 'collect',
    async apply(kind, { upserts, deletes }) {
      if (kind === 'Workload' || kind === 'PolicyReport') {
        for (const { key } of upserts) {
          known.add(`${cluster} ${kind} ${key.namespace}/${key.name}`);
        }
        for (const key of deletes) {
          known.delete(`${cluster} ${kind} ${key.namespace}/${key.name}`);
        }
      }
    },
    async complete() {},
    async report() {},
    async note() {},
  };
}

/** Starts the stock informers. */
export async function startInformers(
  kubeconfig: string,
  clusters: number,
): Promise<Collector> {
  const known = new Set<string>();
  const informers = Array.from({ length: clusters }, (_, index) => {
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    const core = config.makeApiClient(CoreV1Api);
    const custom = config.makeApiClient(CustomObjectsApi);
    return [
      makeInformer(config, '/api/v1/pods', () =>
        core.listPodForAllNamespaces(),
      ),
      makeInformer(
        config,
        `/apis/${REPORTS.group}/${REPORTS.version}/${REPORTS.plural}`,
        async () =>
          (await custom.listClusterCustomObject(
            REPORTS,
          )) as KubernetesListObject<KubernetesObject>,
      ),
    ].map((informer, kind) => {
      const id = ({ metadata }: KubernetesObject) =>
        `${index} ${kind} ${metadata?.namespace}/${metadata?.name}`;
      informer.on('add', object => known.add(id(object)));
      informer.on('delete', object => known.delete(id(object)));
      return informer;
    });
  }).flat();
  await Promise.all(informers.map(informer => informer.start()));
  return {
    count: () => known.size,
    async stop() {
      await Promise.all(informers.map(informer => informer.stop()));
    },
  };
}
