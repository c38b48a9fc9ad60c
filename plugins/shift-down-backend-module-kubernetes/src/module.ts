import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  metricsServiceRef,
  tracingServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import {
  clusterProvisionersExtensionPoint,
  clusterWritersExtensionPoint,
  evidenceSourcesExtensionPoint,
} from '@shift-down/plugin-shift-down-node';
import { readClusters } from './config';
import { createConnection } from './live/connection/createConnection';
import { LiveCluster } from './live/LiveCluster';
import { createLiveMetrics } from './live/metrics';
import { AnswerParser } from './live/parsing/AnswerParser';
import { createProvisioner } from './provisioner/createProvisioner';
import { RecordedProvisioner } from './provisioner/recorded/RecordedProvisioner';
import { RecordedCluster } from './recorded/RecordedCluster';
import { createWriter } from './writer/createWriter';

/**
 * Makes every cluster under `shiftDown.clusters` a source of evidence, and those with an
 * enforcer one that exceptions are written to, with a provisioner one where namespaces are
 * made.
 *
 * @throws InputError at start-up if a cluster is configured in a way that can't work.
 * @public
 */
export const shiftDownModuleKubernetes = createBackendModule({
  pluginId: 'shift-down',
  moduleId: 'kubernetes',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        lifecycle: coreServices.lifecycle,
        metrics: metricsServiceRef,
        provisioners: clusterProvisionersExtensionPoint,
        sources: evidenceSourcesExtensionPoint,
        tracing: tracingServiceRef,
        writers: clusterWritersExtensionPoint,
      },
      async init({
        auth,
        config,
        discovery,
        lifecycle,
        metrics,
        provisioners,
        sources,
        tracing,
        writers,
      }) {
        const clusters = readClusters(config, process.cwd());
        const parser = new AnswerParser({
          objectBytes: Math.max(
            0,
            ...clusters.map(it =>
              it.type === 'live' ? it.options.limits.objectBytes : 0,
            ),
          ),
        });
        lifecycle.addShutdownHook(() => parser.close());
        const shared = {
          parser,
          metrics: createLiveMetrics({ metrics, tracing }),
        };
        for (const cluster of clusters) {
          if (cluster.type === 'recorded') {
            sources.addSource(new RecordedCluster(cluster.options));
            if (cluster.isProvisioned) {
              const { id, ...options } = cluster.options;
              provisioners.addProvisioner(
                new RecordedProvisioner({ ...options, cluster: id }),
              );
            }
          } else {
            const connect = () =>
              createConnection(cluster.connection, { auth, discovery });
            sources.addSource(
              new LiveCluster({ ...cluster.options, connect }, shared),
            );
            const { id } = cluster.options;
            const services = { auth, discovery };
            if (cluster.writer) {
              const { writer, close } = createWriter(
                id,
                cluster.writer,
                services,
              );
              lifecycle.addShutdownHook(close);
              writers.addWriter(writer);
            }
            if (cluster.provisioner) {
              const { provisioner, close } = createProvisioner(
                id,
                cluster.provisioner,
                services,
              );
              lifecycle.addShutdownHook(close);
              provisioners.addProvisioner(provisioner);
            }
          }
        }
      },
    });
  },
});
