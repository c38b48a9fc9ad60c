/** Dockerfiles. */
import {
  evaluateDockerfile,
  type BuildFileViolation,
  type DockerfileOptions,
  type TextRange,
} from '@shift-down/plugin-shift-down-policy';
import type { BuildFile, Position } from '../input/types';
import type { ReportBuilder } from '../report/ReportBuilder';
import type { Resource } from '../report/types';

export function checkBuildFiles(
  files: readonly BuildFile[],
  options: DockerfileOptions,
  report: ReportBuilder,
): void {
  if (files.length > 0 && !options.goldenImages) {
    report.assume(
      'no golden images are named, so nothing is said of what Dockerfiles build on',
    );
  }
  for (const { file, text } of files) {
    const resource: Resource = {
      file,
      resource: 'Dockerfile',
      apiVersion: '',
      kind: '',
      namespace: '',
      name: file,
    };
    for (const finding of evaluateDockerfile(text, options)) {
      report.add({
        verdict: finding,
        resource,
        locate: violation =>
          startOf((violation as BuildFileViolation | undefined) ?? finding),
        assumptions: [],
      });
    }
  }
}

function startOf({ range }: { range?: TextRange }): Position {
  return { line: range?.line ?? 1, column: range?.column ?? 1 };
}
