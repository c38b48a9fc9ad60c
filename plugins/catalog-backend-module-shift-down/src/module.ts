import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import {
  findBaseDirectory,
  readGoldenImageFiles,
} from '@shift-down/plugin-shift-down-node';
import { readCatalogConfig } from './config';
import { GoldenImageEntityProvider } from './GoldenImageEntityProvider';

/**
 * Puts a Resource of type `golden-image` into the catalog for every golden image that
 * `shiftDown.goldenImages.locations` declare, and keeps them up to date.
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
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
        urlReader: coreServices.urlReader,
      },
      async init({ catalog, config, logger, scheduler, urlReader }) {
        const { locations, frequency } = readCatalogConfig(config);
        const integrations = ScmIntegrations.fromConfig(config);
        catalog.addEntityProvider(
          new GoldenImageEntityProvider({
            logger,
            runner: scheduler.createScheduledTaskRunner({
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
      },
    });
  },
});
