/** What moving a whole repository to a release of a golden image changes in it. */
import { bumpDockerfile, type DockerfileBump } from '../buildFiles';

/** @public */
export interface RepositoryBump {
  /** Files as they are to be. */
  files: { path: string; content: string }[];
  /** One for each place, in the order of files and lines. */
  changes: { path: string; from: string; to: string }[];
  /** Sentences on what could not be moved, each with its place. */
  problems: string[];
  /** Uses of the golden image that stand on other releases. */
  others: string[];
}

const DOCKERFILE =
  /^(?:(?:docker|container)file(?:[.-][\w.-]+)?|[\w.-]+[.](?:docker|container)file)$/i;

/** Whether a path is that of a Dockerfile, by its name. @public */
export function isDockerfilePath(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    DOCKERFILE.test(name) &&
    !/[.](?:dockerignore|md)$/i.test(name) &&
    !path.split('/').includes('node_modules')
  );
}

/** Whether a path is in one of the folders; the empty one holds everything. @public */
export function isInFolders(path: string, folders: readonly string[]): boolean {
  return folders.some(it => it === '' || path.startsWith(`${it}/`));
}

/** @public */
export function bumpRepository(
  files: readonly { path: string; content: string }[],
  bump: DockerfileBump,
): RepositoryBump {
  const result: RepositoryBump = {
    files: [],
    changes: [],
    problems: [],
    others: [],
  };
  for (const { path, content } of files) {
    const { text, changes, problems, others } = bumpDockerfile(content, bump);
    if (text !== content) {
      result.files.push({ path, content: text });
    }
    result.changes.push(...changes.map(({ from, to }) => ({ path, from, to })));
    result.problems.push(
      ...problems.map(({ line, reason }) => `${path}:${line}: ${reason}`),
    );
    result.others.push(
      ...others.map(({ line, reference }) => `${path}:${line}: ${reference}`),
    );
  }
  return result;
}
