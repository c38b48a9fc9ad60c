import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/**
 * Where a configured path points to: a relative one starts at the nearest folder at or
 * above the working directory that holds an `app-config.yaml`, for backends are started
 * from their package in development and from the root in production.
 * @internal
 */
export function resolvePath(path: string, directory: string): string {
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
