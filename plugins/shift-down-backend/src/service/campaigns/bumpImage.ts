import { InputError } from '@backstage/errors';
import type {
  BumpImageRequest,
  ImageBump,
} from '@shift-down/plugin-shift-down-common/client';
import {
  goldenTargetOf,
  sourceRepositoryOf,
  upgradeAdvice,
  redact,
  type GoldenIndex,
  type GoldenTarget,
} from '@shift-down/plugin-shift-down-policy';
import type { CampaignsContext } from './DefaultCampaignCatalog';

/** Moves the repository of one entity; the user may, that is settled. */
export async function bumpImage(
  { bumper, campaigns, catalogues, clock, database }: CampaignsContext,
  { dryRun = false, entityRef, image, to }: BumpImageRequest,
): Promise<ImageBump> {
  const now = clock.now();
  const { index } = await catalogues.current(now);
  const standing: string[] = await database('golden_adoption')
    .where({ entity_ref: entityRef, image })
    .whereNull('until_at')
    .distinct()
    .orderBy('version')
    .pluck('version');
  const target = findTarget(index, { image, standing, to, now });
  const entity = await database('entities')
    .where({ ref: entityRef })
    .first('annotations');
  const source = sourceRepositoryOf(
    JSON.parse(entity?.annotations ?? '{}'),
    campaigns.sourceLocations,
  );
  if ('problem' in source) {
    throw new InputError(source.problem);
  }
  const repository = { url: source.url, folders: [source.folder] };
  const bump = await bumper.plan(repository, target);
  const answer = {
    image,
    to: target.to.version,
    repositoryUrl: source.url,
    changes: bump.changes,
    problems: bump.problems.map(redact),
  };
  if (dryRun) {
    return { outcome: 'planned', ...answer };
  }
  if (bump.files.length === 0) {
    return {
      outcome: 'unchanged',
      ...answer,
      reason: 'No Dockerfile names a release to leave',
    };
  }
  const outcome = await bumper.open(repository, target, bump, { index, now });
  return {
    ...answer,
    outcome: outcome.outcome,
    pullRequestUrl: outcome.url,
    ...(outcome.outcome === 'conflict' && { reason: redact(outcome.reason) }),
  };
}

/** The release asked for, or the newest of the channel that the entity stands on. */
function findTarget(
  index: GoldenIndex,
  asked: { image: string; standing: string[]; to?: string; now: Date },
): GoldenTarget {
  const { image, now, standing } = asked;
  const version =
    asked.to ??
    standing
      .map(it => upgradeAdvice({ image, version: it }, undefined, index, now))
      .find(advice => advice?.to.image === image)?.to.version;
  if (version === undefined) {
    throw new InputError(
      standing.length === 0
        ? `Nothing of it stands on ${image}, as far as is known. Name the release to move to`
        : `There is no newer release of ${image} in its channel. Name the release to move to`,
    );
  }
  const older = goldenTargetOf(index, image, version);
  const target =
    'problem' in older
      ? older
      : goldenTargetOf(index, image, version, [
          ...new Set([
            ...older.from,
            ...standing.filter(it => index.release({ image, version: it })),
          ]),
        ]);
  if ('problem' in target) {
    throw new InputError(target.problem);
  }
  return target;
}
