/**
 * The way of the data inside one replica: starts collection, the inspection of images, the
 * mirror of the catalog and assessment, and stops them in the opposite order.
 */
import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { HumanDuration } from '@backstage/types';
import type { Knex } from 'knex';
import type { AssessmentService } from './assessment/AssessmentService';
import { backoffMilliseconds } from './collection/backoff';
import type { CampaignService } from './campaigns/CampaignService';
import type { CollectionService } from './collection/CollectionService';
import { describeError } from './collection/describeError';
import { pause } from './collection/pause';
import type { CatalogMirror } from './correlation/CatalogMirror';
import { recorrelate } from './correlation/recorrelate';
import type { CorrelationOptions } from './correlation/types';
import type { DatabaseClock } from './database/DatabaseClock';
import type { ImageService } from './images/ImageService';
import { expireSources } from './database/operations/assessment/expireSources';
import { markForAssessment } from './database/operations/queue/markForAssessment';
import { prune } from './database/operations/assessment/prune';
import { snapshotHistory } from './database/operations/assessment/storeHistory';
import { pruneUploads } from './database/operations/uploads/pruneUploads';
import { transact } from './database/transact';

const RETRY = { minimumSeconds: 1, maximumSeconds: 30 };

/** @internal */
export interface PipelineOptions {
  database: Knex;
  clock: DatabaseClock;
  assessment: AssessmentService;
  collection: CollectionService;
  images: ImageService;
  campaigns: CampaignService;
  exceptions: { start(): void; stop(): Promise<void> };
  provisioning: { start(): void; stop(): Promise<void> };
  mirror: CatalogMirror;
  mirrorFrequency: HumanDuration;
  correlation: CorrelationOptions;
  /** For so long an upload about what does not run is kept. */
  uploadRetentionMilliseconds: number;
  scheduler: SchedulerService;
  logger: LoggerService;
}

/** @internal */
export class Pipeline {
  readonly #options: PipelineOptions;
  readonly #stop = new AbortController();
  #starting: Promise<unknown> = Promise.resolve();

  constructor(options: PipelineOptions) {
    this.#options = options;
  }

  /** Returns at once; what can't be started yet is tried again until it can. */
  async start(): Promise<void> {
    const {
      assessment,
      campaigns,
      collection,
      exceptions,
      images,
      mirror,
      provisioning,
    } = this.#options;
    assessment.start();
    images.start();
    campaigns.start();
    exceptions.start();
    provisioning.start();
    this.#starting = Promise.all([
      this.#persist('apply the configuration to what is stored', () =>
        this.#reconcile(),
      ).then(() => this.#persist('start collecting', () => collection.start())),
      this.#persist('read the catalog', () =>
        mirror.refresh(this.#stop.signal),
      ),
    ]);
    await this.#schedule();
  }

  async stop(): Promise<void> {
    const {
      assessment,
      campaigns,
      collection,
      exceptions,
      images,
      provisioning,
    } = this.#options;
    this.#stop.abort();
    await this.#starting;
    await collection.stop();
    await provisioning.stop();
    await exceptions.stop();
    await campaigns.stop();
    await images.stop();
    await assessment.stop();
  }

  /** Configuration may have changed while nothing else did. */
  async #reconcile(): Promise<void> {
    const { assessment, clock, correlation, database } = this.#options;
    await recorrelate(database, correlation, clock);
    const postures: { entity_ref: string }[] = await database(
      'postures',
    ).select('entity_ref');
    await transact(database, tx =>
      markForAssessment(
        tx,
        postures.map(posture => posture.entity_ref),
        clock.now().toISOString(),
      ),
    );
    assessment.wake();
  }

  async #schedule(): Promise<void> {
    const { assessment, clock, database, mirror, mirrorFrequency, scheduler } =
      this.#options;
    await scheduler.scheduleTask({
      id: 'shift-down-mirror-catalog',
      frequency: mirrorFrequency,
      initialDelay: mirrorFrequency,
      timeout: { minutes: 10 },
      scope: 'global',
      fn: signal => mirror.refresh(signal),
    });
    await scheduler.scheduleTask({
      id: 'shift-down-set-clock',
      frequency: { minutes: 1 },
      initialDelay: { minutes: 1 },
      timeout: { seconds: 30 },
      scope: 'local',
      fn: () => clock.measure(),
    });
    await scheduler.scheduleTask({
      id: 'shift-down-expire-sources',
      frequency: { seconds: 5 },
      timeout: { minutes: 1 },
      scope: 'local',
      fn: async () => {
        const expired = await transact(database, tx =>
          expireSources(tx, clock.now()),
        );
        if (expired > 0) {
          assessment.wake();
        }
      },
    });
    await scheduler.scheduleTask({
      id: 'shift-down-keep-history',
      frequency: { hours: 1 },
      timeout: { minutes: 30 },
      scope: 'global',
      fn: async () => {
        const now = clock.now();
        await snapshotHistory(database, now.toISOString());
        await prune(database, now);
        await pruneUploads(
          database,
          now,
          this.#options.uploadRetentionMilliseconds,
        );
      },
    });
  }

  async #persist(what: string, work: () => Promise<void>): Promise<void> {
    const { logger } = this.#options;
    for (let failures = 1; !this.#stop.signal.aborted; failures++) {
      try {
        await work();
        return;
      } catch (error) {
        logger.warn(
          `Could not ${what} yet, trying again: ${describeError(error)}`,
        );
        await pause(backoffMilliseconds(failures, RETRY), this.#stop.signal);
      }
    }
  }
}
