import type { GoldenImageDetail } from '@shift-down/plugin-shift-down-common/client';
import {
  imageVersion,
  type GoldenImage,
} from '@shift-down/plugin-shift-down-policy';
import { loadAdoption } from '../../../database/operations/serve/goldenImages/loadAdoption';
import {
  loadGoldenProblems,
  loadPlatformVulnerabilities,
  loadVerdicts,
} from '../../../database/operations/serve/goldenImages/loadGolden';
import {
  countOwners,
  countStanding,
} from '../../../database/operations/serve/goldenImages/standing';
import {
  loadReadScope,
  type Readable,
} from '../../../database/operations/serve/readScope';
import { releaseReferences } from '../../../images/golden/releaseReferences';
import type { ServeContext } from '../../ServeContext';
import {
  findGoldenImage,
  loadGoldenContext,
  statusOnRelease,
  type GoldenContext,
} from './context';
import { HISTORY_DAYS, toHistory } from './toHistory';
import { toPlatformVulnerabilities } from './toPlatformVulnerabilities';
import { toRelease } from './toRelease';
import { toSummary } from './toSummary';

const DAY = 24 * 60 * 60 * 1000;
/** What was fixed stays on the page for a while. */
const CLOSED_DAYS = 30;

/**
 * One golden image with its releases, and who stands on them as far as that may be read.
 * @throws NotFoundError
 */
export async function getGoldenImage(
  context: ServeContext,
  name: string,
  readable: Readable,
): Promise<GoldenImageDetail> {
  const { database } = context;
  const golden = await loadGoldenContext(context);
  const image = findGoldenImage(golden, name);
  const scope = await loadReadScope(database, readable);
  const daysAgo = (days: number) =>
    new Date(golden.now.getTime() - days * DAY).toISOString();

  const [problems, standing, owners, adoption, vulnerabilities, verdicts] =
    await Promise.all([
      loadGoldenProblems(database),
      countStanding(database, scope, name),
      countOwners(database, scope, name),
      loadAdoption(database, scope, {
        image: name,
        since: daysAgo(HISTORY_DAYS),
      }),
      loadPlatformVulnerabilities(database, {
        image: name,
        closedSince: daysAgo(CLOSED_DAYS),
      }),
      loadVerdicts(database, referencesOf(image)),
    ]);
  const byVersion = new Map(standing.map(it => [it.version, it]));
  return {
    ...toSummary(golden, image, {
      standing,
      problems: problems.get(name) ?? [],
    }),
    location: image.location,
    channels: image.channels.map(channel => ({
      name: channel.name,
      description: channel.description,
    })),
    releaseList: image.releases.map(release =>
      toRelease(golden, image, release, {
        standing: byVersion.get(release.version),
        verdicts,
      }),
    ),
    platformVulnerabilities: toPlatformVulnerabilities(
      golden,
      vulnerabilities,
      context.isKnownExploited,
    ),
    owners: toOwners(golden, name, owners),
    history: toHistory(adoption, golden.now),
  };
}

function referencesOf(
  image: GoldenImage,
): { repository: string; version: string }[] {
  return image.releases
    .flatMap(release => releaseReferences(image, release))
    .map(({ repository, version }) => ({
      repository,
      version: imageVersion({ tag: version }),
    }));
}

type Owner = NonNullable<GoldenImageDetail['owners']>[number];

/** Who is behind most comes first. */
function toOwners(
  golden: GoldenContext,
  image: string,
  counts: { ownerRef: string | null; version: string; workloads: number }[],
): Owner[] {
  const owners = new Map<string, Owner>();
  for (const { ownerRef, version, workloads } of counts) {
    const key = ownerRef ?? '';
    const owner = owners.get(key) ?? {
      ownerRef: key,
      workloads: 0,
      behind: 0,
    };
    owners.set(key, owner);
    owner.workloads += workloads;
    const status = statusOnRelease(golden, { image, version });
    if (status.state !== 'current') {
      owner.behind += workloads;
    }
    if (status.state === 'behind') {
      owner.mostDays = Math.max(owner.mostDays ?? 0, status.days);
    }
  }
  return [...owners.values()].sort(
    (a, b) =>
      b.behind - a.behind ||
      (b.mostDays ?? 0) - (a.mostDays ?? 0) ||
      a.ownerRef.localeCompare(b.ownerRef),
  );
}
