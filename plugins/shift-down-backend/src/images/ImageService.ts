/**
 * The stage of images: one replica at a time reads golden images, inspects what runs and
 * judges it. What it comes to is written as evidence by whoever has the lease of a cluster.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  GoldenImageLocationRead,
  ImageSource,
} from '@shift-down/plugin-shift-down-node';
import type { ServiceLevels } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { describeError } from '../collection/describeError';
import type { FencedWriter } from '../collection/HeldLease';
import { LeasedWork } from '../collection/LeasedWork';
import type { LeaseTimes } from '../collection/leaseTimes';
import { pause } from '../collection/pause';
import type { Clock } from '../database/DatabaseClock';
import { forgetAdoption } from '../database/operations/images/adoption';
import { pruneContents } from '../database/operations/images/contents';
import { forgetLocations } from '../database/operations/images/goldenLocations';
import {
  askUncoveredAgain,
  forgetImages,
  noteImages,
  selectUnnotedImages,
  touchImages,
  type NamedImage,
} from '../database/operations/images/noteImages';
import type { CatalogueReader } from './CatalogueReader';
import { looksAtImages, type ImagesConfig } from './config';
import { DatabaseContentStore } from './DatabaseContentStore';
import { GoldenImages } from './golden/GoldenImages';
import type { ReportReader } from './golden/readReport';
import { releaseReferences } from './golden/releaseReferences';
import { ImageInspector } from './ImageInspector';
import { ImageJudge } from './ImageJudge';
import type { ImageMetrics } from './metrics';

/** @internal */
export const IMAGES_LEASE = 'images';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** New images are looked for so often. */
const NOTE_MILLISECONDS = 3 * SECOND;
const TAGS_MILLISECONDS = 15 * SECOND;
const JUDGE_MILLISECONDS = 2 * SECOND;
/** What follows from judgements follows from the clock as well. */
const SETTLE_MILLISECONDS = MINUTE;
const HOUSEKEEPING_MILLISECONDS = 10 * MINUTE;
const RETRY_MILLISECONDS = 10 * SECOND;

/** What nothing runs or declares any more is kept for a while: it may come back. */
const FORGET_AFTER_MILLISECONDS = DAY;
/** History is shown for a year. */
const HISTORY_MILLISECONDS = 400 * DAY;
const CONTENTS_UNUSED_MILLISECONDS = 7 * DAY;
/** Of contents that no evidence names. */
const MAX_UNNAMED_BYTES = 512 * 1024 * 1024;

/** @internal */
export interface ImageServiceOptions {
  database: Knex;
  clock: Clock;
  sources: readonly ImageSource[];
  config: ImagesConfig;
  catalogues: CatalogueReader;
  serviceLevels: ServiceLevels;
  reports: ReportReader;
  readGoldenImages(signal: AbortSignal): Promise<GoldenImageLocationRead[]>;
  leaseTimes: LeaseTimes;
  metrics: ImageMetrics;
  logger: LoggerService;
  onMarked: () => void;
}

