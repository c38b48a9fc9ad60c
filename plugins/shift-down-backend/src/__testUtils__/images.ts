/** Images of a registry that is not there, and the stage that reads them. */
import { mockServices } from '@backstage/backend-test-utils';
import type { ImageEvidence } from '@shift-down/plugin-shift-down-common';
import type {
  GoldenImageLocationRead,
  ImageInspection,
  ImageInspectionRequest,
  ImageSource,
  ImageSourceOptions,
  TagListing,
} from '@shift-down/plugin-shift-down-node';
import {
  NO_TRUST,
  serviceLevelsOf,
  type GoldenImage,
} from '@shift-down/plugin-shift-down-policy';
import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Clock } from '../database/DatabaseClock';
import { HeldLease } from '../collection/HeldLease';
import {
  noteImages,
  selectUnnotedImages,
} from '../database/operations/images/noteImages';
import { CatalogueReader } from '../images/CatalogueReader';
import type { ImagesConfig } from '../images/config';
import { DatabaseContentStore } from '../images/DatabaseContentStore';
import { GoldenImages } from '../images/golden/GoldenImages';
import { ImageInspector } from '../images/ImageInspector';
import { ImageJudge } from '../images/ImageJudge';
import { IMAGES_LEASE } from '../images/ImageService';
import { ImageMetrics } from '../images/metrics';
import { UploadReader } from '../uploads/UploadReader';
import { silentTelemetry } from './telemetry';

/** @internal */
export const HOST = 'registry.example';

/** @internal */
export function digestOf(...parts: string[]): string {
  return `sha256:${createHash('sha256').update(parts.join('/')).digest('hex')}`;
}

/** An image of one platform with layers of these names, lowest first. @internal */
export function imageOf(
  name: string,
  version: string,
  layers: string[],
  more: Partial<ImageEvidence> = {},
): ImageEvidence {
  const digest = digestOf(name, version, ...layers);
  return {
    repository: `${HOST}/${name}`,
    digest,
    isIndex: false,
    platforms: [
      {
        digest,
        platform: 'linux/amd64',
        created: '2026-10-01T00:00:00.000Z',
        diffIds: layers.map(layer => digestOf('diff', layer)),
        layers: layers.map(layer => ({
          digest: digestOf('blob', layer),
          size: 1000,
        })),
        annotations: {},
      },
    ],
    attachments: [],
    ...more,
  };
}

/** A golden image `node` with these releases of channel 22, oldest first. @internal */
export function goldenImage(
  releases: string[],
  more: Partial<GoldenImage> = {},
): GoldenImage {
  return {
    name: 'node',
    owner: 'group:default/platform',
    repository: `${HOST}/golden/node`,
    channels: [{ name: '22' }],
    releases: releases.map((version, index) => ({
      version,
      channel: '22',
      released: `2026-0${index + 1}-01`,
      digests: {},
      declared: true,
    })),
    vex: [],
    location: 'golden/node.yaml',
    ...more,
  };
}

/** What a folder of golden images holds. @internal */
export function locationRead(
  images: GoldenImage[],
  more: Partial<GoldenImageLocationRead> & {
    files?: Record<string, string>;
  } = {},
): GoldenImageLocationRead {
  const { files = {}, ...rest } = more;
  return {
    location: { type: 'folder', target: 'golden' },
    outcome: 'read',
    images: images.map(image => ({ image, files })),
    problems: [],
    isComplete: true,
    ...rest,
  };
}

/** Answers what it was told to, and notes what it was asked. @internal */
export class FakeImageSource implements ImageSource {
  readonly id = 'fake';
  readonly asked: ImageInspectionRequest[] = [];
  readonly #images = new Map<string, ImageEvidence>();
  tags: string[] = [];
  /** Instead of an answer. */
  inspects?: (
    request: ImageInspectionRequest,
    options: ImageSourceOptions,
  ) => Promise<ImageInspection>;
  lists?: () => Promise<TagListing>;

  covers(repository: string): boolean {
    return repository.startsWith(`${HOST}/`);
  }

  /** By its digest, and by its tag if it has one. */
  push(image: ImageEvidence, tag?: string): ImageEvidence {
    this.#images.set(`${image.repository}@${image.digest}`, image);
    if (tag !== undefined) {
      this.#images.set(`${image.repository}@${tag}`, image);
    }
    return image;
  }

