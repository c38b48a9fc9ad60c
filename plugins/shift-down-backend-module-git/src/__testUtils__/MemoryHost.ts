import { BranchMovedError, type GitHost, type NewCommit } from '../GitHost';
import type { CommitAuthor } from '../ours';
import type { Forge } from './Forge';

/** The plainest host there can be. */
export function memoryHost(forge: Forge, author: CommitAuthor): GitHost {
  return {
    defaultBranch: async () => 'main',
    headOf: async branch => forge.branches.get(branch),
    commitsBetween: async (base, head) => forge.between(base, head),
    changedPaths: async (base, head) => forge.changedPaths(base, head),
    contains: async (base, commit) => forge.ancestors(base).has(commit),
    listFiles: async commit => [...forge.commits.get(commit)!.files.keys()],
    readFile: async (commit, path) => forge.read(commit, path),
    commit: async (request: NewCommit) => {
      const { branch, parent, replaces, message, changes } = request;
      if (forge.branches.get(branch) !== replaces) {
        throw new BranchMovedError();
      }
      const id = forge.changed(replaces ?? parent, changes, {
        message,
        author: author.email,
      });
      forge.branches.set(branch, id);
      return id;
    },
    deleteBranch: async branch => {
      forge.branches.delete(branch);
    },
    urlOf: branch => `https://forge.example/team/app/tree/${branch}`,
    pullRequests: {
      find: async branch => {
        const own = forge.pulls.filter(it => it.branch === branch);
        return own.find(it => it.state === 'open') ?? own[0];
      },
      open: async request => forge.openPull(request),
      update: async (number, change) => {
        Object.assign(forge.pull(number), change);
      },
      close: async number => {
        forge.pull(number).state = 'closed';
      },
    },
  };
}
