/** A repository as Git itself sees it: a bare folder here, or a server over https. */
import { ConflictError } from '@backstage/errors';
import * as fs from 'node:fs';
import git from 'isomorphic-git';
import { decodeText } from '../decodeText';
import {
  BranchMovedError,
  type BranchCommit,
  type FileChange,
  type GitHost,
  type NewCommit,
} from '../GitHost';
import type { CommitAuthor } from '../ours';

/** Where the repository's branches come from and go to, if they are not its own. */
export interface Remote {
  defaultBranch(): Promise<string>;
  /** Makes the branch known here; does nothing if there is none. */
  fetch(branch: string): Promise<void>;
  /** @throws BranchMovedError */
  push(branch: string, commit: string): Promise<void>;
  delete(branch: string): Promise<void>;
}

/** No repository that we change has more commits apart from its base. */
const MAXIMUM_COMMITS = 1_000;

export class GitRepositoryHost implements GitHost {
  readonly #at: { fs: typeof fs; gitdir: string };
  readonly #remote: Remote | undefined;
  readonly #webUrl: string;
  readonly #author: CommitAuthor;

  constructor(options: {
    gitdir: string;
    remote?: Remote;
    webUrl: string;
    author: CommitAuthor;
  }) {
    this.#at = { fs, gitdir: options.gitdir };
    this.#remote = options.remote;
    this.#webUrl = options.webUrl;
    this.#author = options.author;
  }

  async defaultBranch(): Promise<string> {
    if (this.#remote) {
      return await this.#remote.defaultBranch();
    }
    const branch = await git.currentBranch({ ...this.#at, test: false });
    if (!branch) {
      throw new ConflictError(`${this.#webUrl} has no default branch`);
    }
    return branch;
  }

  async headOf(branch: string): Promise<string | undefined> {
    await this.#remote?.fetch(branch);
    return await this.#resolve(branch);
  }

  async commitsBetween(base: string, head: string): Promise<BranchCommit[]> {
    const known = await this.#ancestors(base);
    const commits: BranchCommit[] = [];
    const waiting = [head];
    const seen = new Set(known);
    while (waiting.length > 0) {
      const oid = waiting.pop()!;
      if (seen.has(oid)) {
        continue;
      }
      seen.add(oid);
      const { commit } = await git.readCommit({ ...this.#at, oid });
      commits.push({
        id: oid,
        message: commit.message,
        author: commit.author.email,
        committer: commit.committer.email,
      });
      if (commits.length >= MAXIMUM_COMMITS) {
        break;
      }
      waiting.push(...commit.parent);
    }
    return commits;
  }

  async changedPaths(base: string, head: string): Promise<string[]> {
    const common = await this.#commonAncestor(base, head);
    const before = await this.#blobs(common);
    const after = await this.#blobs(head);
    return [...new Set([...before.keys(), ...after.keys()])].filter(
      path => before.get(path) !== after.get(path),
    );
  }

  async contains(base: string, commit: string): Promise<boolean> {
    return (await this.#ancestors(base)).has(commit);
  }

  async listFiles(commit: string): Promise<string[]> {
    return [...(await this.#blobs(commit)).keys()];
  }

  async readFile(commit: string, path: string): Promise<string | undefined> {
    const oid = (await this.#blobs(commit)).get(path);
    if (oid === undefined) {
      return undefined;
    }
    const { blob } = await git.readBlob({ ...this.#at, oid });
    return decodeText(blob);
  }

  async commit(request: NewCommit): Promise<string> {
    const { branch, parent, replaces, message, changes } = request;
    const onto = replaces ?? parent;
    const { commit: before } = await git.readCommit({ ...this.#at, oid: onto });
    let tree = before.tree;
    for (const change of changes) {
      tree = await this.#changeTree(tree, change.path.split('/'), change);
    }
    const by = { ...this.#author, timestamp: Math.floor(Date.now() / 1000) };
    const oid = await git.writeCommit({
      ...this.#at,
      commit: {
        message,
        tree,
        parent: [onto],
        author: { ...by, timezoneOffset: 0 },
        committer: { ...by, timezoneOffset: 0 },
      },
    });
    if (this.#remote) {
      await this.#remote.push(branch, oid);
    } else if ((await this.#resolve(branch)) !== replaces) {
      throw new BranchMovedError();
    }
    await git.writeRef({
      ...this.#at,
      ref: this.#ref(branch),
      value: oid,
      force: true,
    });
    return oid;
  }

  async deleteBranch(branch: string): Promise<void> {
    await this.#remote?.delete(branch);
    await git.deleteRef({ ...this.#at, ref: this.#ref(branch) });
  }

  urlOf(branch: string): string {
    return `${this.#webUrl}#${branch}`;
  }

  async #resolve(branch: string): Promise<string | undefined> {
    try {
      return await git.resolveRef({ ...this.#at, ref: this.#ref(branch) });
    } catch (error) {
      if (error instanceof git.Errors.NotFoundError) {
        return undefined;
      }
      throw error;
    }
  }

  #ref(branch: string): string {
    return this.#remote
      ? `refs/remotes/origin/${branch}`
      : `refs/heads/${branch}`;
  }

  async #ancestors(commit: string): Promise<Set<string>> {
    const log = await git.log({ ...this.#at, ref: commit });
    return new Set(log.map(({ oid }) => oid));
  }

  async #commonAncestor(base: string, head: string): Promise<string> {
    const [common]: string[] = await git.findMergeBase({
      ...this.#at,
      oids: [base, head],
    });
    return common ?? base;
  }

  /** Regular files by path; neither links nor submodules. */
  async #blobs(commit: string): Promise<Map<string, string>> {
    const blobs = new Map<string, string>();
    const read = async (oid: string, folder: string) => {
      const { tree } = await git.readTree({ ...this.#at, oid });
      for (const entry of tree) {
        const path = `${folder}${entry.path}`;
        if (entry.type === 'tree') {
          await read(entry.oid, `${path}/`);
        } else if (entry.type === 'blob' && entry.mode !== '120000') {
          blobs.set(path, entry.oid);
        }
      }
    };
    await read(commit, '');
    return blobs;
  }

  /** The tree with one file in it changed. */
  async #changeTree(
    oid: string | undefined,
    [name, ...below]: string[],
    change: FileChange,
  ): Promise<string> {
    const tree = oid ? (await git.readTree({ ...this.#at, oid })).tree : [];
    const rest = tree.filter(it => it.path !== name);
    const known = tree.find(it => it.path === name);
    if (below.length > 0) {
      const inner = await this.#changeTree(
        known?.type === 'tree' ? known.oid : undefined,
        below,
        change,
      );
      rest.push({ path: name, mode: '040000', type: 'tree', oid: inner });
    } else if ('content' in change) {
      const blob = await git.writeBlob({
        ...this.#at,
        blob: Buffer.from(change.content),
      });
      const mode = known?.mode ?? '100644';
      rest.push({ path: name, mode, type: 'blob', oid: blob });
    }
    return await git.writeTree({ ...this.#at, tree: rest });
  }
}
