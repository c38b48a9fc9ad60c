/**
 * The one way to a pull request: decides what there is to do on a branch, and does no more.
 */
import type {
  PullRequestOutcome,
  PullRequestRequest,
} from '@shift-down/plugin-shift-down-node';
import {
  BranchMovedError,
  type FileChange,
  type GitHost,
  type HostedPullRequest,
} from './GitHost';
import { isOurs, signMessage, type CommitAuthor } from './ours';
import { redactText } from './redactText';

/**
 * Brings branch and pull request to what the request says.
 *
 * @remarks
 * | the branch                   | becomes                                   |
 * | ---------------------------- | ----------------------------------------- |
 * | is not there                 | made, on top of its base                  |
 * | has our commits alone        | gets another one, if it says something else |
 * | has a commit of someone else | left as it is: `conflict`                 |
 *
 * A pull request that is open is updated if its text differs; where none is open, one is
 * opened. Nothing that is on the base already needs either.
 */
export async function openOrUpdate(
  host: GitHost,
  request: PullRequestRequest,
  author: CommitAuthor,
): Promise<PullRequestOutcome> {
  const { branch } = request;
  const base = request.base ?? (await host.defaultBranch());
  const text = {
    title: redactText(request.title),
    body: redactText(request.body),
  };
  const baseHead = await host.headOf(base);
  if (baseHead === undefined) {
    return conflict(
      host.urlOf(base),
      `There is no branch ${base} to start from`,
    );
  }
  const branchHead = await host.headOf(branch);
  const found = await host.pullRequests?.find(branch);

  if (branchHead !== undefined) {
    const commits = await host.commitsBetween(baseHead, branchHead);
    const foreign = commits.filter(it => !isOurs(it, branch, author));
    if (foreign.length > 0) {
      return conflict(
        found?.url ?? host.urlOf(branch),
        `Somebody else has committed to ${branch}. Merge it, or delete the branch and try again`,
      );
    }
  }

  const changes = await changesNeeded(
    host,
    { baseHead, branchHead },
    request.changes,
  );
  const isOpen = found?.state === 'open';
  if (
    branchHead === undefined &&
    (await areThere(host, baseHead, request.changes))
  ) {
    return { outcome: 'unchanged', url: host.urlOf(base), commit: baseHead };
  }
  let commit = branchHead;
  if (branchHead === undefined || changes.length > 0) {
    try {
      commit = await host.commit({
        branch,
        parent: baseHead,
        ...(branchHead !== undefined && { replaces: branchHead }),
        message: signMessage(redactText(request.commitMessage), branch),
        changes: branchHead === undefined ? request.changes : changes,
      });
    } catch (error) {
      if (error instanceof BranchMovedError) {
        return conflict(
          found?.url ?? host.urlOf(branch),
          `${branch} was moved by somebody else meanwhile. Look at it, and try again`,
        );
      }
      throw error;
    }
  }
  const isNew = commit !== branchHead;
  if (!host.pullRequests) {
    return {
      outcome: isNew ? 'pushed' : 'unchanged',
      url: host.urlOf(branch),
      commit: commit ?? baseHead,
    };
  }
  if (!found || !isOpen) {
    const opened = await host.pullRequests.open({ branch, base, ...text });
    return { outcome: 'opened', url: opened.url, commit: commit ?? baseHead };
  }
  const sameText = saysTheSame(found, text);
  if (!sameText) {
    await host.pullRequests.update(found.number, text);
  }
  return {
    outcome: isNew || !sameText ? 'updated' : 'unchanged',
    url: found.url,
    commit: commit ?? baseHead,
  };
}

function conflict(url: string, reason: string): PullRequestOutcome {
  return { outcome: 'conflict', url, reason };
}

/** Hosts change line ends and trim. */
function saysTheSame(
  found: HostedPullRequest,
  text: { title: string; body: string },
): boolean {
  const plain = (it: string) => it.replaceAll('\r\n', '\n').trim();
  return (
    plain(found.title) === plain(text.title) &&
    plain(found.body) === plain(text.body)
  );
}

/** What the branch lacks, and what it has too much from an earlier time. */
async function changesNeeded(
  host: GitHost,
  { baseHead, branchHead }: { baseHead: string; branchHead?: string },
  wanted: FileChange[],
): Promise<FileChange[]> {
  if (branchHead === undefined) {
    return wanted;
  }
  const changed = await host.changedPaths(baseHead, branchHead);
  const paths = new Set(wanted.map(({ path }) => path));
  const restored = await Promise.all(
    changed
      .filter(path => !paths.has(path))
      .map(async (path): Promise<FileChange> => {
        const content = await host.readFile(baseHead, path);
        return content === undefined
          ? { path, deleted: true }
          : { path, content };
      }),
  );
  const needed: FileChange[] = [];
  for (const change of [...wanted, ...restored]) {
    if (!(await areThere(host, branchHead, [change]))) {
      needed.push(change);
    }
  }
  return needed;
}

async function areThere(
  host: GitHost,
  commit: string,
  changes: FileChange[],
): Promise<boolean> {
  for (const change of changes) {
    const content = await host.readFile(commit, change.path);
    if (content !== ('content' in change ? change.content : undefined)) {
      return false;
    }
  }
  return true;
}
