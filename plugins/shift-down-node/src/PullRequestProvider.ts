import type { LoggerService } from '@backstage/backend-plugin-api';

/**
 * Opens and follows pull requests (merge requests) on one sort of Git host.
 * @public
 */
export interface PullRequestProvider {
  /** Unique and stable, such as `github`. */
  readonly id: string;
  /** Whether it answers for the host of a repository's URL; only hosts in config. */
  covers(repositoryUrl: string): boolean;
  /**
   * Makes the branch hold exactly these changes on top of its base, and has one open pull
   * request for it: opened if there is none, updated if there is one, left alone if it
   * already says the same. May be repeated without harm. Never force-pushes over commits
   * that somebody else made on the branch: that is `conflict`.
   *
   * @throws NotAllowedError, NotFoundError or ServiceUnavailableError with what to do next.
   */
  openOrUpdate(
    request: PullRequestRequest,
    options: PullRequestOptions,
  ): Promise<PullRequestOutcome>;
  /** How a pull request stands, by the URL that `openOrUpdate` gave. */
  read(
    request: { repositoryUrl: string; branch: string },
    options: PullRequestOptions,
  ): Promise<PullRequestState>;
  /** Closes the pull request without merging and deletes the branch, if it is still ours. */
  close(
    request: { repositoryUrl: string; branch: string; comment?: string },
    options: PullRequestOptions,
  ): Promise<PullRequestState>;
  /** Text files of a repository whose path matches, from the default (or named) branch. */
  readFiles(
    request: {
      repositoryUrl: string;
      /** Unset: the default branch. */
      branch?: string;
      matches: (path: string) => boolean;
    },
    options: PullRequestOptions,
  ): Promise<RepositoryFiles>;
}

/** @public */
export interface PullRequestOptions {
  signal: AbortSignal;
  logger: LoggerService;
}

/** @public */
export interface PullRequestRequest {
  /** Of the repository on its host, such as `https://git.example/team/app`. */
  repositoryUrl: string;
  /** Unset: the default branch. */
  base?: string;
  /** Ours alone: `shift-down/…`. */
  branch: string;
  title: string;
  /** Markdown; redacted before it is sent. */
  body: string;
  commitMessage: string;
  changes: RepositoryChange[];
}

/** @public */
export type RepositoryChange =
  | { path: string; content: string }
  | { path: string; deleted: true };

/** @public */
export interface RepositoryFiles {
  /** Commit that they were read from. */
  commit: string;
  /** Of the branch that was read. */
  branch: string;
  files: { path: string; content: string }[];
}

/** @public */
export interface PullRequestState {
  /**
   * `pushed`: the host has no API for pull requests that we know; the branch is there.
   * `merged` is not yet applied.
   */
  state: 'open' | 'merged' | 'closed' | 'pushed' | 'absent';
  /** For people; of the branch if it was only pushed. */
  url?: string;
  /** Head of the branch. */
  commit?: string;
}

/** @public */
export type PullRequestOutcome =
  | {
      outcome: 'opened' | 'updated' | 'unchanged' | 'pushed';
      url: string;
      commit: string;
    }
  | {
      /** Somebody else has committed to the branch. */
      outcome: 'conflict';
      url: string;
      reason: string;
    };
