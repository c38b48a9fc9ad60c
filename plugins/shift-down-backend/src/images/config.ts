/** What config says about images: what to expect of them, where golden ones are declared. */
import { readDurationFromConfig, type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import type { GoldenImageLocation } from '@shift-down/plugin-shift-down-node';
import {
  parseSupplyChainTrust,
  type SupplyChainTrust,
} from '@shift-down/plugin-shift-down-policy';
import { z } from 'zod';

const imagesSchema = z
  .object({
    concurrency: z.number().int().min(1).max(64).default(8),
  })
  .prefault({});

const goldenImagesSchema = z
  .object({
    locations: z
      .array(
        z.strictObject({
          type: z.enum(['url', 'folder']),
          target: z.string().min(1),
        }),
      )
      .default([]),
  })
  .prefault({});

const DEFAULTS = {
  'images.refresh.digests': { minutes: 15 },
  'images.refresh.tags': { minutes: 5 },
  'images.maxAge': { hours: 24 },
  'goldenImages.frequency': { minutes: 5 },
};

/** @internal */
export interface ImagesConfig {
  /** Inspections at once; how many at once of one host is for its source to say. */
  concurrency: number;
  /** An image by its digest is asked for again after so long: what is attached may change. */
  digestSeconds: number;
  /** One by its tag is, after so long. */
  tagSeconds: number;
  /** What was read so long ago, and could not be read again, is not believed any more. */
  maxAgeSeconds: number;
  /** Whether any registry is configured; which, is for the modules that read them. */
  registries: boolean;
  goldenImages: { locations: GoldenImageLocation[]; frequencySeconds: number };
  trust: SupplyChainTrust;
}

/** Whether config asks for anything to be known of images. @internal */
export function looksAtImages({
  goldenImages,
  registries,
}: Pick<ImagesConfig, 'goldenImages' | 'registries'>): boolean {
  return registries || goldenImages.locations.length > 0;
}

/**
 * Reads what the section `shiftDown` says about images.
 * @throws InputError that names the key and what it should be.
 * @internal
 */
export function readImagesConfig(section: Config | undefined): ImagesConfig {
  const images = parse(imagesSchema, section, 'images');
  const goldenImages = parse(goldenImagesSchema, section, 'goldenImages');
  const seconds = (key: keyof typeof DEFAULTS) =>
    durationToMilliseconds(
      section?.has(key)
        ? readDurationFromConfig(section, { key })
        : DEFAULTS[key],
    ) / 1000;
  return {
    concurrency: images.concurrency,
    digestSeconds: seconds('images.refresh.digests'),
    tagSeconds: seconds('images.refresh.tags'),
    maxAgeSeconds: seconds('images.maxAge'),
    registries:
      (section?.getOptionalConfigArray('registries') ?? []).length > 0,
    goldenImages: {
      locations: goldenImages.locations,
      frequencySeconds: seconds('goldenImages.frequency'),
    },
    trust: parseSupplyChainTrust(section?.getOptional('supplyChain')),
  };
}

function parse<T>(
  schema: z.ZodType<T>,
  section: Config | undefined,
  key: string,
): T {
  const parsed = schema.safeParse(section?.getOptional(key));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = ['shiftDown', key, ...issue.path].join('.');
    throw new InputError(`${path} in the configuration: ${issue.message}`);
  }
  return parsed.data;
}
