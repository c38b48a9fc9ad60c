/** `shiftDown.git`: the only places that branches and pull requests are made in. */
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { isAbsolute, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { CommitAuthor } from './ours';

const place = {
  url: z
    .url({ protocol: /^https?$/ })
    .transform(url => url.replace(/\/+$/, '').replace(/\.git$/, '')),
};
const httpsPlace = {
  url: place.url.refine(
    url => url.startsWith('https://') || isLoopback(url),
    'must begin with https://',
  ),
};

const repositorySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('github'), ...httpsPlace }),
  z.strictObject({ type: z.literal('gitlab'), ...httpsPlace }),
  z.strictObject({ type: z.literal('gitea'), ...httpsPlace }),
  z.strictObject({
    type: z.literal('git'),
    ...httpsPlace,
    username: z.string().min(1).optional(),
    password: z.string().min(1).optional(),
  }),
  z.strictObject({
    type: z.literal('folder'),
    ...place,
    path: z.string().min(1),
  }),
]);

const schema = z.strictObject({
  author: z
    .strictObject({
      name: z.string().min(1).default('Shift Down'),
      email: z.email().default('shift-down@noreply.invalid'),
    })
    .prefault({}),
  repositories: z.array(repositorySchema).default([]),
});

/** One place that may be written to, with all that lies below its URL. */
export type RepositoryPlace = z.infer<typeof repositorySchema>;

export interface GitConfig {
  author: CommitAuthor;
  repositories: RepositoryPlace[];
}

/** @throws InputError that names the key and what it should be. */
export function readGitConfig(config: Config, directory: string): GitConfig {
  const parsed = schema.safeParse(config.getOptional('shiftDown.git') ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(
      `${['shiftDown.git', ...issue.path].join('.')} in the configuration: ${
        issue.message
      }`,
    );
  }
  const root = configRoot(directory);
  return {
    author: parsed.data.author,
    repositories: parsed.data.repositories.map(it =>
      it.type === 'folder' && !isAbsolute(it.path)
        ? { ...it, path: resolve(root, it.path) }
        : it,
    ),
  };
}

/** The place that a repository lies in: the longest that fits. */
export function placeOf<T extends RepositoryPlace>(
  places: readonly T[],
  repositoryUrl: string,
): T | undefined {
  const wanted = normalUrl(repositoryUrl);
  return wanted === undefined
    ? undefined
    : places
        .filter(({ url }) => {
          const prefix = normalUrl(url);
          return (
            prefix !== undefined &&
            (wanted === prefix || wanted.startsWith(`${prefix}/`))
          );
        })
        .sort((a, b) => b.url.length - a.url.length)[0];
}

/** Scheme, host and path of a repository, or nothing where it has more or is odd. */
export function normalUrl(url: string): string | undefined {
  try {
    const parsed = new URL(url);
    const path = decodeURIComponent(parsed.pathname);
    const isPlain =
      /^https?:$/.test(parsed.protocol) &&
      parsed.username + parsed.password + parsed.search + parsed.hash === '' &&
      /^[\w./~+-]*$/.test(path) &&
      !path.split('/').includes('..');
    return isPlain
      ? `${parsed.origin}${path.replace(/\/+$/, '').replace(/\.git$/, '')}`
      : undefined;
  } catch {
    return undefined;
  }
}

function isLoopback(url: string): boolean {
  return /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:\/|$)/.test(
    url,
  );
}

/** Relative paths begin where the configuration lies. */
function configRoot(directory: string): string {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, 'app-config.yaml'))) {
      return at;
    }
    if (at === dirname(at)) {
      return directory;
    }
  }
}
