import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import {
  findBaseDirectory,
  readGoldenImageFiles,
} from '@shift-down/plugin-shift-down-node';
import { readCatalogConfig } from './goldenImages/config';
import { GoldenImageEntityProvider } from './goldenImages/GoldenImageEntityProvider';
import { createNamespaceProvider } from './namespaces/createNamespaceProvider';

/**
 * Puts a Resource of type `golden-image` into the catalog for every golden image that
 * `shiftDown.goldenImages.locations` declare, and, where `shiftDown.provisioning` is
 * configured, one of type `kubernetes-namespace` for every namespace that the portal
 * manages; keeps both up to date.
 *
 * @throws InputError at start-up if a location is configured in a way that can't work.
 * @public
 */
export const catalogModuleShiftDown = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'shift-down',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        logger: coreServices.logger,
        processing: catalogProcessingExtensionPoint,
        scheduler: coreServices.scheduler,
        urlReader: coreServices.urlReader,
      },
      async init({ config, processing, urlReader, ...services }) {
        const { locations, frequency } = readCatalogConfig(config);
        const integrations = ScmIntegrations.fromConfig(config);
        processing.addEntityProvider(
          new GoldenImageEntityProvider({
            logger: services.logger,
            runner: services.scheduler.createScheduledTaskRunner({
              frequency,
              timeout: { minutes: 10 },
            }),
            read: signal =>
              readGoldenImageFiles({
                locations,
                urlReader,
                integrations,
                baseDirectory: findBaseDirectory(),
                signal,
              }),
          }),
        );
        if (config.has('shiftDown.provisioning')) {
          processing.addEntityProvider(createNamespaceProvider(services));
        }
      },
    });
  },
});
