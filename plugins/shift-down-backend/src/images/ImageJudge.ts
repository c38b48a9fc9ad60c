/**
 * Judges images anew whenever what they are judged by changes: what their registry says,
 * golden images, trust, or the time.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import { giveWay } from '@shift-down/plugin-shift-down-node';
import {
  assessImage,
  dueAtOf,
  supportStateOf,
  unknownAssessment,
  type ServiceLevels,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { describeError } from '../collection/describeError';
import type { FencedWriter } from '../collection/HeldLease';
import type { Clock } from '../database/DatabaseClock';
import { refreshAdoption } from '../database/operations/images/adoption';
import { withContents } from '../database/operations/images/contents';
import {
  evidenceOf,
  markEntitiesOnGoldenImages,
  selectUnjudgedImages,
  storeVerdicts,
  type ImageVerdict,
  type UnjudgedImage,
} from '../database/operations/images/judgements';
import { refreshPlatformVulnerabilities } from '../database/operations/images/platformVulnerabilities';
import type { CatalogueReader, CatalogueSnapshot } from './CatalogueReader';
import type { ImagesConfig } from './config';
import { isDigest } from './ImageInspector';
import type { ImageMetrics } from './metrics';
import { attachedDocuments } from './vexDocuments';

const IMAGES_PER_BATCH = 20;

/** @internal */
export interface ImageJudgeOptions {
  database: Knex;
  clock: Clock;
  lease: FencedWriter;
  catalogues: CatalogueReader;
  serviceLevels: ServiceLevels;
  config: Pick<ImagesConfig, 'maxAgeSeconds'>;
  metrics: ImageMetrics;
  logger: LoggerService;
  /** Called after a change that put entities into the queue. */
  onMarked: () => void;
}

/** @internal */
export class ImageJudge {
  readonly #options: ImageJudgeOptions;
  /** Of the golden images that everything was judged by last. */
  #hashes: ReadonlyMap<string, string> | undefined;

  constructor(options: ImageJudgeOptions) {
    this.#options = options;
  }

  /**
   * Judges all that has to be, and settles what follows from it.
   * @returns How many images came to something else.
   */
  async judgeDue(signal: AbortSignal): Promise<number> {
    const { catalogues, clock, database, lease, metrics, onMarked } =
      this.#options;
    const snapshot = await catalogues.current(clock.now());
    let changed = 0;
    for (;;) {
      signal.throwIfAborted();
      const now = clock.now().toISOString();
      const images = await selectUnjudgedImages(
        database,
        snapshot.judgedWith,
        now,
        IMAGES_PER_BATCH,
      );
      if (images.length === 0) {
        break;
      }
      const verdicts: ImageVerdict[] = [];
      for (const image of images) {
        verdicts.push(await this.#judge(image, snapshot));
        await giveWay();
      }
      const news = await lease.transact(tx =>
        storeVerdicts(tx, verdicts, { judgedWith: snapshot.judgedWith, now }),
      );
      changed += news.length;
      metrics.judged('changed', news.length);
      metrics.judged('unchanged', verdicts.length - news.length);
      if (news.length > 0) {
        onMarked();
      }
    }
    await this.#tellOfGoldenImages(snapshot);
    return changed;
  }

  /** Who stands on which release, and what is the platform's to fix, as of now. */
  async settle(): Promise<void> {
    const { catalogues, clock, lease, serviceLevels } = this.#options;
    const { index } = await catalogues.current(clock.now());
    await lease.transact(tx => refreshAdoption(tx, clock.now().toISOString()));
    for (const golden of index.images) {
      const now = clock.now();
      const releases = new Map(golden.releases.map(it => [it.version, it]));
      await lease.transact(tx =>
        refreshPlatformVulnerabilities(tx, golden.name, {
          isSupported: version => {
            const release = releases.get(version);
            return (
              release !== undefined &&
              supportStateOf(release, golden, now).state !== 'out-of-support'
            );
          },
          dueAt: (vulnerability, firstSeen) =>
            dueAtOf(vulnerability, firstSeen, serviceLevels),
          now: now.toISOString(),
        }),
      );
    }
  }

  /** One that can't be judged is unknown, and stops no other. */
  async #judge(
    image: UnjudgedImage,
    { index, trust }: CatalogueSnapshot,
  ): Promise<ImageVerdict> {
    const { clock, config, database, logger } = this.#options;
    const now = clock.now();
    if (image.evidence === null) {
      return {
        image,
        assessment: unknownAssessment(
          image.reason || 'It has not been inspected yet',
        ),
      };
    }
    const believedUntil = new Date(
      Date.parse(image.evidence_at ?? '') + config.maxAgeSeconds * 1000,
    ).toISOString();
    if (believedUntil <= now.toISOString()) {
      return {
        image,
        assessment: unknownAssessment(
          `It could not be read since ${image.evidence_at}${
            image.reason && `: ${image.reason}`
          }`,
          'too-old',
        ),
      };
    }
    try {
      const evidence = await withContents(database, evidenceOf(image));
      const { assessment, vex } = assessImage(evidence, {
        index,
        trust,
        now,
        ...(!isDigest(image.version) && { tag: image.version }),
      });
      const { validUntil = believedUntil } = assessment;
      return {
        image,
        assessment: {
          ...assessment,
          validUntil: validUntil < believedUntil ? validUntil : believedUntil,
        },
        vex: attachedDocuments(vex, evidence, trust),
      };
    } catch (error) {
      logger.error(
        `Image ${image.repository} ${image.version} could not be judged: ` +
          `${describeError(error)}`,
      );
      return {
        image,
        assessment: unknownAssessment(
          `It could not be judged: ${describeError(error)}`,
          'not-judged',
        ),
      };
    }
  }

  /** What is known of a release bears on vulnerabilities, even if no image changed by it. */
  async #tellOfGoldenImages({ hashes }: CatalogueSnapshot): Promise<void> {
    const { clock, lease, onMarked } = this.#options;
    const before = this.#hashes;
    const changed = [...hashes]
      .filter(([name, hash]) => before?.get(name) !== hash)
      .map(([name]) => name);
    if (changed.length > 0) {
      await lease.transact(tx =>
        markEntitiesOnGoldenImages(tx, changed, clock.now().toISOString()),
      );
      onMarked();
    }
    this.#hashes = hashes;
  }
}
