/** Proposes the objects of a namespace to the repository that a GitOps controller applies. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, NotAllowedError } from '@backstage/errors';
import type {
  PullRequestProvider,
  RepositoryChange,
} from '@shift-down/plugin-shift-down-node';
import { redact } from '@shift-down/plugin-shift-down-policy';
import type {
  ManagedNamespaceRow,
  ManagedObjectRow,
} from '../../database/provisioningTables';
import type { ProvisioningConfig, PullRequestTarget } from '../config';
import { branchOf, filesOf, folderOf, textOf } from './pullRequestFiles';

const TIMEOUT_MILLISECONDS = 60_000;

/** @internal */
export interface PullRequestProposalsOptions {
  config: Pick<ProvisioningConfig, 'pullRequests'>;
  pullRequests: readonly PullRequestProvider[];
  logger: LoggerService;
}

/** @internal */
export interface Proposal {
  row: ManagedNamespaceRow;
  objects: readonly ManagedObjectRow[];
  /** Name of the cluster in config now. */
  cluster: string;
  /** Begins the title: `Make`, `Adopt`, `Upgrade`. */
  verb: string;
  /** Nothing of it was proposed before: what is there is somebody else's. */
  isFirst?: boolean;
  signal?: AbortSignal;
}

/** @internal */
export interface Proposed {
  url: string;
  branch: string;
  /** Whether the repository says it already, and no pull request was needed. */
  isMerged: boolean;
}

/** @internal */
export class PullRequestProposals {
  readonly #options: PullRequestProposalsOptions;

  constructor(options: PullRequestProposalsOptions) {
    this.#options = options;
  }

  /**
   * Has one pull request with these objects. Files of ours that the baseline has no more
   * are removed by it: people decide when they merge it.
   *
   * @throws ConflictError if the folder is somebody else's, or somebody else has committed
   * to the branch; NotAllowedError, NotFoundError or ServiceUnavailableError with what to
   * do next.
   */
  async propose(proposal: Proposal): Promise<Proposed> {
    const { cluster, objects, row, verb } = proposal;
    const target = this.#targetOf(cluster);
    const { repositoryUrl } = target;
    const provider = this.#providerOf(repositoryUrl);
    const options = this.#call(proposal.signal);
    const branch = branchOf(row, cluster);
    const folder = folderOf(row, target);
    const base = target.base === undefined ? {} : { base: target.base };

    const { files } = await provider.readFiles(
      {
        repositoryUrl,
        matches: path => path.startsWith(`${folder}/`),
        ...(target.base !== undefined && { branch: target.base }),
      },
      options,
    );
    if (proposal.isFirst && files.length > 0) {
      throw new ConflictError(
        `${folder} in ${repositoryUrl} has files that were not made here; nothing was touched. Choose another name, or have the namespace adopted`,
      );
    }
    const wanted = filesOf(objects, folder);
    const changes = changesBetween(files, wanted);
    if (changes.length === 0) {
      return { url: repositoryUrl, branch, isMerged: true };
    }
    const opened = await provider.openOrUpdate(
      {
        ...textOf(row, cluster, verb),
        ...base,
        repositoryUrl,
        branch,
        changes,
      },
      options,
    );
    if (opened.outcome === 'conflict') {
      throw new ConflictError(redact(opened.reason));
    }
    return { url: opened.url, branch, isMerged: false };
  }

  #targetOf(cluster: string): PullRequestTarget {
    const target = this.#options.config.pullRequests.get(cluster);
    if (!target) {
      throw new NotAllowedError(
        `No repository is named for namespaces of ${cluster}. The platform team names one in shiftDown.provisioning.clusters`,
      );
    }
    return target;
  }

  #providerOf(repositoryUrl: string): PullRequestProvider {
    const provider = this.#options.pullRequests.find(it =>
      it.covers(repositoryUrl),
    );
    if (!provider) {
      throw new NotAllowedError(
        `${repositoryUrl} is in none of the places that may be changed. The platform team adds it to shiftDown.git.repositories`,
      );
    }
    return provider;
  }

  #call(signal: AbortSignal | undefined) {
    const timeout = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
    return {
      logger: this.#options.logger,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    };
  }
}

/** Of what is there, only files that look like ours are removed. */
function changesBetween(
  there: readonly { path: string; content: string }[],
  wanted: readonly { path: string; content: string }[],
): RepositoryChange[] {
  const contents = new Map(there.map(it => [it.path, it.content]));
  const paths = new Set(wanted.map(it => it.path));
  return [
    ...wanted.filter(it => contents.get(it.path) !== it.content),
    ...there
      .filter(
        ({ path }) => !paths.has(path) && /\/\d{2,}-[^/]+\.yaml$/.test(path),
      )
      .map(({ path }) => ({ path, deleted: true as const })),
  ];
}
