/** Lists the manifests in a folder with what tells whether they changed. */
import { InputError } from '@backstage/errors';
import type { Dirent } from 'fs';
import { readdir, realpath, stat } from 'fs/promises';
import { join, relative, sep } from 'path';
import { errorCode } from './errorCode';
import { RECORDING_FILE } from './recording';

/** @internal */
export interface ScannedFile {
  /** Where it really is. */
  path: string;
  /** Another one means other contents. */
  signature: string;
  /** ISO 8601 */
  modifiedAt: string;
  /** Why it is not read at all. */
  refused?: string;
}

const MANIFEST = /\.(ya?ml|json)$/i;
const MAX_FILES = 10_000;
const MAX_DEPTH = 16;

/**
 * All manifests, by their path relative to the folder, in order. Hidden files and
 * folders are left out, and so are links to folders: what they link to inside of the
 * folder is found where it is.
 *
 * @throws if any part can't be listed: then nobody knows what is gone.
 * @internal
 */
export async function scanFolder(
  folder: string,
): Promise<Map<string, ScannedFile>> {
  const root = await realpath(folder);
  const files = new Map<string, ScannedFile>();

  async function scan(directory: string, depth: number): Promise<void> {
    if (depth > MAX_DEPTH) {
      throw new InputError(
        `${relative(root, directory)} is more than ${MAX_DEPTH} folders deep`,
      );
    }
    const entries = await readdir(directory, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = join(directory, entry.name);
      const name = relative(root, path).split(sep).join('/');
      if (entry.name.startsWith('.') || name === RECORDING_FILE) {
        continue;
      }
      if (entry.isDirectory()) {
        await scan(path, depth + 1);
      } else if (MANIFEST.test(entry.name)) {
        const file = await scanFile(root, path, entry);
        if (file) {
          files.set(name, file);
        }
        if (files.size > MAX_FILES) {
          throw new InputError(
            `there are more than ${MAX_FILES} files; put several objects into one`,
          );
        }
      }
    }
  }

  await scan(root, 0);
  return files;
}

async function scanFile(
  root: string,
  path: string,
  entry: Dirent,
): Promise<ScannedFile | undefined> {
  try {
    const real = entry.isSymbolicLink() ? await realpath(path) : path;
    if (!real.startsWith(root + sep)) {
      return refuse(path, 'a link that leaves the folder is not followed');
    }
    const { size, mtimeMs, mtime, ctimeMs, ino, isFile } = await describe(real);
    if (!isFile) {
      return entry.isSymbolicLink()
        ? undefined
        : refuse(path, 'it is not a regular file');
    }
    return {
      path: real,
      signature: [real, size, mtimeMs, ctimeMs, ino].join(' '),
      modifiedAt: mtime.toISOString(),
    };
  } catch (error) {
    const code = errorCode(error);
    // Deleted between being listed and being looked at.
    if (code === 'ENOENT' && !entry.isSymbolicLink()) {
      return undefined;
    }
    return refuse(path, `it can't be looked at (${code})`);
  }
}

async function describe(path: string) {
  const stats = await stat(path);
  const { size, mtimeMs, mtime, ctimeMs, ino } = stats;
  return { size, mtimeMs, mtime, ctimeMs, ino, isFile: stats.isFile() };
}

function refuse(path: string, refused: string): ScannedFile {
  return { path, signature: refused, modifiedAt: '', refused };
}
