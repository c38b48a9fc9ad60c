/** A Git server over https, without an API: a copy in a folder that lives for one request. */
import {
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import git, { type HttpClient } from 'isomorphic-git';
import * as fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BranchMovedError } from '../GitHost';
import type { CommitAuthor } from '../ours';
import { GitRepositoryHost, type Remote } from './GitRepositoryHost';

/** What a copy and its answers may take. */
const MAXIMUM_BYTES = 256 * 1024 * 1024;

/** Copies the default branch; others are copied when they are asked for. */
export async function openGitServer(options: {
  url: string;
  username?: string;
  password?: string;
  author: CommitAuthor;
  signal: AbortSignal;
}): Promise<{ host: GitRepositoryHost; close: () => Promise<void> }> {
  const gitdir = await mkdtemp(join(tmpdir(), 'shift-down-git-'));
  const close = () => rm(gitdir, { recursive: true, force: true });
  try {
    await git.init({ fs, gitdir, bare: true });
    await git.addRemote({ fs, gitdir, remote: 'origin', url: options.url });
    const remote = await connect(gitdir, options);
    const host = new GitRepositoryHost({
      gitdir,
      remote,
      webUrl: options.url,
      author: options.author,
    });
    return { host, close };
  } catch (error) {
    await close();
    throw explain(error, options.url);
  }
}

async function connect(
  gitdir: string,
  options: Parameters<typeof openGitServer>[0],
): Promise<Remote> {
  const { url, username, password, signal } = options;
  const common = {
    fs,
    gitdir,
    http: httpClient(signal),
    remote: 'origin',
    // Asked once: a credential that was refused is refused again.
    onAuth: () =>
      password === undefined
        ? { cancel: true }
        : { username: username ?? 'x-access-token', password },
    onAuthFailure: () => ({ cancel: true }),
  };
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw explain(error, url);
    }
  };
  const { defaultBranch } = await git.fetch({
    ...common,
    singleBranch: true,
    tags: false,
  });
  return {
    async defaultBranch() {
      if (!defaultBranch) {
        throw new NotFoundError(`${url} has no default branch`);
      }
      return defaultBranch.replace(/^refs\/heads\//, '');
    },
    async fetch(branch) {
      try {
        await git.fetch({
          ...common,
          ref: branch,
          remoteRef: branch,
          singleBranch: true,
          tags: false,
        });
      } catch (error) {
        if (!(error instanceof git.Errors.NotFoundError)) {
          throw explain(error, url);
        }
      }
    },
    async push(branch, commit) {
      const ref = `refs/heads/${branch}`;
      await git.writeRef({ fs, gitdir, ref, value: commit, force: true });
      await attempt(() =>
        git.push({ ...common, ref: branch, remoteRef: ref, force: false }),
      );
    },
    async delete(branch) {
      const ref = `refs/heads/${branch}`;
      const value = await git.resolveRef({
        fs,
        gitdir,
        ref: `refs/remotes/origin/${branch}`,
      });
      // The library deletes only what it has itself.
      await git.writeRef({ fs, gitdir, ref, value, force: true });
      await attempt(() =>
        git.push({
          ...common,
          ref: branch,
          remoteRef: ref,
          delete: true,
        }),
      );
    },
  };
}

/** Never follows a redirect, which would take the credential along. */
function httpClient(signal: AbortSignal): HttpClient {
  return {
    async request({ url, method = 'GET', headers, body }) {
      const sent: Uint8Array[] = [];
      for await (const chunk of body ?? []) {
        sent.push(chunk);
      }
      const response = await fetch(url, {
        method,
        headers: headers ?? {},
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(120_000)]),
        ...(sent.length > 0 && { body: Buffer.concat(sent) }),
      });
      return {
        url: response.url,
        method,
        statusCode: response.status,
        statusMessage: response.statusText,
        headers: Object.fromEntries(response.headers),
        body: bounded(response),
      };
    },
  };
}

async function* bounded(response: Response): AsyncIterableIterator<Uint8Array> {
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > MAXIMUM_BYTES) {
      throw new ServiceUnavailableError(
        'The repository is larger than 256 MiB. Use the API of its host instead of plain Git',
      );
    }
    yield chunk;
  }
}

function explain(error: unknown, url: string): unknown {
  if (error instanceof git.Errors.PushRejectedError) {
    return new BranchMovedError();
  }
  if (error instanceof git.Errors.UserCanceledError) {
    return new NotAllowedError(
      `${url} asks for a credential, or refuses the one it has. Set username and password in shiftDown.git.repositories`,
    );
  }
  if (error instanceof git.Errors.HttpError) {
    const { statusCode } = error.data;
    if (statusCode === 404 || (statusCode >= 300 && statusCode < 400)) {
      return new NotFoundError(
        `${url} answered with ${statusCode}. Correct the address of the repository`,
      );
    }
    return statusCode === 401 || statusCode === 403
      ? new NotAllowedError(
          `${url} answered with ${statusCode}. Check its credential in shiftDown.git.repositories`,
        )
      : new ServiceUnavailableError(`${url} answered with ${statusCode}`);
  }
  if (error instanceof TypeError) {
    return new ServiceUnavailableError(`${url} does not answer`, error);
  }
  return error;
}
