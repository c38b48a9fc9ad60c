/** A release as something to move Dockerfiles to, and the releases that are left for it. */
import { parseImageReference } from '../imageReference';
import type { DockerfileBump } from '../buildFiles';
import {
  fromLineOf,
  type GoldenIndex,
  type IndexedRelease,
} from '../goldenImages';

/** @public */
export interface GoldenTarget {
  image: string;
  to: Required<DockerfileBump['to']>;
  repository: string;
  /** Versions to leave, newest first. */
  from: string[];
  bump: DockerfileBump;
}

/**
 * @param from - versions to leave; all older ones of its channel if not given
 * @returns a sentence on what is not known, if it can't be told
 * @public
 */
export function goldenTargetOf(
  index: GoldenIndex,
  image: string,
  version: string,
  from?: readonly string[],
): GoldenTarget | { problem: string } {
  const target = index.release({ image, version });
  if (!target) {
    return { problem: `There is no release ${version} of ${image}` };
  }
  const { digest } = parseImageReference(fromLineOf(target).slice(5));
  if (digest === undefined) {
    return {
      problem: `The digest of ${image} ${version} is not known yet. Declare it, or configure the registry of ${target.golden.repository}`,
    };
  }
  const left = from
    ? from.map(it => index.release({ image, version: it }))
    : olderThan(index, target);
  const missing = left.findIndex(it => it === undefined);
  if (missing >= 0) {
    return { problem: `There is no release ${from?.[missing]} of ${image}` };
  }
  const releases = left.filter(it => it !== undefined && it !== target);
  const { repository } = target.golden;
  const to = { version, tag: target.release.tag ?? version, digest };
  return {
    image,
    to,
    repository,
    from: releases.map(it => it!.version),
    bump: {
      repository,
      to,
      from: {
        tags: releases.map(it => it!.release.tag ?? it!.version),
        digests: releases.flatMap(it => digestsOf(it!)),
      },
    },
  };
}

function olderThan(
  index: GoldenIndex,
  target: IndexedRelease,
): readonly IndexedRelease[] {
  const channel = index.channel(target.image, target.release.channel);
  return channel.slice(channel.indexOf(target) + 1);
}

function digestsOf({ release, facts }: IndexedRelease): string[] {
  return [
    ...Object.values(release.digests),
    ...(facts?.digest === undefined ? [] : [facts.digest]),
    ...(facts?.platforms ?? []).map(({ digest }) => digest),
  ];
}
