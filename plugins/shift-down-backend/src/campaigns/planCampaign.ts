/** Plans a campaign: reads every repository concerned, and opens nothing. */
import { InputError } from '@backstage/errors';
import {
  redact,
  sourceRepositoryOf,
  type GoldenTarget,
} from '@shift-down/plugin-shift-down-policy';
import { describeError } from '../collection/describeError';
import type {
  CampaignEntityRow,
  CampaignItemRow,
} from '../database/campaignTables';
import type { Adopter } from '../database/operations/campaigns/selectAdopters';
import type { CampaignsConfig } from './config';
import type { RepositoryBumper } from './RepositoryBumper';

/** More than that is no campaign to follow, and no plan to wait for. */
const MAXIMUM_REPOSITORIES = 300;
const AT_ONCE = 6;

/** A repository with the entities that are built from it. */
interface Concerned {
  url: string;
  folders: string[];
  entities: Adopter[];
  problem?: string;
}

/** @internal */
export async function planItems(options: {
  campaignId: string;
  adopters: readonly Adopter[];
  target: GoldenTarget;
  bumper: RepositoryBumper;
  config: CampaignsConfig;
  now: string;
}): Promise<{ items: CampaignItemRow[]; entities: CampaignEntityRow[] }> {
  const { adopters, campaignId, config, now } = options;
  const concerned = repositoriesOf(adopters, config);
  if (concerned.length > MAXIMUM_REPOSITORIES) {
    throw new InputError(
      `${concerned.length} repositories stand on these releases, and a campaign takes ${MAXIMUM_REPOSITORIES}. Name fewer releases to leave`,
    );
  }
  const items: CampaignItemRow[] = [];
  const waiting = [...concerned];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      items.push({
        campaign_id: campaignId,
        repository_url: next.url,
        folders: JSON.stringify(next.folders),
        pull_request_url: null,
        owner_ref: ownerOf(next.entities),
        updated_at: now,
        next_at: now,
        ...(await planItem(next, options)),
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return {
    items,
    entities: concerned.flatMap(({ url, entities }) =>
      entities.map(({ ref }) => ({
        campaign_id: campaignId,
        repository_url: url,
        entity_ref: ref,
      })),
    ),
  };
}

/** What is found of one repository. @internal */
export async function planItem(
  repository: Pick<Concerned, 'url' | 'folders' | 'problem'>,
  options: { target: GoldenTarget; bumper: RepositoryBumper },
): Promise<Pick<CampaignItemRow, 'state' | 'changes' | 'reason'>> {
  if (repository.problem !== undefined) {
    return { state: 'skipped', changes: '[]', reason: repository.problem };
  }
  try {
    const bump = await options.bumper.plan(repository, options.target);
    return {
      changes: JSON.stringify(bump.changes),
      ...stateOf(bump),
    };
  } catch (error) {
    return {
      state: 'failed',
      changes: '[]',
      reason: redact(describeError(error)),
    };
  }
}

function stateOf({
  changes,
  problems,
  others,
}: Awaited<ReturnType<RepositoryBumper['plan']>>): Pick<
  CampaignItemRow,
  'state' | 'reason'
> {
  const problem = problems.length > 0 ? redact(problems.join('\n')) : null;
  if (changes.length > 0) {
    return { state: 'planned', reason: problem };
  }
  if (problem !== null) {
    return { state: 'skipped', reason: problem };
  }
  return {
    state: 'unchanged',
    reason:
      others.length > 0
        ? redact(
            `It stands on none of the releases to leave: ${others.join(', ')}`,
          )
        : 'No Dockerfile names a release to leave',
  };
}

function repositoriesOf(
  adopters: readonly Adopter[],
  config: CampaignsConfig,
): Concerned[] {
  const concerned = new Map<string, Concerned>();
  for (const entity of adopters) {
    const annotations: Record<string, string> = JSON.parse(entity.annotations);
    const source = sourceRepositoryOf(annotations, config.sourceLocations);
    // What has no repository is listed by itself, so that nobody is forgotten.
    const url = 'url' in source ? source.url : entity.ref;
    const known = concerned.get(url) ?? { url, folders: [], entities: [] };
    known.entities.push(entity);
    if ('url' in source) {
      known.folders.push(source.folder);
    } else {
      known.problem = source.problem;
    }
    concerned.set(url, known);
  }
  return [...concerned.values()].map(it => ({
    ...it,
    folders: [...new Set(it.folders)].sort(),
  }));
}

/** The one owner of all, if there is one. */
function ownerOf(entities: readonly Adopter[]): string | null {
  const owners = new Set(entities.map(it => it.owner_ref));
  const [owner] = owners;
  return owners.size === 1 ? owner : null;
}
