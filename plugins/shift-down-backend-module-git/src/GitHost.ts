/** What one repository on one host can do for us: the least that pull requests need. */

/** Who and what a commit on a branch is by. */
export interface BranchCommit {
  id: string;
  message: string;
  /** Email addresses; the committer only where the host lets us set it. */
  author: string;
  committer?: string;
}

export interface HostedPullRequest {
  number: number;
  url: string;
  state: 'open' | 'merged' | 'closed';
  title: string;
  body: string;
}

export type FileChange =
  | { path: string; content: string }
  | { path: string; deleted: true };

export interface NewCommit {
  branch: string;
  /** Head of the base. */
  parent: string;
  /** Head of the branch, all of whose commits are ours; unset to make the branch. */
  replaces?: string;
  message: string;
  changes: FileChange[];
}

/** Somebody has moved the branch meanwhile; nothing was written. */
export class BranchMovedError extends Error {
  override name = 'BranchMovedError';
}

/**
 * One repository. Commits are only ever added, so nothing that anybody wrote can be lost.
 * @throws NotAllowedError, NotFoundError or ServiceUnavailableError with what to do next.
 */
export interface GitHost {
  /** Whether it has pull requests at all. */
  readonly pullRequests?: PullRequests;
  defaultBranch(): Promise<string>;
  /** Its newest commit, if there is such a branch. */
  headOf(branch: string): Promise<string | undefined>;
  /** Commits that `head` has and `base` has not, in any order. */
  commitsBetween(base: string, head: string): Promise<BranchCommit[]>;
  /** Paths in which two commits differ, from what they have in common to `head`. */
  changedPaths(base: string, head: string): Promise<string[]>;
  /** Whether everything in `commit` is in `base`, too. */
  contains(base: string, commit: string): Promise<boolean>;
  listFiles(commit: string): Promise<string[]>;
  /** Text of a file; unset where there is none. */
  readFile(commit: string, path: string): Promise<string | undefined>;
  /**
   * Adds a commit and moves the branch to it.
   * @throws BranchMovedError
   */
  commit(request: NewCommit): Promise<string>;
  deleteBranch(branch: string): Promise<void>;
  /** Address of a branch for people. */
  urlOf(branch: string): string;
}

export interface PullRequests {
  /** The open one of a branch, or else the newest. */
  find(branch: string): Promise<HostedPullRequest | undefined>;
  open(request: {
    branch: string;
    base: string;
    title: string;
    body: string;
  }): Promise<HostedPullRequest>;
  update(
    number: number,
    change: { title: string; body: string },
  ): Promise<void>;
  close(number: number, comment?: string): Promise<void>;
}
