/**
 * What lies in the folders of teams and is no object that could be looked at: kustomize
 * takes files without a kind, and of other names, and would apply what they say.
 */
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { NotEvaluated } from '../input/types';

const HARMLESS = /\.(?:md|ya?ml)$/i;
const TEAM_FOLDER = /^teams\/[^/]+\//;

/** One thing that a team may not keep in its folder. */
export interface Stray {
  /** Relative to the folder of policies. */
  path: string;
  reason: string;
}

/** @param unread - Documents of the folder that are no objects. */
export async function strayFiles(
  folder: string,
  unread: readonly NotEvaluated[],
): Promise<Stray[]> {
  const documents = unread
    .map(({ file, reason }) => ({ path: within(folder, file), reason }))
    .map(({ path, reason }) => ({
      path,
      reason: `is no object that can be looked at: ${reason}`,
    }));
  const entries = await readdir(join(folder, 'teams'), {
    recursive: true,
    withFileTypes: true,
  }).catch(() => []);
  const files = entries
    .filter(it => !it.isDirectory() && !(it.isFile() && HARMLESS.test(it.name)))
    .map(it => ({
      path: within(folder, join(it.parentPath, it.name)),
      reason: 'is no YAML file: a team keeps objects and words in its folder',
    }));
  return [...documents, ...files].filter(
    ({ path }) => TEAM_FOLDER.test(path) && !isTestManifest(path),
  );
}

function isTestManifest(path: string): boolean {
  return /(?:^|\/)(?:pass|fail)\/[^/]+\.ya?ml$/.test(path);
}

function within(folder: string, file: string): string {
  return relative(folder, file).split(sep).join('/');
}