  async inspect(
    request: ImageInspectionRequest,
    options: ImageSourceOptions,
  ): Promise<ImageInspection> {
    this.asked.push(request);
    if (this.inspects) {
      return await this.inspects(request, options);
    }
    const { previous, reference, repository } = request;
    const image = this.#images.get(
      `${repository}@${reference.digest ?? reference.tag}`,
    );
    if (!image) {
      return {
        outcome: 'unknown',
        problem: 'not-found',
        reason: 'The registry has no such image',
      };
    }
    const state = JSON.stringify(image);
    return previous?.state === state
      ? { outcome: 'unchanged', state }
      : { outcome: 'read', image, state };
  }

  async listTags(): Promise<TagListing> {
    return this.lists
      ? await this.lists()
      : { outcome: 'read', tags: this.tags };
  }
}

/** @internal */
export class SettableClock {
  #now: number;

  constructor(now = '2026-11-01T00:00:00.000Z') {
    this.#now = Date.parse(now);
  }

  now(): Date {
    return new Date(this.#now);
  }

  pass(duration: { days?: number; hours?: number; minutes?: number }): void {
    const { days = 0, hours = 0, minutes = 0 } = duration;
    this.#now += ((days * 24 + hours) * 60 + minutes) * 60_000;
  }
}

/** The parts of the stage, to be moved by hand. @internal */
export async function imageStage<T extends Clock = SettableClock>(
  knex: Knex,
  options: {
    source?: FakeImageSource;
    clock?: T;
    config?: Partial<ImagesConfig>;
    timeoutMilliseconds?: number;
  } = {},
) {
  const { source = new FakeImageSource() } = options;
  const clock = options.clock ?? (new SettableClock() as Clock as T);
  const config: ImagesConfig = {
    concurrency: 4,
    digestSeconds: 900,
    tagSeconds: 300,
    maxAgeSeconds: 24 * 3600,
    registries: true,
    goldenImages: {
      locations: [{ type: 'folder', target: 'golden' }],
      frequencySeconds: 60,
    },
    trust: NO_TRUST,
    ...options.config,
  };
  const lease = await HeldLease.take(knex, {
    name: IMAGES_LEASE,
    holder: 'test',
    seconds: 600,
    seize: true,
  });
  if (!lease) {
    throw new Error('The lease of images could not be had');
  }
  const catalogues = new CatalogueReader(knex, config);
  const logger = mockServices.logger.mock();
  const onMarked = jest.fn();
  const shared = {
    database: knex,
    clock,
    lease,
    sources: [source],
    contents: new DatabaseContentStore({ database: knex, lease, clock }),
    config,
    catalogues,
    serviceLevels: serviceLevelsOf(),
    reports: new UploadReader(),
    metrics: new ImageMetrics(silentTelemetry()),
    logger,
    onMarked,
  };
  const inspector = new ImageInspector({
    ...shared,
    onChanged: () => {},
    timeoutMilliseconds: options.timeoutMilliseconds,
  });
  const reads: { now: () => Promise<GoldenImageLocationRead[]> } = {
    now: async () => [],
  };
  const golden = new GoldenImages({ ...shared, read: () => reads.now() });
  const judge = new ImageJudge(shared);
  const never = new AbortController().signal;
  return {
    catalogues,
    clock,
    config,
    golden,
    inspector,
    judge,
    lease,
    logger,
    onMarked,
    source,
    /** Has these files read. */
    async declare(...read: GoldenImageLocationRead[]): Promise<void> {
      reads.now = async () => read;
      await golden.readLocations(never);
    },
    /** Does everything that is due. */
    async settle(): Promise<void> {
      await lease.transact(async tx =>
        noteImages(
          tx,
          await selectUnnotedImages(tx),
          clock.now().toISOString(),
        ),
      );
      await golden.listTags(never);
      await golden.refreshReleases();
      await inspector.inspectDue(never);
      await golden.refreshReleases();
      await judge.judgeDue(never);
      await judge.settle();
    },
    /** What is kept of an image. */
    async image(repository: string, version: string) {
      const row = await knex('images')
        .where({ repository: `${HOST}/${repository}`, version })
        .first();
      return row && { ...row, assessment: JSON.parse(row.assessment) };
    },
  };
}
