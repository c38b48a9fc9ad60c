/** GitHub, GitLab and Gitea over one forge in memory, each in its own protocol. */
import type { FileChange } from '../GitHost';
import type { Forge, ForgePullRequest } from './Forge';
import type { FakeAnswer, Routes } from './fakeServer';

const MISSING: FakeAnswer = [404, { message: 'Not Found' }];
const base64 = (text: string) => Buffer.from(text).toString('base64');
const isUtf8 = (text: string) => Buffer.from(text, 'base64').toString('utf8');
const split = (range: string) => range.split('...') as [string, string];

export function githubRoutes(forge: Forge): Routes {
  const trees = new Map<string, { onto: string; changes: FileChange[] }>();
  const pull = (it: ForgePullRequest) => ({
    number: it.number,
    html_url: it.url,
    state: it.state === 'open' ? 'open' : 'closed',
    merged_at: it.state === 'merged' ? '2026-11-01T00:00:00Z' : null,
    title: it.title,
    body: it.body,
  });
  const repo = '/repos/team/app';
  const route = (path: string) => new RegExp(`^${repo}${path}$`);
  return [
    ['GET', route(''), () => [200, { default_branch: 'main' }]],
    [
      'GET',
      route('/git/ref/heads/(.+)'),
      ({ parts: [branch] }) => {
        const sha = forge.branches.get(branch);
        return sha ? [200, { object: { sha } }] : MISSING;
      },
    ],
    [
      'GET',
      route('/compare/(.+)'),
      ({ parts: [range] }) => {
        const [base, head] = split(range);
        const commits = forge.between(base, head);
        return [
          200,
          {
            status: commits.length > 0 ? 'ahead' : 'behind',
            total_commits: commits.length,
            commits: commits.map(it => ({
              sha: it.id,
              commit: {
                message: it.message,
                author: { email: it.author },
                committer: { email: it.committer },
              },
            })),
            files: forge
              .changedPaths(base, head)
              .map(filename => ({ filename })),
          },
        ];
      },
    ],
    [
      'GET',
      route('/git/trees/(\\w+)'),
      ({ parts: [commit] }) => [
        200,
        {
          truncated: false,
          tree: [...(forge.commits.get(commit)?.files.keys() ?? [])].map(
            path => ({ path, type: 'blob', mode: '100644' }),
          ),
        },
      ],
    ],
    [
      'GET',
      route('/contents/(.+)'),
      ({ parts: [path], query }) => {
        const content = forge.read(query.get('ref') ?? '', path);
        return content === undefined
          ? MISSING
          : [
              200,
              { type: 'file', encoding: 'base64', content: base64(content) },
            ];
      },
    ],
    [
      'GET',
      route('/git/commits/(\\w+)'),
      ({ parts: [id] }) => [200, { tree: { sha: `tree-${id}` } }],
    ],
    [
      'POST',
      route('/git/trees'),
      ({ body }) => {
        const { base_tree, tree } = body as unknown as {
          base_tree: string;
          tree: { path: string; content?: string; sha?: null }[];
        };
        const sha = `made-${trees.size}`;
        trees.set(sha, {
          onto: base_tree.replace('tree-', ''),
          changes: tree.map(({ path, content }) =>
            content === undefined ? { path, deleted: true } : { path, content },
          ),
        });
        return [201, { sha }];
      },
    ],
    [
      'POST',
      route('/git/commits'),
      ({ body }) => {
        const { tree, parents, message, author, committer } =
          body as unknown as {
            tree: string;
            parents: string[];
            message: string;
            author: { email: string };
            committer: { email: string };
          };
        const { changes } = trees.get(tree)!;
        const sha = forge.changed(parents[0], changes, {
          message,
          author: author.email,
          committer: committer.email,
        });
        return [201, { sha }];
      },
    ],
    [
      'POST',
      route('/git/refs'),
      ({ body }) => {
        const { ref, sha } = body as Record<string, string>;
        const branch = ref.replace('refs/heads/', '');
        if (forge.branches.has(branch)) {
          return [422, { message: 'Reference already exists' }];
        }
        forge.branches.set(branch, sha);
        return [201, {}];
      },
    ],
    [
      'PATCH',
      route('/git/refs/heads/(.+)'),
      ({ parts: [branch], body }) => {
        const { sha, force } = body as unknown as {
          sha: string;
          force: boolean;
        };
        const head = forge.branches.get(branch)!;
        if (force || !forge.ancestors(sha).has(head)) {
          return [422, { message: 'Update is not a fast forward' }];
        }
        forge.branches.set(branch, sha);
        return [200, {}];
      },
    ],
    [
      'DELETE',
      route('/git/refs/heads/(.+)'),
      ({ parts: [branch] }) => {
        forge.branches.delete(branch);
        return [204];
      },
    ],
    [
      'GET',
      route('/pulls'),
      ({ query }) => [
        200,
        forge.pulls
          .filter(it => `team:${it.branch}` === query.get('head'))
          .map(pull),
      ],
    ],
    [
      'POST',
      route('/pulls'),
      ({ body }) => {
        const { head, title, body: text } = body as Record<string, string>;
        return [201, pull(forge.openPull({ branch: head, title, body: text }))];
      },
    ],
    [
      'PATCH',
      route('/pulls/(\\d+)'),
      ({ parts: [number], body }) => {
        Object.assign(forge.pull(Number(number)), body);
        return [200, {}];
      },
    ],
    [
      'POST',
      route('/issues/(\\d+)/comments'),
      ({ parts: [number], body }) => {
        const { body: text } = body as Record<string, string>;
        forge.comments.push({ number: Number(number), text });
        return [201, {}];
      },
    ],
  ];
}

