/** Gitea and Forgejo: one commit with all changes by the contents API. */
import { ConflictError } from '@backstage/errors';
import { z } from 'zod';
import { decodeText } from '../decodeText';
import {
  BranchMovedError,
  type BranchCommit,
  type GitHost,
  type HostedPullRequest,
  type NewCommit,
  type PullRequests,
} from '../GitHost';
import type { CommitAuthor } from '../ours';
import { allPages, encodePath, type RestClient } from './RestClient';

const person = z.object({ email: z.string() });
const repositorySchema = z.object({ default_branch: z.string() });
const branchSchema = z.object({ commit: z.object({ id: z.string() }) });
const compareSchema = z.object({
  total_commits: z.number(),
  commits: z.array(
    z.object({
      sha: z.string(),
      commit: z.object({
        message: z.string(),
        author: person,
        committer: person,
      }),
      files: z.array(z.object({ filename: z.string() })).nullish(),
    }),
  ),
});
const treeSchema = z.object({
  tree: z
    .array(z.object({ path: z.string(), type: z.string(), mode: z.string() }))
    .nullable(),
});
const contentSchema = z.object({
  type: z.string(),
  encoding: z.string().nullable(),
  content: z.string().nullable(),
  sha: z.string(),
});
const filesSchema = z.object({ commit: z.object({ sha: z.string() }) });
const pullSchema = z.object({
  number: z.number(),
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
  merged: z.boolean(),
  title: z.string(),
  body: z.string().nullable(),
  head: z.object({ ref: z.string() }),
});

const PAGE = 50;

/** @see https://docs.gitea.com/api/ */
export class GiteaHost implements GitHost {
  readonly pullRequests: PullRequests;
  readonly #client: RestClient;
  readonly #path: string;
  readonly #webUrl: string;
  readonly #author: CommitAuthor;

  constructor(options: {
    client: RestClient;
    /** `owner/name` */
    project: string;
    webUrl: string;
    author: CommitAuthor;
  }) {
    this.#client = options.client;
    this.#path = `/repos/${encodePath(options.project)}`;
    this.#webUrl = options.webUrl;
    this.#author = options.author;
    this.pullRequests = {
      find: branch => this.#find(branch),
      open: async ({ branch, base, title, body }) =>
        toPullRequest(
          await this.#client.read(`${this.#path}/pulls`, pullSchema, {
            method: 'POST',
            body: { head: branch, base, title, body },
          }),
        ),
      update: async (number, change) =>
        this.#client.send(`${this.#path}/pulls/${number}`, {
          method: 'PATCH',
          body: change,
        }),
      close: async (number, comment) => {
        if (comment !== undefined) {
          await this.#client.send(`${this.#path}/issues/${number}/comments`, {
            method: 'POST',
            body: { body: comment },
          });
        }
        await this.#client.send(`${this.#path}/pulls/${number}`, {
          method: 'PATCH',
          body: { state: 'closed' },
        });
      },
    };
  }

  async defaultBranch(): Promise<string> {
    const found = await this.#client.read(this.#path, repositorySchema);
    return found.default_branch;
  }

  async headOf(branch: string): Promise<string | undefined> {
    const found = await this.#client.find(
      `${this.#path}/branches/${encodePath(branch)}`,
      branchSchema,
    );
    return found?.commit.id;
  }

  async commitsBetween(base: string, head: string): Promise<BranchCommit[]> {
    const { commits, total_commits } = await this.#compare(base, head);
    if (total_commits > commits.length) {
      return [{ id: head, message: '', author: 'unknown' }];
    }
    return commits.map(({ sha, commit }) => ({
      id: sha,
      message: commit.message,
      author: commit.author.email,
      committer: commit.committer.email,
    }));
  }

  async changedPaths(base: string, head: string): Promise<string[]> {
    const { commits } = await this.#compare(base, head);
    return [
      ...new Set(
        commits.flatMap(({ files }) =>
          (files ?? []).map(({ filename }) => filename),
        ),
      ),
    ];
  }

  async contains(base: string, commit: string): Promise<boolean> {
    return (await this.#compare(base, commit)).total_commits === 0;
  }

  async listFiles(commit: string): Promise<string[]> {
    const size = 1_000;
    const tree = await allPages(
      async page =>
        (
          await this.#client.read(
            `${
              this.#path
            }/git/trees/${commit}?recursive=true&per_page=${size}&page=${page}`,
            treeSchema,
          )
        ).tree ?? [],
      size,
    );
    return tree
      .filter(it => it.type === 'blob' && it.mode !== '120000')
      .map(it => it.path);
  }

  async readFile(commit: string, path: string): Promise<string | undefined> {
    const file = await this.#file(commit, path);
    return file?.type === 'file' && typeof file.content === 'string'
      ? decodeText(Buffer.from(file.content, 'base64'))
      : undefined;
  }

  async commit(request: NewCommit): Promise<string> {
    const { branch, parent, replaces, message, changes } = request;
    const files = await Promise.all(
      changes.map(async change => {
        const file = await this.#file(replaces ?? parent, change.path);
        const known = file && { sha: file.sha };
        if (!('content' in change)) {
          return { operation: 'delete', path: change.path, ...known };
        }
        return {
          operation: file ? 'update' : 'create',
          path: change.path,
          content: Buffer.from(change.content).toString('base64'),
          ...known,
        };
      }),
    );
    try {
      if (replaces === undefined) {
        await this.#client.send(`${this.#path}/branches`, {
          method: 'POST',
          body: { new_branch_name: branch, old_ref_name: parent },
        });
      }
      const made = await this.#client.read(
        `${this.#path}/contents`,
        filesSchema,
        {
          method: 'POST',
          body: {
            branch,
            message,
            author: this.#author,
            committer: this.#author,
            files,
          },
        },
      );
      return made.commit.sha;
    } catch (error) {
      throw error instanceof ConflictError ? new BranchMovedError() : error;
    }
  }

  async deleteBranch(branch: string): Promise<void> {
    await this.#client.send(`${this.#path}/branches/${encodePath(branch)}`, {
      method: 'DELETE',
    });
  }

  urlOf(branch: string): string {
    return `${this.#webUrl}/src/branch/${encodePath(branch)}`;
  }

  async #file(commit: string, path: string) {
    return await this.#client.find(
      `${this.#path}/contents/${encodePath(path)}?ref=${commit}`,
      contentSchema,
    );
  }

  async #compare(base: string, head: string) {
    return await this.#client.read(
      `${this.#path}/compare/${base}...${head}`,
      compareSchema,
    );
  }

  async #find(branch: string): Promise<HostedPullRequest | undefined> {
    // There is no filter by branch, so the newest are looked through.
    let newest: z.infer<typeof pullSchema> | undefined;
    for (let page = 1; page <= 20; page++) {
      const pulls = await this.#client.read(
        `${this.#path}/pulls?state=all&sort=newest&limit=${PAGE}&page=${page}`,
        z.array(pullSchema),
      );
      const own = pulls.filter(it => it.head.ref === branch);
      const open = own.find(it => it.state === 'open');
      newest = newest ?? own[0];
      if (open || pulls.length < PAGE) {
        newest = open ?? newest;
        break;
      }
    }
    return newest && toPullRequest(newest);
  }
}

function toPullRequest(pull: z.infer<typeof pullSchema>): HostedPullRequest {
  return {
    number: pull.number,
    url: pull.html_url,
    state: pull.merged ? 'merged' : pull.state,
    title: pull.title,
    body: pull.body ?? '',
  };
}
