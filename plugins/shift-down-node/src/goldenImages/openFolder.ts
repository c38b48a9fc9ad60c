/** Golden images that are declared in a folder of this machine. */
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { InputError } from '@backstage/errors';
import {
  checkSize,
  isDeclaration,
  MAXIMUM_FILE,
  MAXIMUM_FILES,
  type FileReader,
} from './FileReader';

/** @throws if there is no such folder or file. */
export async function openFolder(
  target: string,
  { baseDirectory, signal }: { baseDirectory: string; signal?: AbortSignal },
): Promise<FileReader> {
  const path = resolve(baseDirectory, target);
  const isFile = (await stat(path)).isFile();
  const root = await realpath(isFile ? dirname(path) : path);
  const found = isFile
    ? [await realpath(path)]
    : await filesBelow(root, signal);
  const isTooMany = found.length > MAXIMUM_FILES;

  // Symbolic links lead wherever who writes the file wants.
  const readInside = async (file: string, maximum: number) => {
    const real = await realpath(file);
    if (!real.startsWith(`${root}${sep}`)) {
      throw new InputError('it lies outside the folder');
    }
    return readText(real, maximum);
  };
  return {
    declarations: found.slice(0, MAXIMUM_FILES),
    problems: isTooMany
      ? [`${target}: only the first ${MAXIMUM_FILES} files are read`]
      : [],
    isComplete: !isTooMany,
    locationOf: file => (isFile ? target : join(target, relative(root, file))),
    read: readInside,
    readBeside: (file, beside) =>
      readInside(join(dirname(file), beside), MAXIMUM_FILE),
  };
}

async function filesBelow(
  root: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const files: string[] = [];
  const folders = [root];
  for (
    let folder = folders.pop();
    folder !== undefined && files.length <= MAXIMUM_FILES;
    folder = folders.pop()
  ) {
    signal?.throwIfAborted();
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name)) {
        folders.push(path);
      } else if (!entry.isDirectory() && isDeclaration(entry.name)) {
        files.push(path);
      }
    }
  }
  return files.sort();
}

async function readText(file: string, maximum: number): Promise<string> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    checkSize(size, maximum);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
