import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  metricsServiceRef,
  tracingServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { CONTROL_CATALOGUE } from '@shift-down/plugin-shift-down-common';
import {
  clusterProvisionersExtensionPoint,
  clusterWritersExtensionPoint,
  controlsExtensionPoint,
  evidenceSourcesExtensionPoint,
  findBaseDirectory,
  imageSourcesExtensionPoint,
  pullRequestProvidersExtensionPoint,
  readBaselines,
  readGoldenImageFiles,
} from '@shift-down/plugin-shift-down-node';
import {
  createControlIndex,
  resolveControls,
} from '@shift-down/plugin-shift-down-policy';
import { AssessmentService } from './assessment/AssessmentService';
import { AssessmentMetrics } from './assessment/metrics';
import { CollectionService } from './collection/CollectionService';
import { LEASE_TIMES } from './collection/leaseTimes';
import { tellAll } from './collection/EvidenceObserver';
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
import { createExceptions } from './exceptions/createExceptions';
import {
  ClusterProvisioners,
  ClusterWriters,
  ControlCatalogue,
  EvidenceSources,
  ImageSources,
  PullRequestProviders,
} from './extensionPoints';
import { registerPermissions } from './permissions';
import { Pipeline } from './Pipeline';
import { createProvisioning } from './provisioning/createProvisioning';
import { createBaselineEvidenceObserver } from './provisioning/watch/createBaselineEvidenceObserver';
import { createRouter } from './service/createRouter';
import { measureRequests } from './service/metrics';
import { CampaignService } from './campaigns/CampaignService';
import { RepositoryBumper } from './campaigns/RepositoryBumper';
import { CatalogueReader } from './images/CatalogueReader';
import { capabilitiesOf } from './capabilitiesOf';
import { createImageEvidenceObserver } from './images/createImageEvidenceObserver';
import { looksAtImages } from './images/config';
import { ImageService } from './images/ImageService';
import { ImageMetrics } from './images/metrics';
import { RegistryEvidence } from './images/RegistryEvidence';
import { createUploadRouter } from './uploads/createUploadRouter';
import { UploadEvidence } from './uploads/UploadEvidence';
import { UploadReader } from './uploads/UploadReader';
import { UploadService } from './uploads/UploadService';
import { trustIn } from './trust/TrustReviewer';

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

    const clusterWriters = new ClusterWriters();
    env.registerExtensionPoint(clusterWritersExtensionPoint, clusterWriters);
    const clusterProvisioners = new ClusterProvisioners();
    env.registerExtensionPoint(
      clusterProvisionersExtensionPoint,
      clusterProvisioners,
    );

    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        tracing: tracingServiceRef,
        urlReader: coreServices.urlReader,
        userInfo: coreServices.userInfo,
      },
      async init(services) {
        const { auth, catalog, lifecycle, logger, scheduler } = services;
        const config = readShiftDownConfig(services.config);
        const controls = resolveControls(
          catalogue.all,
          config.controlOverrides,
          capabilitiesOf(config),
        );
        const index = createControlIndex(controls.all);
        const database = await services.database.getClient();
        await tuneSqlite(database);
        await applyMigrations(services.database, database);
        const clock = new DatabaseClock(database);
        await clock.measure();

        const catalogues = new CatalogueReader(database, config.images);
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
            ...(config.images.goldenImages.locations.length > 0 && {
              golden: async now => (await catalogues.current(now)).index,
            }),
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
        const judged = { index, version: controls.version };
        const observed = {
          database,
          clock,
          controls: judged,
          follower,
          staleAfterSeconds: config.collection.staleAfterSeconds,
          metrics: collectionMetrics,
          onMarked,
        };
        const evaluate = createEvaluationObserver({
          ...observed,
          evaluator,
          config: config.evaluation,
          evaluationMetrics: new EvaluationMetrics(services),
        });
        const writeImages = createImageEvidenceObserver({
          ...observed,
          providers: [
            new RegistryEvidence({
              database,
              clock,
              catalogues,
              config: config.images,
            }),
            new UploadEvidence({ database, clock, config: config.uploads }),
          ],
        });
        const networkPolicyProviders = new Map(
          sources.all.map(it => [it.id, it.networkPolicyProvider]),
        );
        const provisioning = createProvisioning({
          database,
          clock,
          config: config.provisioning,
          provisioners: clusterProvisioners.all,
          pullRequests: pullRequests.all,
          readBaselines: signal =>
            readBaselines({
              locations: config.provisioning.baselines,
              urlReader: services.urlReader,
              baseDirectory: findBaseDirectory(),
              integrations: ScmIntegrations.fromConfig(services.config),
              signal,
            }),
          networkPolicyProviders,
          controls: judged,
          correlation: config.correlation,
          follower,
          trusted: new Map(
            sources.all.map(it => {
              const trust = trustIn(it);
              return [it.id, trust.mode === 'rbac' ? trust.writers : []];
            }),
          ),
          catalog,
          auth,
          leaseTimes: LEASE_TIMES,
          logger,
          events: services.events,
          onMarked,
        });
        const writeBaselines = createBaselineEvidenceObserver({
          ...observed,
          enabled: config.provisioning.isEnabled,
          currentVersion: async () =>
            (await provisioning.baselines.current()).current?.version,
        });
        const collection = new CollectionService({
          database,
          clock,
          sources: sources.all,
          controls: judged,
          follower,
          staleAfterSeconds: config.collection.staleAfterSeconds,
          leaseTimes: LEASE_TIMES,
          retry: RETRY,
          logger,
          metrics: collectionMetrics,
          observe: run =>
            tellAll(evaluate(run), writeImages(run), writeBaselines(run)),
          onMarked,
        });
        const images = new ImageService({
          database,
          clock,
          sources: imageSources.all,
          config: config.images,
          catalogues,
          serviceLevels: config.serviceLevels,
          reports: new UploadReader(),
          readGoldenImages: signal =>
            readGoldenImageFiles({
              locations: config.images.goldenImages.locations,
              urlReader: services.urlReader,
              baseDirectory: findBaseDirectory(),
              integrations: ScmIntegrations.fromConfig(services.config),
              signal,
            }),
          leaseTimes: LEASE_TIMES,
          metrics: new ImageMetrics(services),
          logger,
          onMarked,
        });
        const bumper = new RepositoryBumper({
          providers: pullRequests.all,
          buildArguments: config.campaigns.buildArguments,
          logger,
        });
        const campaigns = new CampaignService({
          database,
          clock,
          bumper,
          catalogues,
          config: config.campaigns,
          leaseTimes: LEASE_TIMES,
          logger,
        });
        const exceptions = createExceptions({
          database,
          clock,
          config: config.exceptions,
          permissionsEnabled:
            services.config.getOptionalBoolean('permission.enabled') ?? false,
          writers: clusterWriters.all,
          pullRequests: pullRequests.all,
          notifications: services.notifications,
          signals: services.signals,
          auditor: services.auditor,
          leaseTimes: LEASE_TIMES,
          logger,
          onMarked,
        });
        const pipeline = new Pipeline({
          database,
          clock,
          assessment,
          collection,
          images,
          campaigns,
          exceptions,
          provisioning,
          mirror,
          mirrorFrequency: config.mirror.frequency,
          correlation: config.correlation,
          uploadRetentionMilliseconds: config.uploads.retention,
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
          createUploadRouter({
            ...services,
            uploads: new UploadService({
              database,
              clock,
              config: config.uploads,
              onMarked,
            }),
          }),
        );
        services.httpRouter.use(
          createRouter({
            ...exceptions,
            provisioning: {
              ...provisioning,
              config: config.provisioning,
              provisioners: clusterProvisioners.all,
            },
            logger,
            auth,
            auditor: services.auditor,
            identity: config.exceptions.identity,
            exceptionsExport: {
              hours: config.exceptions.export.hours,
              issuer:
                config.exceptions.export.issuer ??
                services.config.getOptionalString('app.baseUrl') ??
                'http://localhost',
            },
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
            networkPolicyProviders,
            pipelines: config.pipelines,
            userInfo: services.userInfo,
            controlOf: check => controlOfCheck(index, check),
            catalogues,
            looksAtImages: looksAtImages(config.images),
            isKnownExploited: advisory =>
              config.serviceLevels.knownExploitedAdvisories.has(
                advisory.toUpperCase(),
              ),
            bumper,
            campaigns: config.campaigns,
            sourceTests: new SourceTests(sources.all, { clock, logger }),
            assessNow: entityRef => assessment.assessNow(entityRef),
            mirrorNow: entityRef => mirror.refreshEntity(entityRef),
          }),
        );
      },
    });
  },
});
