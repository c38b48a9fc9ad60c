/** All checks of a Dockerfile, one a file in `checks/`. */
import type { BuildFileFinding } from '../types';
import { type DockerfileCheck, findingOf } from './Check';
import { baseDigest } from './checks/baseDigest';
import { baseTag } from './checks/baseTag';
import { goldenBase } from './checks/goldenBase';
import { nonRootUser } from './checks/nonRootUser';
import { remoteAdd } from './checks/remoteAdd';
import { secrets } from './checks/secrets';
import type { DockerfileOptions } from './options';
import { parseDockerfile } from './ParsedDockerfile';

const CHECKS: DockerfileCheck[] = [
  goldenBase,
  baseDigest,
  baseTag,
  nonRootUser,
  remoteAdd,
  secrets,
];

/**
 * Judges a Dockerfile: one finding a check (policy `dockerfile`), in a fixed order. Values
 * that stand in no file, such as a build argument without default, make a check unknown.
 * Never throws; a text without FROM is unknown throughout.
 * @see https://docs.docker.com/reference/dockerfile/
 * @public
 */
export function evaluateDockerfile(
  text: string,
  options: DockerfileOptions = {},
): BuildFileFinding[] {
  const file = parseDockerfile(text, options.buildArguments ?? {});
  if (file.stages.length === 0) {
    const range = { line: 1, column: 1, endLine: 1, endColumn: 1 };
    const doubts = [{ reason: 'the file has no FROM instruction', range }];
    return CHECKS.map(({ rule }) => findingOf(rule, { faults: [], doubts }));
  }
  return CHECKS.map(check =>
    findingOf(check.rule, check.evaluate(file, options)),
  );
}