export function gitlabRoutes(forge: Forge): Routes {
  const states = { open: 'opened', merged: 'merged', closed: 'closed' };
  const request = (it: ForgePullRequest) => ({
    iid: it.number,
    web_url: it.url,
    state: states[it.state],
    title: it.title,
    description: it.body,
  });
  const route = (path: string) =>
    new RegExp(`^/api/v4/projects/team%2Fapp${path}$`);
  const fileCommit = (commit: string, path: string) =>
    `last-${forge.read(commit, path)}`;
  return [
    ['GET', route(''), () => [200, { default_branch: 'main' }]],
    [
      'GET',
      route('/repository/branches/(.+)'),
      ({ parts: [branch] }) => {
        const id = forge.branches.get(branch);
        return id ? [200, { commit: { id } }] : MISSING;
      },
    ],
    [
      'DELETE',
      route('/repository/branches/(.+)'),
      ({ parts: [branch] }) => {
        forge.branches.delete(branch);
        return [204];
      },
    ],
    [
      'GET',
      route('/repository/compare'),
      ({ query }) => {
        const [from, to] = [query.get('from')!, query.get('to')!];
        return [
          200,
          {
            commits: forge.between(from, to).map(it => ({
              id: it.id,
              message: it.message,
              author_email: it.author,
            })),
            diffs: forge
              .changedPaths(from, to)
              .map(path => ({ old_path: path, new_path: path })),
          },
        ];
      },
    ],
    [
      'GET',
      route('/repository/tree'),
      ({ query }) => [
        200,
        [...forge.commits.get(query.get('ref')!)!.files.keys()].map(path => ({
          path,
          type: 'blob',
          mode: '100644',
        })),
      ],
    ],
    [
      'GET',
      route('/repository/files/(.+)'),
      ({ parts: [path], query }) => {
        const ref = query.get('ref')!;
        const content = forge.read(ref, path);
        return content === undefined
          ? MISSING
          : [
              200,
              {
                encoding: 'base64',
                content: base64(content),
                last_commit_id: fileCommit(ref, path),
              },
            ];
      },
    ],
    [
      'POST',
      route('/repository/commits'),
      ({ body }) => {
        const commit = body as unknown as {
          branch: string;
          start_sha?: string;
          commit_message: string;
          author_email: string;
          actions: {
            action: string;
            file_path: string;
            content: string;
            last_commit_id?: string;
          }[];
        };
        const head = forge.branches.get(commit.branch);
        const onto = head ?? commit.start_sha;
        const refused =
          onto === undefined ||
          (head !== undefined && commit.start_sha !== undefined) ||
          commit.actions.some(it =>
            it.action === 'create'
              ? forge.read(onto, it.file_path) !== undefined
              : it.last_commit_id !== fileCommit(onto, it.file_path),
          );
        if (refused) {
          return [400, { message: 'You are attempting to update a file' }];
        }
        const id = forge.changed(
          onto,
          commit.actions.map(it =>
            it.action === 'delete'
              ? { path: it.file_path, deleted: true }
              : { path: it.file_path, content: isUtf8(it.content) },
          ),
          { message: commit.commit_message, author: commit.author_email },
        );
        forge.branches.set(commit.branch, id);
        return [201, { id, parent_ids: [onto] }];
      },
    ],
    [
      'GET',
      route('/merge_requests'),
      ({ query }) => [
        200,
        forge.pulls
          .filter(it => it.branch === query.get('source_branch'))
          .map(request),
      ],
    ],
    [
      'POST',
      route('/merge_requests'),
      ({ body }) => {
        const { source_branch, title, description } = body as Record<
          string,
          string
        >;
        return [
          201,
          request(
            forge.openPull({ branch: source_branch, title, body: description }),
          ),
        ];
      },
    ],
    [
      'PUT',
      route('/merge_requests/(\\d+)'),
      ({ parts: [number], body }) => {
        const { title, description, state_event } = body as Record<
          string,
          string
        >;
        Object.assign(
          forge.pull(Number(number)),
          state_event ? { state: 'closed' } : { title, body: description },
        );
        return [200, {}];
      },
    ],
    [
      'POST',
      route('/merge_requests/(\\d+)/notes'),
      ({ parts: [number], body }) => {
        const { body: text } = body as Record<string, string>;
        forge.comments.push({ number: Number(number), text });
        return [201, {}];
      },
    ],
  ];
}

