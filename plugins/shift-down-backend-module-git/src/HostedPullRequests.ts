import { NotAllowedError } from '@backstage/errors';
import type {
  PullRequestOptions,
  PullRequestOutcome,
  PullRequestProvider,
  PullRequestRequest,
  PullRequestState,
  RepositoryFiles,
} from '@shift-down/plugin-shift-down-node';
import type { GitHost } from './GitHost';
import { openOrUpdate } from './openOrUpdate';
import { isOurs, type CommitAuthor } from './ours';
import { redactText } from './redactText';

/** No repository needs more; reading goes on for ever otherwise. */
const MAXIMUM_FILES = 200;

/** Opens a repository by its URL for one request. */
export type OpenRepository = (
  repositoryUrl: string,
  options: PullRequestOptions,
) => Promise<{ host: GitHost; close?: () => Promise<void> }>;

/** Pull requests on one sort of host; only for the URLs that config allows. */
export class HostedPullRequests implements PullRequestProvider {
  readonly id: string;
  readonly #covers: (repositoryUrl: string) => boolean;
  readonly #open: OpenRepository;
  readonly #author: CommitAuthor;

  constructor(options: {
    id: string;
    covers: (repositoryUrl: string) => boolean;
    open: OpenRepository;
    author: CommitAuthor;
  }) {
    this.id = options.id;
    this.#covers = options.covers;
    this.#open = options.open;
    this.#author = options.author;
  }

  covers(repositoryUrl: string): boolean {
    return this.#covers(repositoryUrl);
  }

  async openOrUpdate(
    request: PullRequestRequest,
    options: PullRequestOptions,
  ): Promise<PullRequestOutcome> {
    return await this.#within(request.repositoryUrl, options, host =>
      openOrUpdate(host, request, this.#author),
    );
  }

  async read(
    request: { repositoryUrl: string; branch: string },
    options: PullRequestOptions,
  ): Promise<PullRequestState> {
    return await this.#within(request.repositoryUrl, options, host =>
      readState(host, request.branch),
    );
  }

  async close(
    request: { repositoryUrl: string; branch: string; comment?: string },
    options: PullRequestOptions,
  ): Promise<PullRequestState> {
    const { branch, comment } = request;
    return await this.#within(request.repositoryUrl, options, async host => {
      const found = await host.pullRequests?.find(branch);
      if (found?.state === 'open') {
        await host.pullRequests?.close(
          found.number,
          comment === undefined ? undefined : redactText(comment),
        );
      }
      const head = await host.headOf(branch);
      const base = await host.headOf(await host.defaultBranch());
      if (head !== undefined && base !== undefined) {
        const commits = await host.commitsBetween(base, head);
        if (commits.every(it => isOurs(it, branch, this.#author))) {
          await host.deleteBranch(branch);
        }
      }
      return await readState(host, branch);
    });
  }

  async readFiles(
    request: {
      repositoryUrl: string;
      branch?: string;
      matches: (path: string) => boolean;
    },
    options: PullRequestOptions,
  ): Promise<RepositoryFiles> {
    return await this.#within(request.repositoryUrl, options, async host => {
      const branch = request.branch ?? (await host.defaultBranch());
      const commit = await host.headOf(branch);
      if (commit === undefined) {
        return { commit: '', branch, files: [] };
      }
      const paths = (await host.listFiles(commit)).filter(request.matches);
      const files: RepositoryFiles['files'] = [];
      for (const path of paths.slice(0, MAXIMUM_FILES)) {
        options.signal.throwIfAborted();
        const content = await host.readFile(commit, path);
        if (content !== undefined) {
          files.push({ path, content });
        }
      }
      return { commit, branch, files };
    });
  }

  async #within<T>(
    repositoryUrl: string,
    options: PullRequestOptions,
    work: (host: GitHost) => Promise<T>,
  ): Promise<T> {
    if (!this.covers(repositoryUrl)) {
      throw new NotAllowedError(
        `${repositoryUrl} is in none of the places that may be written to. Add it to shiftDown.git.repositories`,
      );
    }
    options.signal.throwIfAborted();
    const { host, close } = await this.#open(repositoryUrl, options);
    try {
      return await work(host);
    } finally {
      await close?.();
    }
  }
}

async function readState(
  host: GitHost,
  branch: string,
): Promise<PullRequestState> {
  const head = await host.headOf(branch);
  const found = await host.pullRequests?.find(branch);
  const commit = head !== undefined && { commit: head };
  if (found) {
    return { state: found.state, url: found.url, ...commit };
  }
  if (head === undefined || host.pullRequests) {
    return { state: 'absent', ...commit };
  }
  const base = await host.headOf(await host.defaultBranch());
  const merged = base !== undefined && (await host.contains(base, head));
  return {
    state: merged ? 'merged' : 'pushed',
    url: host.urlOf(branch),
    ...commit,
  };
}