/** @internal */
export class ImageService {
  readonly #options: ImageServiceOptions;
  readonly #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: ImageServiceOptions) {
    this.#options = options;
  }

  /** Returns at once. */
  start(): void {
    const { clock, database, metrics } = this.#options;
    metrics.observeBacklog(database, clock);
    this.#running = new LeasedWork({
      ...this.#options,
      name: IMAGES_LEASE,
      what: 'images',
      holder: randomUUID(),
      // An embedded database belongs to one process.
      alone: database.client.config.client !== 'pg',
    }).run((lease, signal) => this.#work(lease, signal), this.#stop.signal);
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('The back end is shutting down'));
    await this.#running;
  }

  async #work(lease: FencedWriter, signal: AbortSignal): Promise<void> {
    const { config } = this.#options;
    if (!looksAtImages(config)) {
      await this.#repeat('forget images', MINUTE, signal, () =>
        this.#forgetAll(lease),
      );
      return;
    }
    const options = {
      ...this.#options,
      lease,
      contents: new DatabaseContentStore({ ...this.#options, lease }),
      read: this.#options.readGoldenImages,
    };
    const golden = new GoldenImages(options);
    /** Whether all that is known of releases is known of golden images. */
    let isRefreshed = false;
    const inspector = new ImageInspector({
      ...options,
      onChanged: repository => {
        isRefreshed &&= !golden.isReleased(repository);
      },
    });
    const judge = new ImageJudge(options);
    let settledAt = 0;
    await this.#startAnew(lease);
    await Promise.all([
      this.#repeat('note images', NOTE_MILLISECONDS, signal, () =>
        this.#note(lease),
      ),
      inspector.run(signal),
      this.#repeat(
        'read golden images',
        config.goldenImages.frequencySeconds * SECOND,
        signal,
        async () => {
          await golden.readLocations(signal);
          isRefreshed = false;
        },
      ),
      this.#repeat('list tags', TAGS_MILLISECONDS, signal, async () => {
        if ((await golden.listTags(signal)) > 0) {
          isRefreshed = false;
        }
      }),
      this.#repeat('judge images', JUDGE_MILLISECONDS, signal, async () => {
        const isDue = performance.now() - settledAt > SETTLE_MILLISECONDS;
        let changed = 0;
        if (!isRefreshed || isDue) {
          isRefreshed = true;
          changed += (await golden.refreshReleases()).length;
        }
        changed += await judge.judgeDue(signal);
        if (changed > 0 || settledAt === 0 || isDue) {
          await judge.settle();
          settledAt = performance.now();
        }
      }),
      this.#repeat('tidy up', HOUSEKEEPING_MILLISECONDS, signal, () =>
        this.#tidyUp(lease),
      ),
    ]);
  }

  /** Config may cover more registries than before. */
  async #startAnew(lease: FencedWriter): Promise<void> {
    const { clock, logger } = this.#options;
    try {
      await lease.transact(tx =>
        askUncoveredAgain(tx, clock.now().toISOString()),
      );
    } catch (error) {
      logger.warn(
        `Images of registries that were not configured wait for their turn: ` +
          `${describeError(error)}`,
      );
    }
  }

  async #note(lease: FencedWriter): Promise<void> {
    const { clock, database } = this.#options;
    const images = await selectUnnotedImages(database);
    if (images.length > 0) {
      await lease.transact(tx =>
        noteImages(tx, images, clock.now().toISOString()),
      );
    }
  }

  async #tidyUp(lease: FencedWriter): Promise<void> {
    const { catalogues, clock } = this.#options;
    const now = clock.now();
    const before = (milliseconds: number) =>
      new Date(now.getTime() - milliseconds).toISOString();
    const { index } = await catalogues.current(now);
    const declared: NamedImage[] = index.images.flatMap(golden =>
      golden.releases.flatMap(release => releaseReferences(golden, release)),
    );
    await lease.transact(async tx => {
      await touchImages(tx, declared, now.toISOString());
      await forgetImages(tx, before(FORGET_AFTER_MILLISECONDS));
      await forgetAdoption(tx, before(HISTORY_MILLISECONDS));
    });
    await lease.transact(tx =>
      pruneContents(tx, {
        unusedSince: before(CONTENTS_UNUSED_MILLISECONDS),
        maxBytes: MAX_UNNAMED_BYTES,
      }),
    );
  }

  /** Config does not ask for images any more. */
  async #forgetAll(lease: FencedWriter): Promise<void> {
    const now = this.#options.clock.now().toISOString();
    await lease.transact(async tx => {
      await forgetLocations(tx, [], now);
      await forgetImages(tx, '9999');
    });
  }

  /** Work that is done now and then; a failure is logged, and it is tried again. */
  async #repeat(
    what: string,
    milliseconds: number,
    signal: AbortSignal,
    work: () => Promise<void>,
  ): Promise<void> {
    const { logger } = this.#options;
    while (!signal.aborted) {
      let rest = milliseconds;
      try {
        await work();
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        rest = Math.min(milliseconds, RETRY_MILLISECONDS);
        logger.warn(`Could not ${what}, trying again: ${describeError(error)}`);
      }
      await pause(rest, signal);
    }
  }
}
