/**
 * Tells engines by way of a repository: one pull request for each exception, and one more
 * to undo it. Merged is not yet applied; what counts is what is seen in the cluster.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  PullRequestProvider,
  PullRequestState,
  RepositoryChange,
} from '@shift-down/plugin-shift-down-node';
import { redact } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { selectEnforcementsOf } from '../../database/operations/exceptions/enforcement/selectDueEnforcements';
import type { ExceptionDeliveryConfig } from '../config';
import { problem, type DeliveryRequest } from './ClusterDelivery';
import type { Deliveries } from './Deliveries';
import { branchOf, contentOf, pathOf, textOf } from './pullRequestText';
import { SEEN, withReason, type DocumentDelivery } from './DocumentDelivery';
import type { EnforcementOrder, EnforcementOutcome } from './types';

const TIMEOUT_MILLISECONDS = 60_000;

/** @internal */
export interface PullRequestDeliveryOptions {
  database: Knex;
  deliveries: Deliveries;
  documents: DocumentDelivery;
  providers: readonly PullRequestProvider[];
  logger: LoggerService;
}

interface Repository {
  provider: PullRequestProvider;
  repositoryUrl: string;
  config: ExceptionDeliveryConfig;
}

/** @internal */
export class PullRequestDelivery {
  readonly #options: PullRequestDeliveryOptions;

  constructor(options: PullRequestDeliveryOptions) {
    this.#options = options;
  }

  async deliver(request: DeliveryRequest): Promise<EnforcementOutcome> {
    const repository = this.#repositoryOf(request.order);
    if ('why' in repository) {
      return problem(request.wish, repository.why);
    }
    return request.wish === 'there'
      ? await this.#open(request, repository)
      : await this.#undo(request, repository);
  }

