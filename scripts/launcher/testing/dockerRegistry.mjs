// Finds Debian's docker-registry; the tests start it themselves.
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The program: DOCKER_REGISTRY_PATH when set, else the one on the PATH. */
export async function findRegistry() {
  const candidates = process.env.DOCKER_REGISTRY_PATH
    ? [process.env.DOCKER_REGISTRY_PATH]
    : ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)].map(folder =>
        join(folder, 'docker-registry'),
      );
  for (const candidate of candidates) {
    try {
      await access(candidate, constants.X_OK);
      return candidate;
    } catch {
      // The next one may be there.
    }
  }
  return undefined;
}
