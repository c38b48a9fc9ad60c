import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { CONTROL_CATALOGUE } from '@shift-down/plugin-shift-down-common';
import {
  controlsExtensionPoint,
  evidenceSourcesExtensionPoint,
} from '@shift-down/plugin-shift-down-node';
import {
  createControlIndex,
  resolveControls,
} from '@shift-down/plugin-shift-down-policy';
import { AssessmentService } from './assessment/AssessmentService';
import { CollectionService } from './collection/CollectionService';
import { readShiftDownConfig } from './config';
import { CatalogMirror } from './correlation/CatalogMirror';
import { Correlator } from './correlation/Correlator';
import { applyMigrations } from './database/applyMigrations';
import { tuneSqlite } from './database/tuneSqlite';
import { ControlCatalogue, EvidenceSources } from './extensionPoints';
import { registerPermissions } from './permissions';
import { Pipeline } from './Pipeline';
import { createRouter } from './service/createRouter';

const LEASE_SECONDS = 30;
const RETRY = { minimumSeconds: 1, maximumSeconds: 300 };

/**
 * Shift Down: collects evidence, correlates it with the catalog, assesses entities
 * and serves their posture.
 * @public
 */
export const shiftDownPlugin = createBackendPlugin({
  pluginId: 'shift-down',
  register(env) {
    const sources = new EvidenceSources();
    const catalogue = new ControlCatalogue(CONTROL_CATALOGUE);
    env.registerExtensionPoint(evidenceSourcesExtensionPoint, sources);
    env.registerExtensionPoint(controlsExtensionPoint, catalogue);

    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
      },
      async init(services) {
        const { auth, catalog, lifecycle, logger, scheduler } = services;
        const config = readShiftDownConfig(services.config);
        const controls = resolveControls(
          catalogue.all,
          config.controlOverrides,
        );
        const index = createControlIndex(controls.all);
        const database = await services.database.getClient();
        await tuneSqlite(database);
        await applyMigrations(services.database, database);

        const assessment = new AssessmentService({
          database,
          judgement: {
            controls: controls.enabled,
            index,
            maxAge: config.maxAge,
          },
          concurrency: config.assessment.concurrency,
          logger,
        });
        const onMarked = () => assessment.wake();
        const mirror = new CatalogMirror({
          database,
          catalog,
          auth,
          logger,
          correlation: config.correlation,
          kinds: config.mirror.kinds,
          onMarked,
        });
        const collection = new CollectionService({
          database,
          sources: sources.all,
          controls: { index, version: controls.version },
          follower: new Correlator(config.correlation),
          staleAfterSeconds: config.collection.staleAfterSeconds,
          leaseSeconds: LEASE_SECONDS,
          retry: RETRY,
          logger,
          onMarked,
        });
        const pipeline = new Pipeline({
          database,
          assessment,
          collection,
          mirror,
          mirrorFrequency: config.mirror.frequency,
          correlation: config.correlation,
          scheduler,
          logger,
        });
        lifecycle.addStartupHook(() => pipeline.start());
        lifecycle.addShutdownHook(() => pipeline.stop());

        registerPermissions(services.permissionsRegistry, { database });
        services.httpRouter.use(
          createRouter({
            catalog,
            database,
            controls: controls.enabled,
            httpAuth: services.httpAuth,
            permissions: services.permissions,
            permissionsRegistry: services.permissionsRegistry,
            trust: config.correlation.trust,
            maxAge: config.maxAge,
            ownerLabel: config.correlation.ownerLabel,
            assessNow: entityRef => assessment.assessNow(entityRef),
            mirrorNow: entityRef => mirror.refreshEntity(entityRef),
          }),
        );
      },
    });
  },
});
