import type { GoldenImageSummary } from '@shift-down/plugin-shift-down-common/client';
import {
  isRetired,
  newestSupported,
  type GoldenImage,
  type ReleaseReport,
} from '@shift-down/plugin-shift-down-policy';
import type { StandingCount } from '../../../database/operations/serve/goldenImages/standing';
import { adoptionOf, type GoldenContext } from './context';

/** Problems that are shown of the releases of one image. */
const PROBLEMS_SHOWN = 20;

/** A golden image as lists show it. */
export function toSummary(
  context: GoldenContext,
  image: GoldenImage,
  known: { standing: readonly StandingCount[]; problems: readonly string[] },
): GoldenImageSummary {
  const { index, now } = context;
  const ofReleases = image.releases.flatMap(({ version }) => {
    const problem = index.release({ image: image.name, version })?.facts
      ?.problem;
    return problem === undefined ? [] : [`${version}: ${problem}`];
  });
  return {
    name: image.name,
    title: image.title,
    description: image.description,
    entityRef: `resource:default/${image.name}`,
    ownerRef: image.owner,
    repository: image.repository,
    retired: isRetired(image, now),
    replacement: image.retired?.replacement,
    newest: image.channels.flatMap(({ name }) => {
      const newest = newestSupported(index.channel(image.name, name), now);
      return newest
        ? [
            {
              channel: name,
              version: newest.version,
              released: newest.release.released,
              vulnerabilities: countsOf(newest.facts?.report),
            },
          ]
        : [];
    }),
    releases: image.releases.length,
    adoption: adoptionOf(context, known.standing),
    problems: [...known.problems, ...ofReleases.slice(0, PROBLEMS_SHOWN)],
  };
}

/** Absent for what nobody scanned: that is unknown, not clean. */
export function countsOf(
  report: ReleaseReport | undefined,
): Record<string, number> | undefined {
  if (!report) {
    return undefined;
  }
  const counts: Record<string, number> = {};
  for (const { severity } of report.vulnerabilities) {
    counts[severity] = (counts[severity] ?? 0) + 1;
  }
  return counts;
}
