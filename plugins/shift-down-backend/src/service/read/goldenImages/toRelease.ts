import type { components } from '@shift-down/plugin-shift-down-common/client';
import {
  fromLineOf,
  isRetired,
  newestSupported,
  supportStateOf,
  type GoldenImage,
  type GoldenRelease,
  type IndexedRelease,
} from '@shift-down/plugin-shift-down-policy';
import {
  verdictKey,
  type StoredVerdicts,
} from '../../../database/operations/serve/goldenImages/loadGolden';
import type { StandingCount } from '../../../database/operations/serve/goldenImages/standing';
import { releaseReferences } from '../../../images/golden/releaseReferences';
import { toInspection, toProvenance } from '../../response/toImageVerdicts';
import type { GoldenContext } from './context';
import { countsOf } from './toSummary';

type Release = components['schemas']['GoldenRelease'];

/** A release with what it carries and who stands on it. */
export function toRelease(
  context: GoldenContext,
  image: GoldenImage,
  release: GoldenRelease,
  known: {
    standing?: StandingCount;
    verdicts: ReadonlyMap<string, StoredVerdicts>;
  },
): Release {
  const indexed = context.index.release({
    image: image.name,
    version: release.version,
  });
  const [reference] = releaseReferences(image, release);
  const stored = known.verdicts.get(verdictKey(reference));
  const report = indexed?.facts?.report;
  return {
    version: release.version,
    channel: release.channel,
    released: release.released,
    supportedUntil: release.supportedUntil,
    state: stateOf(context, image, release),
    declared: release.declared,
    digests: indexed ? digestsOf(indexed) : release.digests,
    fromLine: indexed && fromLineOf(indexed),
    inspection: toInspection(stored),
    scanned: report !== undefined,
    scannedAt: report?.observedAt,
    vulnerabilities: countsOf(report),
    signature: stored?.assessment?.signature,
    provenance:
      stored?.assessment && toProvenance(stored.assessment.provenance),
    workloads: known.standing?.workloads ?? 0,
    entities: known.standing?.entities ?? 0,
  };
}

function stateOf(
  { index, now }: GoldenContext,
  image: GoldenImage,
  release: GoldenRelease,
): Release['state'] {
  if (isRetired(image, now)) {
    return 'retired';
  }
  if (supportStateOf(release, image, now).state === 'out-of-support') {
    return 'out-of-support';
  }
  const newest = newestSupported(
    index.channel(image.name, release.channel),
    now,
  );
  return newest?.version === release.version ? 'current' : 'supported';
}

/** What was declared, and what the registry has. */
function digestsOf({ release, facts }: IndexedRelease): Record<string, string> {
  const platforms = facts?.platforms ?? [];
  const isIndex =
    facts?.digest !== undefined &&
    platforms.every(({ digest }) => digest !== facts.digest);
  return {
    ...(isIndex && { index: facts.digest }),
    ...Object.fromEntries(
      platforms.map(({ digest, platform }) => [platform, digest]),
    ),
    ...release.digests,
  };
}
