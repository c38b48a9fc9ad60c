/** A forge in memory: commits, branches and pull requests, for hosts to talk to. */
import { createHash } from 'node:crypto';
import type { FileChange, HostedPullRequest } from '../GitHost';

export interface ForgeCommit {
  id: string;
  parents: string[];
  files: ReadonlyMap<string, string>;
  message: string;
  author: string;
  committer: string;
}

export type ForgePullRequest = HostedPullRequest & { branch: string };

export class Forge {
  readonly commits = new Map<string, ForgeCommit>();
  readonly branches = new Map<string, string>();
  readonly pulls: ForgePullRequest[] = [];
  readonly comments: { number: number; text: string }[] = [];
  #count = 0;

  constructor(files: Record<string, string>) {
    const first = this.add({
      parents: [],
      files: new Map(Object.entries(files)),
      message: 'First',
      author: 'dana@example.com',
    });
    this.branches.set('main', first);
  }

  add(commit: {
    parents: string[];
    files: ReadonlyMap<string, string>;
    message: string;
    author: string;
    committer?: string;
  }): string {
    const id = createHash('sha1').update(String(++this.#count)).digest('hex');
    this.commits.set(id, { committer: commit.author, ...commit, id });
    return id;
  }

  changed(
    onto: string,
    changes: FileChange[],
    by: { message: string; author: string; committer?: string },
  ): string {
    const files = new Map(this.commits.get(onto)?.files);
    for (const change of changes) {
      if ('content' in change) {
        files.set(change.path, change.content);
      } else {
        files.delete(change.path);
      }
    }
    return this.add({ parents: [onto], files, ...by });
  }

  commitAs(author: string, branch: string, change: FileChange): void {
    const onto = this.branches.get(branch)!;
    this.branches.set(
      branch,
      this.changed(onto, [change], { author, message: 'By hand' }),
    );
  }

  ancestors(id: string): Set<string> {
    const seen = new Set<string>();
    const waiting = [id];
    while (waiting.length > 0) {
      const next = waiting.pop()!;
      if (!seen.has(next)) {
        seen.add(next);
        waiting.push(...(this.commits.get(next)?.parents ?? []));
      }
    }
    return seen;
  }

  between(base: string, head: string): ForgeCommit[] {
    const known = this.ancestors(base);
    return [...this.ancestors(head)]
      .filter(id => !known.has(id))
      .map(id => this.commits.get(id)!);
  }

  changedPaths(base: string, head: string): string[] {
    return [
      ...new Set(
        this.between(base, head).flatMap(({ files, parents }) => {
          const before = this.commits.get(parents[0])?.files ?? new Map();
          return [...new Set([...files.keys(), ...before.keys()])].filter(
            path => files.get(path) !== before.get(path),
          );
        }),
      ),
    ];
  }

  read(commit: string, path: string): string | undefined {
    return this.commits.get(commit)?.files.get(path);
  }

  openPull(request: {
    branch: string;
    title: string;
    body: string;
  }): ForgePullRequest {
    const number = this.pulls.length + 1;
    const pull: ForgePullRequest = {
      ...request,
      number,
      state: 'open',
      url: `https://forge.example/team/app/pulls/${number}`,
    };
    this.pulls.unshift(pull);
    return pull;
  }

  pull(number: number): ForgePullRequest {
    return this.pulls.find(it => it.number === number)!;
  }
}
