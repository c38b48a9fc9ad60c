/** A repository in memory, with one pull request a branch. */
import type {
  PullRequestOutcome,
  PullRequestProvider,
  PullRequestRequest,
  PullRequestState,
} from '@shift-down/plugin-shift-down-node';

/** @internal */
export class FakeRepository implements PullRequestProvider {
  readonly id = 'memory';
  /** Of the branch that pull requests are for. */
  readonly files = new Map<string, string>();
  readonly open = new Map<string, PullRequestRequest>();
  error: Error | undefined;
  conflict: string | undefined;

  constructor(readonly url = 'https://git.example/platform/clusters') {}

  covers(repositoryUrl: string): boolean {
    return repositoryUrl === this.url;
  }

  async openOrUpdate(request: PullRequestRequest): Promise<PullRequestOutcome> {
    if (this.error) {
      throw this.error;
    }
    const url = `${this.url}/pulls/${request.branch}`;
    if (this.conflict !== undefined) {
      return { outcome: 'conflict', url, reason: this.conflict };
    }
    const isNew = !this.open.has(request.branch);
    this.open.set(request.branch, request);
    return { outcome: isNew ? 'opened' : 'updated', url, commit: '1' };
  }

  async read({ branch }: { branch: string }): Promise<PullRequestState> {
    return { state: this.open.has(branch) ? 'open' : 'absent' };
  }

  async close(): Promise<PullRequestState> {
    return { state: 'closed' };
  }

  async readFiles({ matches }: { matches: (path: string) => boolean }) {
    return {
      commit: '1',
      branch: 'main',
      files: [...this.files]
        .filter(([path]) => matches(path))
        .map(([path, content]) => ({ path, content })),
    };
  }

  merge(): void {
    for (const { changes } of this.open.values()) {
      for (const change of changes) {
        if ('deleted' in change) {
          this.files.delete(change.path);
        } else {
          this.files.set(change.path, change.content);
        }
      }
    }
    this.open.clear();
  }
}