export function giteaRoutes(forge: Forge): Routes {
  const pull = (it: ForgePullRequest) => ({
    number: it.number,
    html_url: it.url,
    state: it.state === 'open' ? 'open' : 'closed',
    merged: it.state === 'merged',
    title: it.title,
    body: it.body,
    head: { ref: it.branch },
  });
  const shaOf = (content: string) => `sha-${content}`;
  const route = (path: string) => new RegExp(`^/api/v1/repos/team/app${path}$`);
  const github = githubRoutes(forge);
  const like = (method: string, path: string, own: RegExp): Routes[number] => {
    const found = github.find(
      ([it, pattern]) =>
        it === method && pattern.source.replaceAll('\\/', '/').endsWith(path),
    )!;
    return [method, own, found[2]];
  };
  return [
    ['GET', route(''), () => [200, { default_branch: 'main' }]],
    [
      'GET',
      route('/branches/(.+)'),
      ({ parts: [branch] }) => {
        const id = forge.branches.get(branch);
        return id ? [200, { commit: { id } }] : MISSING;
      },
    ],
    [
      'DELETE',
      route('/branches/(.+)'),
      ({ parts: [branch] }) => {
        forge.branches.delete(branch);
        return [204];
      },
    ],
    [
      'POST',
      route('/branches'),
      ({ body }) => {
        const { new_branch_name, old_ref_name } = body as Record<
          string,
          string
        >;
        if (forge.branches.has(new_branch_name)) {
          return [409, { message: 'The branch already exists.' }];
        }
        forge.branches.set(new_branch_name, old_ref_name);
        return [201, {}];
      },
    ],
    [
      'GET',
      route('/compare/(.+)'),
      ({ parts: [range] }) => {
        const [base, head] = split(range);
        const commits = forge.between(base, head);
        return [
          200,
          {
            total_commits: commits.length,
            commits: commits.map(it => ({
              sha: it.id,
              commit: {
                message: it.message,
                author: { email: it.author },
                committer: { email: it.committer },
              },
              files: forge
                .changedPaths(it.parents[0], it.id)
                .map(filename => ({ filename })),
            })),
          },
        ];
      },
    ],
    like('GET', '/git/trees/(\\w+)$', route('/git/trees/(\\w+)')),
    [
      'GET',
      route('/contents/(.+)'),
      ({ parts: [path], query }) => {
        const content = forge.read(query.get('ref')!, path);
        return content === undefined
          ? MISSING
          : [
              200,
              {
                type: 'file',
                encoding: 'base64',
                content: base64(content),
                sha: shaOf(content),
              },
            ];
      },
    ],
    [
      'POST',
      route('/contents'),
      ({ body }) => {
        const { branch, message, author, committer, files } =
          body as unknown as {
            branch: string;
            message: string;
            author: { email: string };
            committer: { email: string };
            files: {
              operation: string;
              path: string;
              content: string;
              sha?: string;
            }[];
          };
        const head = forge.branches.get(branch)!;
        const refused = files.some(it => {
          const content = forge.read(head, it.path);
          return content === undefined
            ? it.operation !== 'create'
            : it.sha !== shaOf(content);
        });
        if (refused) {
          return [422, { message: 'sha does not match' }];
        }
        const sha = forge.changed(
          head,
          files.map(it =>
            it.operation === 'delete'
              ? { path: it.path, deleted: true }
              : { path: it.path, content: isUtf8(it.content) },
          ),
          { message, author: author.email, committer: committer.email },
        );
        forge.branches.set(branch, sha);
        return [201, { commit: { sha } }];
      },
    ],
    ['GET', route('/pulls'), () => [200, forge.pulls.map(pull)]],
    [
      'POST',
      route('/pulls'),
      ({ body }) => {
        const { head, title, body: text } = body as Record<string, string>;
        return [201, pull(forge.openPull({ branch: head, title, body: text }))];
      },
    ],
    like('PATCH', '/pulls/(\\d+)$', route('/pulls/(\\d+)')),
    like('POST', '/issues/(\\d+)/comments$', route('/issues/(\\d+)/comments')),
  ];
}
