/** What every read of golden images begins with. */
import type { GoldenStatus } from '@shift-down/plugin-shift-down-common';
import {
  goldenStatusOf,
  type GoldenImage,
  type GoldenIndex,
} from '@shift-down/plugin-shift-down-policy';
import type { components } from '@shift-down/plugin-shift-down-common/client';
import type { StandingCount } from '../../../database/operations/serve/goldenImages/standing';
import { goldenImageNotFound } from '../../request/notFound';
import type { ServeContext } from '../../ServeContext';

export interface GoldenContext {
  index: GoldenIndex;
  now: Date;
}

export async function loadGoldenContext({
  catalogues,
  clock,
}: ServeContext): Promise<GoldenContext> {
  const now = clock.now();
  const { index } = await catalogues.current(now);
  return { index, now };
}

/** @throws NotFoundError that a forbidden one has too. */
export function findGoldenImage(
  { index }: GoldenContext,
  name: string,
): GoldenImage {
  const image = index.image(name);
  if (!image) {
    throw goldenImageNotFound(name);
  }
  return image;
}

/** How whatever stands on a release stands now. */
export function statusOnRelease(
  { index, now }: GoldenContext,
  release: { image: string; version: string },
): GoldenStatus {
  const lineage = {
    state: 'golden' as const,
    release,
    alternatives: [],
    evidence: 'release' as const,
    baseLayers: 0,
  };
  return goldenStatusOf(lineage, index, now).status;
}

/** Workloads by how they stand. */
export function adoptionOf(
  context: GoldenContext,
  counts: readonly StandingCount[],
): components['schemas']['GoldenAdoption'] {
  const adoption = { current: 0, behind: 0, outOfSupport: 0, retired: 0 };
  for (const { image, version, workloads } of counts) {
    switch (statusOnRelease(context, { image, version }).state) {
      case 'current':
        adoption.current += workloads;
        break;
      case 'behind':
        adoption.behind += workloads;
        break;
      case 'out-of-support':
        adoption.outOfSupport += workloads;
        break;
      case 'retired':
        adoption.retired += workloads;
        break;
      default:
    }
  }
  return adoption;
}
