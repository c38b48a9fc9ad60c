/** The stage of campaigns: one replica opens pull requests and follows them. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  CAMPAIGN_UNDER_WAY,
  goldenTargetOf,
  nextCampaignStep,
  redact,
  type GoldenTarget,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { describeError } from '../collection/describeError';
import type { FencedWriter } from '../collection/HeldLease';
import { LeasedWork } from '../collection/LeasedWork';
import type { LeaseTimes } from '../collection/leaseTimes';
import { pause } from '../collection/pause';
import type { CampaignItemRow, CampaignRow } from '../database/campaignTables';
import type { Clock } from '../database/DatabaseClock';
import { changeCampaignState } from '../database/operations/campaigns/changeCampaignState';
import { loadWork } from '../database/operations/campaigns/loadWork';
import { updateItem } from '../database/operations/campaigns/updateItem';
import type {
  CatalogueReader,
  CatalogueSnapshot,
} from '../images/CatalogueReader';
import type { CampaignsConfig } from './config';
import type { RepositoryBumper } from './RepositoryBumper';

/** @internal */
export const CAMPAIGNS_LEASE = 'campaigns';

const ROUND_MILLISECONDS = 2_000;
const RETRY_MILLISECONDS = 60_000;
/** Hosts that do not answer are tried so often before it counts as a failure. */
const FOLLOW_UP = new Set([
  'ServiceUnavailableError',
  'TimeoutError',
  'AbortError',
]);

/** @internal */
export interface CampaignServiceOptions {
  database: Knex;
  clock: Clock;
  bumper: RepositoryBumper;
  catalogues: Pick<CatalogueReader, 'current'>;
  config: CampaignsConfig;
  leaseTimes: LeaseTimes;
  logger: LoggerService;
}

