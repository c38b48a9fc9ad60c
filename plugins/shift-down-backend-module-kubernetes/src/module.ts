import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { evidenceSourcesExtensionPoint } from '@shift-down/plugin-shift-down-node';
import { readClusters } from './config';
import { RecordedCluster } from './recorded/RecordedCluster';

/**
 * Makes every cluster under `shiftDown.clusters` a source of evidence.
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
        config: coreServices.rootConfig,
        sources: evidenceSourcesExtensionPoint,
      },
      async init({ config, sources }) {
        for (const cluster of readClusters(config, process.cwd())) {
          sources.addSource(new RecordedCluster(cluster));
        }
      },
    });
  },
});
