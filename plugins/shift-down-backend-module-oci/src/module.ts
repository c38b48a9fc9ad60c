import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  findBaseDirectory,
  imageSourcesExtensionPoint,
} from '@shift-down/plugin-shift-down-node';
import { readRegistries } from './config/readRegistries';
import { LayoutSource } from './layout/LayoutSource';
import { RegistrySource } from './registry/RegistrySource';

/**
 * Makes every registry and layout under `shiftDown.registries` a source of images.
 *
 * @throws InputError at start-up if one is configured in a way that can't work.
 * @public
 */
export const shiftDownModuleOci = createBackendModule({
  pluginId: 'shift-down',
  moduleId: 'oci',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        sources: imageSourcesExtensionPoint,
      },
      async init({ config, sources }) {
        for (const entry of readRegistries(config, findBaseDirectory())) {
          sources.addSource(
            entry.type === 'layout'
              ? new LayoutSource(entry)
              : new RegistrySource(entry),
          );
        }
      },
    });
  },
});