/** @internal */
export class CampaignService {
  readonly #options: CampaignServiceOptions;
  readonly #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: CampaignServiceOptions) {
    this.#options = options;
  }

  /** Returns at once. */
  start(): void {
    const { database } = this.#options;
    this.#running = new LeasedWork({
      ...this.#options,
      name: CAMPAIGNS_LEASE,
      what: 'campaigns',
      holder: randomUUID(),
      alone: database.client.config.client !== 'pg',
    }).run(async (lease, signal) => {
      while (!signal.aborted) {
        await this.round(lease, signal);
        await pause(ROUND_MILLISECONDS, signal);
      }
    }, this.#stop.signal);
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('The back end is shutting down'));
    await this.#running;
  }

  /** Looks once at every campaign; what fails in one keeps no other. */
  async round(lease: FencedWriter, signal: AbortSignal): Promise<void> {
    const { clock, database, logger } = this.#options;
    const work = await loadWork(database);
    if (work.length === 0) {
      return;
    }
    const catalogue = await this.#options.catalogues.current(clock.now());
    for (const { campaign, items } of work) {
      try {
        await this.#follow(campaign, items, lease, signal);
        if (campaign.state === 'running') {
          await this.#goOn(campaign, catalogue, lease, signal);
        }
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        logger.warn(
          `Campaign ${
            campaign.id
          } could not go on, trying again: ${describeError(error)}`,
        );
      }
    }
  }

  async #follow(
    campaign: CampaignRow,
    items: readonly CampaignItemRow[],
    lease: FencedWriter,
    signal: AbortSignal,
  ): Promise<void> {
    const { bumper, config } = this.#options;
    const due = items.filter(
      it => CAMPAIGN_UNDER_WAY.includes(it.state) && it.next_at <= this.#now(),
    );
    for (const item of due) {
      signal.throwIfAborted();
      const next_at = this.#later(config.followSeconds * 1000);
      let change: Parameters<typeof updateItem>[2];
      try {
        const found = await bumper.read(item.repository_url, campaign, signal);
        const state = found.state === 'absent' ? 'closed' : found.state;
        change = {
          state,
          next_at,
          ...(found.url !== undefined && { pull_request_url: found.url }),
          ...(found.state === 'absent' && {
            reason: 'Its branch is not there any more',
          }),
        };
      } catch (error) {
        signal.throwIfAborted();
        // It is as it was, as far as we know.
        change = {
          next_at: this.#later(RETRY_MILLISECONDS),
          reason: `Could not be looked at: ${redact(describeError(error))}`,
        };
      }
      await lease.transact(tx => updateItem(tx, item, change, this.#now()));
    }
  }

  async #goOn(
    { id }: CampaignRow,
    catalogue: CatalogueSnapshot,
    lease: FencedWriter,
    signal: AbortSignal,
  ): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      // Read again each time: somebody may have paused or stopped it meanwhile.
      const work = await loadWork(this.#options.database);
      const found = work.find(({ campaign }) => campaign.id === id);
      if (found?.campaign.state !== 'running') {
        return;
      }
      const { campaign, items } = found;
      const { end, open } = nextCampaignStep(
        {
          atOnce: campaign.at_once,
          stopAfterFailures: campaign.stop_after_failures,
        },
        items,
      );
      if (end) {
        await lease.transact(tx =>
          changeCampaignState(tx, id, 'running', end.state, end.reason ?? null),
        );
        return;
      }
      const item = items.find(
        it => it.state === 'planned' && it.next_at <= this.#now(),
      );
      if (open === 0 || !item) {
        return;
      }
      const target = goldenTargetOf(
        catalogue.index,
        campaign.image,
        campaign.to_version,
        JSON.parse(campaign.from_versions),
      );
      if ('problem' in target) {
        await lease.transact(tx =>
          changeCampaignState(tx, id, 'running', 'stopped', target.problem),
        );
        return;
      }
      const change = await this.#open(
        campaign,
        item,
        target,
        catalogue,
        signal,
      );
      await lease.transact(tx => updateItem(tx, item, change, this.#now()));
    }
  }

  async #open(
    campaign: CampaignRow,
    item: CampaignItemRow,
    target: GoldenTarget,
    { index }: CatalogueSnapshot,
    signal: AbortSignal,
  ): Promise<Parameters<typeof updateItem>[2]> {
    const { bumper, clock, config } = this.#options;
    const repository = {
      url: item.repository_url,
      folders: JSON.parse(item.folders) as string[],
    };
    const next_at = this.#later(config.followSeconds * 1000);
    try {
      // Planned long ago, perhaps: what is there now is what counts.
      const bump = await bumper.plan(repository, target, signal);
      const changes = JSON.stringify(bump.changes);
      if (bump.files.length === 0) {
        return {
          state: 'unchanged',
          changes,
          reason: 'No Dockerfile names a release to leave any more',
        };
      }
      const outcome = await bumper.open(
        repository,
        target,
        bump,
        {
          index,
          now: clock.now(),
          campaign:
            campaign.title ?? `Move to ${target.image} ${target.to.version}`,
        },
        signal,
      );
      if (outcome.outcome === 'conflict') {
        return {
          state: 'conflict',
          changes,
          pull_request_url: outcome.url,
          reason: redact(outcome.reason),
        };
      }
      const { state } = await bumper.read(repository.url, target, signal);
      return {
        state: state === 'pushed' ? 'pushed' : 'open',
        changes,
        pull_request_url: outcome.url,
        reason:
          bump.problems.length > 0 ? redact(bump.problems.join('\n')) : null,
        next_at,
      };
    } catch (error) {
      signal.throwIfAborted();
      const { name } = error as Error;
      const reason = redact(describeError(error));
      return FOLLOW_UP.has(name)
        ? { reason, next_at: this.#later(RETRY_MILLISECONDS) }
        : { state: 'failed', reason };
    }
  }

  #now(): string {
    return this.#options.clock.now().toISOString();
  }

  #later(milliseconds: number): string {
    return new Date(
      this.#options.clock.now().getTime() + milliseconds,
    ).toISOString();
  }
}
