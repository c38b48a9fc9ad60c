/** `shift-down policies test`: every policy on its own manifests, before a cluster has it. */
import pc from 'picocolors';
import type { Console } from '../console';
import { testFolder } from '../policies/testFolder';
import { MAXIMUM_FILE_SIZE, minorVersionOf } from './settings';

/** @returns the exit code */
export async function testPolicies(
  folder: string,
  options: { kubernetesVersion?: string },
  { out, colour }: Console,
): Promise<number> {
  const colours = pc.createColors(colour);
  const version = options.kubernetesVersion;
  const { tests, problems, notEvaluated } = await testFolder(
    folder,
    version === undefined ? undefined : minorVersionOf(version),
    { maximumFileSize: MAXIMUM_FILE_SIZE },
  );
  for (const { name, failure } of tests) {
    out(
      failure
        ? `${colours.red('not ok')}  ${name}\n        ${failure}\n`
        : `${colours.green('ok')}  ${name}\n`,
    );
  }
  for (const { file, line, column, message } of problems) {
    const place = [file, line, column].filter(Boolean).join(':');
    out(`${colours.red('could not be evaluated')}  ${place}  ${message}\n`);
  }
  for (const { file, resource, reason } of notEvaluated) {
    out(
      `${colours.yellow('not evaluated')}  ${file}  ${resource}: ${reason}\n`,
    );
  }
  const failed = tests.filter(({ failure }) => failure).length;
  out(`${tests.length - failed} passed, ${failed} failed.\n`);
  if (problems.length > 0 || tests.length <= 1) {
    return 2;
  }
  return failed > 0 ? 1 : 0;
}
