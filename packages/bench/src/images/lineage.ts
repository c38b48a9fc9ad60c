/** A fleet of images and the golden releases that they stand on, as registries describe them. */
import type {
  ImageEvidence,
  PlatformImage,
} from '@shift-down/plugin-shift-down-common';
import {
  createGoldenIndex,
  goldenStatusOf,
  traceLineage,
  type GoldenCatalogue,
} from '@shift-down/plugin-shift-down-policy';
import { createHash } from 'node:crypto';
import { percentiles, sample } from '../measure';

const ROUNDS = 5;
const BASE_LAYERS = 8;
const APPLICATION_LAYERS = 6;
const NOW = new Date('2026-11-01T00:00:00Z');

function digestOf(...parts: unknown[]): string {
  return `sha256:${createHash('sha256').update(parts.join(' ')).digest('hex')}`;
}

function platformImage(name: string, diffIds: string[]): PlatformImage {
  return {
    digest: digestOf('manifest', name),
    platform: 'linux/amd64',
    diffIds,
    layers: diffIds.map(digest => ({ digest, size: 1_000_000 })),
    annotations: {},
  };
}

/** Ten releases an image; one that follows another shares half of its layers with it. */
function createCatalogue(releases: number): GoldenCatalogue {
  const images = Math.ceil(releases / 10);
  const versions = Array.from({ length: 10 }, (_, index) => `1.${index}.0`);
  const names = Array.from({ length: images }, (_, index) => `base-${index}`);
  return {
    images: names.map(name => ({
      name,
      owner: 'group:default/platform',
      repository: `registry.example/golden/${name}`,
      channels: [{ name: 'stable' }],
      releases: versions.map((version, index) => ({
        version,
        channel: 'stable',
        released: `2026-0${1 + Math.floor(index / 2)}-${index % 2 ? 15 : '01'}`,
        digests: { index: digestOf('index', name, version) },
        declared: true,
      })),
      vex: [],
      location: 'bench',
    })),
    facts: names.flatMap(image =>
      versions.map(version => ({
        image,
        version,
        digest: digestOf('index', image, version),
        platforms: [
          platformImage(
            `${image}:${version}`,
            Array.from({ length: BASE_LAYERS }, (_, layer) =>
              digestOf(image, layer < BASE_LAYERS / 2 ? '' : version, layer),
            ),
          ),
        ],
      })),
    ),
  };
}

/** Four in five stand on a release; the rest on something else. */
function createImages(
  count: number,
  { facts }: GoldenCatalogue,
): ImageEvidence[] {
  return Array.from({ length: count }, (_, index) => {
    const base = facts[(index * 7) % facts.length].platforms[0].diffIds;
    const own = (length: number) =>
      Array.from({ length }, (__, layer) => digestOf('app', index, layer));
    return {
      repository: `registry.example/apps/app-${index}`,
      digest: digestOf('app', index),
      isIndex: false,
      platforms: [
        platformImage(
          `app-${index}`,
          index % 5 === 0
            ? own(BASE_LAYERS + APPLICATION_LAYERS)
            : [...base, ...own(APPLICATION_LAYERS)],
        ),
      ],
      attachments: [],
    };
  });
}

export async function benchLineage(size: { images: number; releases: number }) {
  const catalogue = createCatalogue(size.releases);
  const images = createImages(size.images, catalogue);
  const states: Record<string, number> = {};
  const round = () => {
    const index = createGoldenIndex(catalogue);
    for (const image of images) {
      const lineage = traceLineage(image, undefined, index);
      const { status } = goldenStatusOf(lineage, index, NOW);
      states[status.state] = (states[status.state] ?? 0) + 1;
    }
  };
  round();
  const { p50, p99 } = percentiles(await sample(ROUNDS, async () => round()));
  return {
    images: images.length,
    releases: catalogue.facts.length,
    'all of them, index included (ms)': Math.round(p50),
    'slowest round (ms)': Math.round(p99),
    'per image (µs)': Math.round((p50 / images.length) * 1000),
    'found golden': Math.round(
      (100 * (images.length * (ROUNDS + 1) - (states['not-golden'] ?? 0))) /
        (images.length * (ROUNDS + 1)),
    ),
  };
}
