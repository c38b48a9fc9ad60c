import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  metricsServiceRef,
  tracingServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { CONTROL_CATALOGUE } from '@shift-down/plugin-shift-down-common';
import {
  controlsExtensionPoint,
  evidenceSourcesExtensionPoint,
  imageSourcesExtensionPoint,
  pullRequestProvidersExtensionPoint,
} from '@shift-down/plugin-shift-down-node';
import {
  createControlIndex,
  resolveControls,
} from '@shift-down/plugin-shift-down-policy';
import { AssessmentService } from './assessment/AssessmentService';
import { AssessmentMetrics } from './assessment/metrics';
import { CollectionService } from './collection/CollectionService';
import { LEASE_TIMES } from './collection/leaseTimes';
import { CollectionMetrics } from './collection/metrics';
import { SourceTests } from './collection/SourceTests';
import { readShiftDownConfig } from './config';
import { CatalogMirror } from './correlation/CatalogMirror';
import { Correlator } from './correlation/Correlator';
import { applyMigrations } from './database/applyMigrations';
import { DatabaseClock } from './database/DatabaseClock';
import { tuneSqlite } from './database/tuneSqlite';
import { controlOfCheck } from './evaluation/controlOfCheck';
import { createEvaluationObserver } from './evaluation/createEvaluationObserver';
import { createEvaluator } from './evaluation/createEvaluator';
import { EvaluationMetrics } from './evaluation/metrics';
import {
  ControlCatalogue,
  EvidenceSources,
  ImageSources,
  PullRequestProviders,
} from './extensionPoints';
import { registerPermissions } from './permissions';
import { Pipeline } from './Pipeline';
import { createRouter } from './service/createRouter';
import { measureRequests } from './service/metrics';

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
    const imageSources = new ImageSources();
    env.registerExtensionPoint(imageSourcesExtensionPoint, imageSources);
    const pullRequests = new PullRequestProviders();
    env.registerExtensionPoint(
      pullRequestProvidersExtensionPoint,
      pullRequests,
    );

    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        tracing: tracingServiceRef,
        userInfo: coreServices.userInfo,
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
        const clock = new DatabaseClock(database);
        await clock.measure();

        const assessmentMetrics = new AssessmentMetrics(services);
        assessmentMetrics.observeQueue(database, clock);
        const collectionMetrics = new CollectionMetrics(services);
        collectionMetrics.observeSources(database, clock);

        const assessment = new AssessmentService({
          database,
          clock,
          judgement: {
            controls: controls.enabled,
            index,
            maxAge: config.maxAge,
            serviceLevels: config.serviceLevels,
          },
          concurrency: config.assessment.concurrency,
          logger,
          metrics: assessmentMetrics,
        });
        const onMarked = () => assessment.wake();
        const mirror = new CatalogMirror({
          database,
          clock,
          catalog,
          auth,
          logger,
          correlation: config.correlation,
          kinds: config.mirror.kinds,
          onMarked,
        });
        const follower = new Correlator(config.correlation);
        const evaluator = createEvaluator(logger);
        const collection = new CollectionService({
          database,
          clock,
          sources: sources.all,
          controls: { index, version: controls.version },
          follower,
          staleAfterSeconds: config.collection.staleAfterSeconds,
          leaseTimes: LEASE_TIMES,
          retry: RETRY,
          logger,
          metrics: collectionMetrics,
          observe: createEvaluationObserver({
            database,
            clock,
            controls: { index, version: controls.version },
            follower,
            evaluator,
            config: config.evaluation,
            evaluationMetrics: new EvaluationMetrics(services),
            staleAfterSeconds: config.collection.staleAfterSeconds,
            metrics: collectionMetrics,
            onMarked,
          }),
          onMarked,
        });
        const pipeline = new Pipeline({
          database,
          clock,
          assessment,
          collection,
          mirror,
          mirrorFrequency: config.mirror.frequency,
          correlation: config.correlation,
          scheduler,
          logger,
        });
        lifecycle.addStartupHook(() => pipeline.start());
        lifecycle.addShutdownHook(async () => {
          await pipeline.stop();
          await evaluator.close();
        });

        registerPermissions(services.permissionsRegistry, { database });
        services.httpRouter.use(measureRequests(services));
        services.httpRouter.use(
          createRouter({
            auditor: services.auditor,
            catalog,
            database,
            clock,
            controls: controls.enabled,
            httpAuth: services.httpAuth,
            permissions: services.permissions,
            permissionsRegistry: services.permissionsRegistry,
            trust: config.correlation.trust,
            maxAge: config.maxAge,
            ownerLabel: config.correlation.ownerLabel,
            networkPolicyProviders: new Map(
              sources.all.map(it => [it.id, it.networkPolicyProvider]),
            ),
            pipelines: config.pipelines,
            userInfo: services.userInfo,
            controlOf: check => controlOfCheck(index, check),
            sourceTests: new SourceTests(sources.all, { clock, logger }),
            assessNow: entityRef => assessment.assessNow(entityRef),
            mirrorNow: entityRef => mirror.refreshEntity(entityRef),
          }),
        );
      },
    });
  },
});
