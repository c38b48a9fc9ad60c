/**
 * Keeps golden images in step with their files, with the tags of their repositories and
 * with what registries and scanners say of their releases.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ContentStore,
  GoldenImageLocationRead,
  GoldenImageWithFiles,
  ImageSource,
  TagListing,
} from '@shift-down/plugin-shift-down-node';
import {
  mergeTrust,
  type GoldenImage,
  type ReleaseReport,
  type VexDocument,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import { backoffMilliseconds } from '../../collection/backoff';
import { describeError } from '../../collection/describeError';
import type { FencedWriter } from '../../collection/HeldLease';
import type { Clock } from '../../database/DatabaseClock';
import {
  failLocation,
  forgetLocations,
  storeLocation,
} from '../../database/operations/images/goldenLocations';
import {
  refreshReleases,
  storeReleaseReport,
} from '../../database/operations/images/goldenReleases';
import {
  selectDueTags,
  storeTags,
  type DueTags,
} from '../../database/operations/images/goldenTags';
import {
  loadScanReport,
  selectReleaseScans,
} from '../../database/operations/images/releaseScans';
import { markEntitiesOfRepositories } from '../../database/operations/images/judgements';
import { loadReleaseUploads } from '../../database/operations/images/releaseUploads';
import { replaceVexDocuments } from '../../database/operations/images/vexDocuments';
import type { ImagesConfig } from '../config';
import { declaredDocuments } from '../vexDocuments';
import { readReport, type ReportReader } from './readReport';

const BACKOFF = { minimumSeconds: 30, maximumSeconds: 3600 };

/** @internal */
export interface GoldenImagesOptions {
  database: Knex;
  clock: Clock;
  lease: FencedWriter;
  sources: readonly ImageSource[];
  contents: ContentStore;
  config: Pick<ImagesConfig, 'goldenImages' | 'tagSeconds' | 'trust'>;
  reports: ReportReader;
  /** Reads all locations. */
  read(signal: AbortSignal): Promise<GoldenImageLocationRead[]>;
  logger: LoggerService;
}

/** What a declaration says together with the files beside it. */
interface Understood {
  image: GoldenImage;
  hash: string;
  /** Whether it says anything else than last time; if not, nothing more is here. */
  isNew: boolean;
  documents: VexDocument[];
  reports: { version: string; report: ReleaseReport }[];
  problems: string[];
}

/** @internal */
export class GoldenImages {
  readonly #options: GoldenImagesOptions;
  /** By golden image, the files beside it that were understood last. */
  readonly #understood = new Map<string, string>();

  #repositories: ReadonlySet<string> = new Set();

  constructor(options: GoldenImagesOptions) {
    this.#options = options;
  }

  /** Reads the files; a location that can't be read keeps what was there, and says so. */
  async readLocations(signal: AbortSignal): Promise<void> {
    const { clock, config, lease, logger, read } = this.#options;
    const locations = config.goldenImages.locations.map(it => it.target);
    await lease.transact(tx =>
      forgetLocations(tx, locations, clock.now().toISOString()),
    );
    if (locations.length === 0) {
      return;
    }
    for (const it of await read(signal)) {
      signal.throwIfAborted();
      const { target } = it.location;
      it.problems.forEach(problem => logger.warn(`Golden images: ${problem}`));
      if (it.outcome === 'failed') {
        await lease.transact(tx =>
          failLocation(
            tx,
            target,
            it.problems.join('; ') || 'It could not be read',
          ),
        );
      } else {
        await this.#store(it);
      }
    }
  }

  /** Whether releases of a golden image are published there. */
  isReleased(repository: string): boolean {
    return this.#repositories.has(repository);
  }

  /**
   * Lists the tags of those that find their releases by them, as they are due.
   * @returns How many were asked for.
   */
  async listTags(signal: AbortSignal): Promise<number> {
    const { clock, database, lease } = this.#options;
    const due = await selectDueTags(database, clock.now().toISOString());
    for (const golden of due) {
      const listing = await this.#ask(golden, signal);
      signal.throwIfAborted();
      const now = clock.now();
      const next = now.getTime() + this.#restSeconds(golden, listing) * 1000;
      await lease.transact(tx =>
        storeTags(tx, golden, listing, {
          now: now.toISOString(),
          nextAt: new Date(next).toISOString(),
        }),
      );
    }
    return due.length;
  }

