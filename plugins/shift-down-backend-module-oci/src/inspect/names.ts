/*
 * What may stand in an address of a registry. References come from clusters, where
 * anything can be written.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
import { ProblemError } from '../problem';

const PATH =
  /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
const MAXIMUM_PATH = 255;

/** @internal */
export function isTag(text: string): boolean {
  return TAG.test(text);
}

/** @throws ProblemError if it is no path of a repository. @internal */
export function assertPath(path: string): void {
  if (path.length > MAXIMUM_PATH || !PATH.test(path)) {
    throw new ProblemError(
      'invalid',
      `"${path.slice(0, 80)}" can't be the name of a repository`,
    );
  }
}
