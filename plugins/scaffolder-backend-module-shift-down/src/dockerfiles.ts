/** Dockerfiles of a workspace, read and written without leaving it. */
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { isDockerfilePath } from '@shift-down/plugin-shift-down-policy';
import { lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, matchesGlob, relative } from 'node:path';

/** No Dockerfile is as long. */
const MAXIMUM_BYTES = 1024 * 1024;

export interface WorkspaceFile {
  /** With slashes, below the workspace. */
  path: string;
  content: string;
}

/** Regular files only: a link could lead out of the workspace. */
export async function readDockerfiles(
  workspace: string,
  patterns: readonly string[] | undefined,
): Promise<WorkspaceFile[]> {
  const entries = await readdir(workspace, {
    recursive: true,
    withFileTypes: true,
  });
  const paths = entries
    .filter(it => it.isFile())
    .map(it => relative(workspace, join(it.parentPath, it.name)))
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => !path.split('/').includes('.git'))
    .filter(path =>
      patterns
        ? patterns.some(pattern => matchesGlob(path, pattern))
        : isDockerfilePath(path),
    )
    .sort();
  const files: WorkspaceFile[] = [];
  for (const path of paths) {
    const full = resolveSafeChildPath(workspace, path);
    if ((await lstat(full)).size <= MAXIMUM_BYTES) {
      files.push({ path, content: await readFile(full, 'utf8') });
    }
  }
  return files;
}

export async function writeFiles(
  workspace: string,
  files: readonly WorkspaceFile[],
): Promise<void> {
  for (const { path, content } of files) {
    await writeFile(resolveSafeChildPath(workspace, path), content);
  }
}
