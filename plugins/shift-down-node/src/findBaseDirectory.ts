/** Where relative paths in the configuration start. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * The nearest folder at or above this one that holds an `app-config.yaml`, for backends
 * are started from their package in development and from the root in production; without
 * any, the folder itself.
 * @public
 */
export function findBaseDirectory(directory: string = process.cwd()): string {
  const start = resolve(directory);
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, 'app-config.yaml'))) {
      return at;
    }
    if (dirname(at) === at) {
      return start;
    }
  }
}
