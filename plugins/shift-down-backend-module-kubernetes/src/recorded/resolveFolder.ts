import { existsSync } from 'fs';
import { dirname, isAbsolute, join, resolve } from 'path';

/**
 * Where a configured path points to. Backends are started from their package in
 * development and from the root in production, so a relative path starts at neither
 * but at the folder of the `app-config.yaml` that it is written in: the nearest at or
 * above the working directory; the working directory itself if there is none.
 * @internal
 */
export function resolveFolder(path: string, directory: string): string {
  if (isAbsolute(path)) {
    return path;
  }
  for (let at = resolve(directory); ; at = dirname(at)) {
    if (existsSync(join(at, 'app-config.yaml'))) {
      return resolve(at, path);
    }
    if (dirname(at) === at) {
      return resolve(directory, path);
    }
  }
}
