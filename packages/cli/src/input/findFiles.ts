/** From paths, folders and globs to files, each once and in a stable order. */
import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import type { Problem } from './types';

export interface FoundFile {
  path: string;
  /** Whether somebody named it, rather than a folder that it lies in. */
  named: boolean;
}

/** Folders to pass over, unless they are named themselves. */
export interface SkippedFolders {
  /** Beside those that hold nobody's sources. */
  skippedNames?: readonly string[];
  skippedPaths?: readonly string[];
}

const MANIFEST = /\.(ya?ml|json)$/i;
const BUILD_FILE =
  /^(Dockerfile|Containerfile)([.-].*)?$|\.(Docker|Container)file$/i;
const SKIPPED_FOLDERS = ['node_modules', '.git'];

/** Whether a name is that of a Dockerfile or Containerfile. */
export function isBuildFileName(name: string): boolean {
  return BUILD_FILE.test(name) && !MANIFEST.test(name);
}

class Finder {
  /** By path, so that what is named twice is read once. */
  readonly files = new Map<string, FoundFile>();
  readonly problems: Problem[] = [];
  readonly #folders = new Set<string>();
  readonly #skipped: Set<string>;
  readonly #skippedPaths: Set<string>;

  constructor({ skippedNames = [], skippedPaths = [] }: SkippedFolders) {
    this.#skipped = new Set([...SKIPPED_FOLDERS, ...skippedNames]);
    this.#skippedPaths = new Set(skippedPaths.map(path => resolve(path)));
  }

  async add(path: string): Promise<void> {
    if (path === '-') {
      this.#file('-', true);
      return;
    }
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) {
      this.#folder(path);
    } else if (stat) {
      this.#file(path, true);
    } else {
      await this.#glob(path);
    }
  }

  async #glob(pattern: string): Promise<void> {
    const matches = isDynamicPattern(pattern)
      ? await glob(pattern.replaceAll('\\', '/'), {
          ignore: [...this.#skipped].map(name => `**/${name}/**`),
          dot: true,
        })
      : [];
    if (matches.length === 0) {
      this.problems.push({
        file: pattern,
        message: 'There is no such file or folder, and no file that it matches',
      });
    }
    for (const match of matches.sort()) {
      this.#file(match, true);
    }
  }

  #folder(path: string): void {
    try {
      // A link to a folder that was walked already leads round in a circle.
      const real = realpathSync(path);
      if (this.#folders.has(real)) {
        return;
      }
      this.#folders.add(real);
      const entries = readdirSync(path, { withFileTypes: true });
      entries.sort((a, b) => (a.name < b.name ? -1 : 1));
      for (const entry of entries) {
        this.#entry(join(path, entry.name), entry);
      }
    } catch (error) {
      this.problems.push({ file: path, message: readingFailed(error) });
    }
  }

  #entry(path: string, entry: Dirent): void {
    const wanted = MANIFEST.test(entry.name) || isBuildFileName(entry.name);
    if (entry.isSymbolicLink()) {
      this.#link(path, wanted);
    } else if (entry.isDirectory()) {
      if (
        !this.#skipped.has(entry.name) &&
        !this.#skippedPaths.has(resolve(path))
      ) {
        this.#folder(path);
      }
    } else if (wanted && entry.isFile()) {
      this.#file(path, false);
    }
  }

  #link(path: string, wanted: boolean): void {
    try {
      const target = statSync(path);
      if (target.isDirectory()) {
        this.#folder(path);
      } else if (wanted && target.isFile()) {
        this.#file(path, false);
      }
    } catch (error) {
      // Others, such as sockets of editors, are nobody's manifests.
      if (wanted) {
        this.problems.push({ file: path, message: readingFailed(error) });
      }
    }
  }

  #file(path: string, named: boolean): void {
    if (!this.files.has(path)) {
      this.files.set(path, { path, named });
    }
  }
}

/** `-` stands for standard input and is handed on as it is. */
export async function findFiles(
  paths: readonly string[],
  skipped: SkippedFolders = {},
): Promise<{ files: FoundFile[]; problems: Problem[] }> {
  const finder = new Finder(skipped);
  for (const path of paths) {
    await finder.add(path);
  }
  return { files: [...finder.files.values()], problems: finder.problems };
}

/** Why a file or folder could not be read, in words. */
export function readingFailed(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'Reading is not permitted';
    case 'ENOENT':
      return 'The file that the link points to is not there';
    case 'ELOOP':
      return 'The link points to itself, by way of others or directly';
    default:
      return `Can’t be read: ${code ?? String(error)}`;
  }
}