  /**
   * Brings releases in step with what is known of their images.
   * @returns Names of golden images that changed.
   */
  async refreshReleases(): Promise<string[]> {
    const { clock, database, lease } = this.#options;
    for (const scan of await selectReleaseScans(database)) {
      const report = await loadScanReport(database, scan);
      await lease.transact(tx => storeReleaseReport(tx, scan, report, 'scan'));
    }
    for (const { release, report } of await loadReleaseUploads(database)) {
      await lease.transact(tx =>
        storeReleaseReport(tx, release, report, 'upload'),
      );
    }
    const images: { name: string; repository: string }[] = await database(
      'golden_images',
    )
      .orderBy('name')
      .select('name', 'repository');
    this.#repositories = new Set(images.map(it => it.repository));
    const changed: string[] = [];
    for (const { name } of images) {
      const isChanged = await lease.transact(tx =>
        refreshReleases(tx, name, clock.now().toISOString()),
      );
      if (isChanged) {
        changed.push(name);
      }
    }
    return changed;
  }

  async #store(read: GoldenImageLocationRead): Promise<void> {
    const { clock, lease } = this.#options;
    const beside: Understood[] = [];
    for (const it of read.images) {
      beside.push(await this.#understand(it));
    }
    await lease.transact(async tx => {
      const now = clock.now().toISOString();
      await storeLocation(
        tx,
        {
          location: read.location.target,
          images: read.images.map(it => it.image),
          problems: read.problems,
          isComplete: read.isComplete,
          problemsOf: new Map(
            beside.flatMap(it =>
              it.isNew ? [[it.image.name, it.problems] as const] : [],
            ),
          ),
        },
        now,
      );
    });
    for (const { documents, hash, image, isNew, reports } of beside) {
      if (!isNew) {
        continue;
      }
      await lease.transact(async tx => {
        const now = clock.now().toISOString();
        // Reports are of releases that are known.
        await refreshReleases(tx, image.name, now);
        const isVexNews = await replaceVexDocuments(
          tx,
          { source: 'git', origin: image.name },
          documents,
          now,
        );
        if (isVexNews) {
          await markEntitiesOfRepositories(tx, [image.repository], now);
        }
        for (const { report, version } of reports) {
          await storeReleaseReport(
            tx,
            { image: image.name, version },
            report,
            'git',
          );
        }
      });
      this.#understood.set(image.name, hash);
    }
  }

  /** What the files beside a golden image say; those that did not change say the same. */
  async #understand({
    files,
    image,
  }: GoldenImageWithFiles): Promise<Understood> {
    const hash = createHash('sha256')
      .update(JSON.stringify([image, files]))
      .digest('hex');
    if (this.#understood.get(image.name) === hash) {
      return {
        image,
        hash,
        isNew: false,
        documents: [],
        reports: [],
        problems: [],
      };
    }
    const trust = mergeTrust(this.#options.config.trust, [image]);
    const { documents, problems } = declaredDocuments(image, files, trust);
    const reports: Understood['reports'] = [];
    for (const { report, version } of image.releases) {
      const text = report === undefined ? undefined : files[report];
      if (text !== undefined) {
        try {
          reports.push({
            version,
            report: await readReport(text, this.#options.reports),
          });
        } catch (error) {
          problems.push(`${report}: ${describeError(error)}`);
        }
      }
    }
    return { image, hash, isNew: true, documents, reports, problems };
  }

  async #ask(
    { repository, tags, tags_etag: etag }: DueTags,
    signal: AbortSignal,
  ): Promise<TagListing> {
    const { contents, logger, sources } = this.#options;
    const source = sources.find(it => it.covers(repository));
    if (!source) {
      return {
        outcome: 'unknown',
        problem: 'registry-not-configured',
        reason: `The registry of ${repository} is not configured`,
      };
    }
    try {
      return await source.listTags(
        {
          repository,
          ...(etag !== null && tags !== null && { previous: { etag } }),
        },
        { signal, logger, contents },
      );
    } catch (error) {
      signal.throwIfAborted();
      return {
        outcome: 'unknown',
        problem: 'unavailable',
        reason: `The tags of ${repository} could not be listed: ${describeError(
          error,
        )}`,
      };
    }
  }

  #restSeconds(
    { tags_attempts: attempts }: DueTags,
    listing: TagListing,
  ): number {
    return listing.outcome === 'unknown'
      ? Math.max(
          backoffMilliseconds(attempts + 1, BACKOFF) / 1000,
          listing.retryAfterSeconds ?? 0,
        )
      : this.#options.config.tagSeconds;
  }
}