  async #open(
    request: DeliveryRequest,
    repository: Repository,
  ): Promise<EnforcementOutcome> {
    const { row } = request.order;
    const found = await this.#options.documents.look(request);
    if (found.found === 'there') {
      return { outcome: 'applied', reason: SEEN };
    }
    const branch = branchOf(row.exception_id);
    const state = await this.#read(repository, branch, request.signal);
    if (state.state === 'merged') {
      return {
        outcome: 'pending',
        reason: `Merged, and not seen in the cluster yet${withReason(found)}`,
        ...urlOf(state),
      };
    }
    const wasOpened = row.pull_request_url !== null;
    if (wasOpened && (state.state === 'closed' || state.state === 'absent')) {
      return {
        outcome: 'failed',
        reason:
          'The pull request was closed without being merged. Have it enforced once more to open it again, or revoke the exception',
      };
    }
    const opened = await repository.provider.openOrUpdate(
      {
        ...textOf(request.order, 'Apply'),
        repositoryUrl: repository.repositoryUrl,
        branch,
        ...baseOf(repository),
        changes: await this.#changes(row.exception_id, repository),
      },
      this.#request(request.signal),
    );
    return opened.outcome === 'conflict'
      ? {
          outcome: 'failed',
          reason: redact(opened.reason),
          pullRequestUrl: opened.url,
        }
      : {
          outcome: 'pending',
          reason: 'A pull request waits to be merged',
          pullRequestUrl: opened.url,
        };
  }

  async #undo(
    request: DeliveryRequest,
    repository: Repository,
  ): Promise<EnforcementOutcome> {
    const { row } = request.order;
    const branch = branchOf(row.exception_id);
    const found = await this.#options.documents.look(request);
    const state = await this.#read(repository, branch, request.signal);
    if (state.state === 'open' || state.state === 'pushed') {
      await repository.provider.close(
        {
          repositoryUrl: repository.repositoryUrl,
          branch,
          comment: 'The exception does not hold any more.',
        },
        this.#request(request.signal),
      );
    }
    const isInGit = state.state === 'merged';
    if (!isInGit && found.found !== 'there') {
      return await this.#options.documents.afterwards(request, found);
    }
    const undoing = isInGit
      ? await this.#openUndoing(request, repository)
      : undefined;
    if (found.found !== 'there') {
      const after = await this.#options.documents.afterwards(request, found);
      // Until its file is gone, whoever applies the repository puts it back.
      return after.outcome === 'removed' && undoing && !undoing.isDone
        ? { ...undoing.outcome, isGone: true }
        : after;
    }
    return (
      undoing?.outcome ?? {
        outcome: 'stays',
        isGone: false,
        reason: `Somebody has to remove ${row.object_key}`,
      }
    );
  }

  async #openUndoing(
    { order, signal }: DeliveryRequest,
    repository: Repository,
  ): Promise<{
    isDone: boolean;
    outcome: Extract<EnforcementOutcome, { outcome: 'stays' }>;
  }> {
    const branch = `${branchOf(order.row.exception_id)}-end`;
    const stays = (reason: string, pullRequestUrl?: string) => ({
      outcome: 'stays' as const,
      isGone: false,
      reason,
      ...(pullRequestUrl !== undefined && { pullRequestUrl }),
    });
    const state = await this.#read(repository, branch, signal);
    if (state.state === 'merged') {
      return {
        isDone: true,
        outcome: stays(
          'Removed from the repository, and still seen in the cluster',
          state.url,
        ),
      };
    }
    if (state.state === 'closed') {
      return {
        isDone: false,
        outcome: stays(
          'The pull request that removes it was closed without being merged. Remove it by hand',
          state.url,
        ),
      };
    }
    const opened = await repository.provider.openOrUpdate(
      {
        ...textOf(order, 'Remove'),
        repositoryUrl: repository.repositoryUrl,
        branch,
        ...baseOf(repository),
        changes: [{ path: pathOf(order, repository.config), deleted: true }],
      },
      this.#request(signal),
    );
    return {
      isDone: false,
      outcome: stays(
        opened.outcome === 'conflict'
          ? redact(opened.reason)
          : 'A pull request that removes it waits to be merged',
        opened.url,
      ),
    };
  }

  /** Everything that the exception puts into this repository, as one change. */
  async #changes(
    exceptionId: string,
    { repositoryUrl }: Repository,
  ): Promise<RepositoryChange[]> {
    const orders = await selectEnforcementsOf(
      this.#options.database,
      exceptionId,
    );
    return orders.flatMap(order => {
      const config = this.#configOf(order);
      return order.row.wanted &&
        order.row.delivery === 'pull-request' &&
        config?.repositoryUrl === repositoryUrl
        ? [
            {
              path: pathOf(order, config),
              content: contentOf(order),
            },
          ]
        : [];
    });
  }

  #repositoryOf(order: EnforcementOrder): Repository | { why: string } {
    const config = this.#configOf(order);
    const repositoryUrl = config?.repositoryUrl;
    if (!config || repositoryUrl === undefined) {
      return {
        why: 'No repository is named for this cluster any more. Name one in shiftDown.exceptions.delivery',
      };
    }
    if (order.row.target === 'guardrail') {
      return {
        why: `${order.row.object_key} is shared by all exceptions of its policy, which a pull request for one of them can’t write. Deliver to this cluster by its enforcer`,
      };
    }
    const provider = this.#options.providers.find(it =>
      it.covers(repositoryUrl),
    );
    return provider
      ? { provider, repositoryUrl, config }
      : {
          why: `${repositoryUrl} is in none of the places that may be changed. Add it to shiftDown.git.repositories`,
        };
  }

  #configOf({ cluster }: EnforcementOrder) {
    return cluster === undefined
      ? undefined
      : this.#options.deliveries.of(cluster);
  }

  async #read(
    { provider, repositoryUrl }: Repository,
    branch: string,
    signal: AbortSignal,
  ): Promise<PullRequestState> {
    return await provider.read(
      { repositoryUrl, branch },
      this.#request(signal),
    );
  }

  #request(signal: AbortSignal) {
    return {
      logger: this.#options.logger,
      signal: AbortSignal.any([
        signal,
        AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      ]),
    };
  }
}

function baseOf({ config }: Repository) {
  return config.base === undefined ? {} : { base: config.base };
}

function urlOf({ url }: PullRequestState) {
  return url === undefined ? {} : { pullRequestUrl: url };
}
