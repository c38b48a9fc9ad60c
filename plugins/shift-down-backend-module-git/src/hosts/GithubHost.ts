/** GitHub: one commit with all changes by the Git Data API. */
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
const refSchema = z.object({ object: z.object({ sha: z.string() }) });
const shaSchema = z.object({ sha: z.string() });
const compareSchema = z.object({
  status: z.string(),
  total_commits: z.number(),
  commits: z.array(
    z.object({
      sha: z.string(),
      commit: z.object({
        message: z.string(),
        author: person,
        committer: person,
      }),
    }),
  ),
  files: z
    .array(
      z.object({
        filename: z.string(),
        previous_filename: z.string().optional(),
      }),
    )
    .optional(),
});
const commitSchema = z.object({ tree: shaSchema });
const treeSchema = z.object({
  truncated: z.boolean(),
  tree: z.array(
    z.object({ path: z.string(), type: z.string(), mode: z.string() }),
  ),
});
const contentSchema = z.object({
  type: z.string(),
  encoding: z.string(),
  content: z.string(),
});
const pullSchema = z.object({
  number: z.number(),
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
  merged_at: z.string().nullish(),
  title: z.string(),
  body: z.string().nullable(),
});

/** @see https://docs.github.com/en/rest/git */
export class GithubHost implements GitHost {
  readonly pullRequests: PullRequests;
  readonly #client: RestClient;
  readonly #path: string;
  readonly #webUrl: string;
  readonly #author: CommitAuthor;
  readonly #owner: string;

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
    [this.#owner] = options.project.split('/');
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
      `${this.#path}/git/ref/heads/${encodePath(branch)}`,
      refSchema,
    );
    return found?.object.sha;
  }

  async commitsBetween(base: string, head: string): Promise<BranchCommit[]> {
    const { commits, total_commits } = await this.#compare(base, head);
    if (total_commits > commits.length) {
      // Ours are few: whatever else there is, somebody else made it.
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
    const { files = [] } = await this.#compare(base, head);
    return files.flatMap(it => [
      it.filename,
      ...(it.previous_filename === undefined ? [] : [it.previous_filename]),
    ]);
  }

  async contains(base: string, commit: string): Promise<boolean> {
    const { status } = await this.#compare(base, commit);
    return status === 'behind' || status === 'identical';
  }

  async listFiles(commit: string): Promise<string[]> {
    const { tree, truncated } = await this.#client.read(
      `${this.#path}/git/trees/${commit}?recursive=1`,
      treeSchema,
    );
    if (truncated) {
      throw new ConflictError(
        'The repository has more files than GitHub lists at once',
      );
    }
    // A symbolic link is no file of its own.
    return tree
      .filter(it => it.type === 'blob' && it.mode !== '120000')
      .map(it => it.path);
  }

  async readFile(commit: string, path: string): Promise<string | undefined> {
    const found = await this.#client.find(
      `${this.#path}/contents/${encodePath(path)}?ref=${commit}`,
      contentSchema,
    );
    return found?.type === 'file' && found.encoding === 'base64'
      ? decodeText(Buffer.from(found.content, 'base64'))
      : undefined;
  }

  async commit(request: NewCommit): Promise<string> {
    const { branch, parent, replaces, message, changes } = request;
    const onto = replaces ?? parent;
    const { tree } = await this.#client.read(
      `${this.#path}/git/commits/${onto}`,
      commitSchema,
    );
    const made = await this.#client.read(`${this.#path}/git/trees`, shaSchema, {
      method: 'POST',
      body: {
        base_tree: tree.sha,
        tree: changes.map(change => ({
          path: change.path,
          mode: '100644',
          type: 'blob',
          ...('content' in change
            ? { content: change.content }
            : { sha: null }),
        })),
      },
    });
    const commit = await this.#client.read(
      `${this.#path}/git/commits`,
      shaSchema,
      {
        method: 'POST',
        body: {
          message,
          tree: made.sha,
          parents: [onto],
          author: this.#author,
          committer: this.#author,
        },
      },
    );
    try {
      if (replaces === undefined) {
        await this.#client.send(`${this.#path}/git/refs`, {
          method: 'POST',
          body: { ref: `refs/heads/${branch}`, sha: commit.sha },
        });
      } else {
        await this.#client.send(
          `${this.#path}/git/refs/heads/${encodePath(branch)}`,
          { method: 'PATCH', body: { sha: commit.sha, force: false } },
        );
      }
    } catch (error) {
      throw error instanceof ConflictError ? new BranchMovedError() : error;
    }
    return commit.sha;
  }

  async deleteBranch(branch: string): Promise<void> {
    await this.#client.send(
      `${this.#path}/git/refs/heads/${encodePath(branch)}`,
      { method: 'DELETE' },
    );
  }

  urlOf(branch: string): string {
    return `${this.#webUrl}/tree/${encodePath(branch)}`;
  }

  async #compare(base: string, head: string) {
    return await this.#client.read(
      `${this.#path}/compare/${base}...${head}?per_page=100`,
      compareSchema,
    );
  }

  async #find(branch: string): Promise<HostedPullRequest | undefined> {
    const head = encodeURIComponent(`${this.#owner}:${branch}`);
    const found = await allPages(
      page =>
        this.#client.read(
          `${
            this.#path
          }/pulls?state=all&sort=created&direction=desc&per_page=50&page=${page}&head=${head}`,
          z.array(pullSchema),
        ),
      50,
    );
    const newest = found.find(it => it.state === 'open') ?? found[0];
    return newest && toPullRequest(newest);
  }
}

function toPullRequest(pull: z.infer<typeof pullSchema>): HostedPullRequest {
  return {
    number: pull.number,
    url: pull.html_url,
    state: pull.merged_at ? 'merged' : pull.state,
    title: pull.title,
    body: pull.body ?? '',
  };
}
