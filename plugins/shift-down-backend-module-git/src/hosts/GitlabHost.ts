/** GitLab: the commits API makes a commit and its branch at once. */
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

const projectSchema = z.object({ default_branch: z.string().nullable() });
const branchSchema = z.object({ commit: z.object({ id: z.string() }) });
const compareSchema = z.object({
  commits: z.array(
    z.object({
      id: z.string(),
      message: z.string(),
      author_email: z.string(),
    }),
  ),
  diffs: z.array(z.object({ old_path: z.string(), new_path: z.string() })),
});
const treeSchema = z.array(
  z.object({ path: z.string(), type: z.string(), mode: z.string() }),
);
const fileSchema = z.object({
  content: z.string(),
  encoding: z.literal('base64'),
  last_commit_id: z.string(),
});
const commitSchema = z.object({
  id: z.string(),
  parent_ids: z.array(z.string()),
});
const mergeRequestSchema = z.object({
  iid: z.number(),
  web_url: z.string(),
  state: z.enum(['opened', 'closed', 'locked', 'merged']),
  title: z.string(),
  description: z.string().nullable(),
});

/** @see https://docs.gitlab.com/api/commits/ */
export class GitlabHost implements GitHost {
  readonly pullRequests: PullRequests;
  readonly #client: RestClient;
  readonly #path: string;
  readonly #webUrl: string;
  readonly #author: CommitAuthor;

  constructor(options: {
    client: RestClient;
    /** `group/subgroup/name` */
    project: string;
    webUrl: string;
    author: CommitAuthor;
  }) {
    this.#client = options.client;
    this.#path = `/projects/${encodeURIComponent(options.project)}`;
    this.#webUrl = options.webUrl;
    this.#author = options.author;
    this.pullRequests = {
      find: branch => this.#find(branch),
      open: async ({ branch, base, title, body }) =>
        toPullRequest(
          await this.#client.read(
            `${this.#path}/merge_requests`,
            mergeRequestSchema,
            {
              method: 'POST',
              body: {
                source_branch: branch,
                target_branch: base,
                title,
                description: body,
                remove_source_branch: true,
              },
            },
          ),
        ),
      update: async (number, { title, body }) =>
        this.#client.send(`${this.#path}/merge_requests/${number}`, {
          method: 'PUT',
          body: { title, description: body },
        }),
      close: async (number, comment) => {
        if (comment !== undefined) {
          await this.#client.send(
            `${this.#path}/merge_requests/${number}/notes`,
            { method: 'POST', body: { body: comment } },
          );
        }
        await this.#client.send(`${this.#path}/merge_requests/${number}`, {
          method: 'PUT',
          body: { state_event: 'close' },
        });
      },
    };
  }

  async defaultBranch(): Promise<string> {
    const found = await this.#client.read(this.#path, projectSchema);
    return found.default_branch ?? 'main';
  }

  async headOf(branch: string): Promise<string | undefined> {
    const found = await this.#client.find(
      `${this.#path}/repository/branches/${encodeURIComponent(branch)}`,
      branchSchema,
    );
    return found?.commit.id;
  }

  async commitsBetween(base: string, head: string): Promise<BranchCommit[]> {
    const { commits } = await this.#compare(base, head);
    return commits.map(it => ({
      id: it.id,
      message: it.message,
      author: it.author_email,
    }));
  }

  async changedPaths(base: string, head: string): Promise<string[]> {
    const { diffs } = await this.#compare(base, head);
    return [...new Set(diffs.flatMap(it => [it.old_path, it.new_path]))];
  }

  async contains(base: string, commit: string): Promise<boolean> {
    return (await this.commitsBetween(base, commit)).length === 0;
  }

  async listFiles(commit: string): Promise<string[]> {
    const tree = await allPages(
      page =>
        this.#client.read(
          `${
            this.#path
          }/repository/tree?ref=${commit}&recursive=true&per_page=100&page=${page}`,
          treeSchema,
        ),
      100,
      500,
    );
    return tree
      .filter(it => it.type === 'blob' && it.mode !== '120000')
      .map(it => it.path);
  }

  async readFile(commit: string, path: string): Promise<string | undefined> {
    const file = await this.#file(commit, path);
    return file && decodeText(Buffer.from(file.content, 'base64'));
  }

  async commit(request: NewCommit): Promise<string> {
    const { branch, parent, replaces, message, changes } = request;
    const onto = replaces ?? parent;
    const actions = await Promise.all(
      changes.map(async change => {
        const file = await this.#file(onto, change.path);
        const last = file && { last_commit_id: file.last_commit_id };
        if (!('content' in change)) {
          return { action: 'delete', file_path: change.path, ...last };
        }
        return {
          action: file ? 'update' : 'create',
          file_path: change.path,
          encoding: 'base64',
          content: Buffer.from(change.content).toString('base64'),
          ...last,
        };
      }),
    );
    try {
      const made = await this.#client.read(
        `${this.#path}/repository/commits`,
        commitSchema,
        {
          method: 'POST',
          body: {
            branch,
            ...(replaces === undefined && { start_sha: parent }),
            commit_message: message,
            author_name: this.#author.name,
            author_email: this.#author.email,
            actions,
          },
        },
      );
      return made.id;
    } catch (error) {
      throw error instanceof ConflictError ? new BranchMovedError() : error;
    }
  }

  async deleteBranch(branch: string): Promise<void> {
    await this.#client.send(
      `${this.#path}/repository/branches/${encodeURIComponent(branch)}`,
      { method: 'DELETE' },
    );
  }

  urlOf(branch: string): string {
    return `${this.#webUrl}/-/tree/${encodePath(branch)}`;
  }

  async #file(commit: string, path: string) {
    return await this.#client.find(
      `${this.#path}/repository/files/${encodeURIComponent(
        path,
      )}?ref=${commit}`,
      fileSchema,
    );
  }

  async #compare(base: string, head: string) {
    return await this.#client.read(
      `${this.#path}/repository/compare?from=${base}&to=${head}`,
      compareSchema,
    );
  }

  async #find(branch: string): Promise<HostedPullRequest | undefined> {
    const found = await allPages(
      page =>
        this.#client.read(
          `${
            this.#path
          }/merge_requests?order_by=created_at&sort=desc&per_page=50&page=${page}&source_branch=${encodeURIComponent(
            branch,
          )}`,
          z.array(mergeRequestSchema),
        ),
      50,
    );
    const newest = found.find(it => it.state === 'opened') ?? found[0];
    return newest && toPullRequest(newest);
  }
}

function toPullRequest(
  it: z.infer<typeof mergeRequestSchema>,
): HostedPullRequest {
  const states = {
    opened: 'open',
    locked: 'open',
    closed: 'closed',
    merged: 'merged',
  } as const;
  return {
    number: it.iid,
    url: it.web_url,
    state: states[it.state],
    title: it.title,
    body: it.description ?? '',
  };
}
