/** `shift-down check`: read, evaluate, report. */
import { writeFileSync } from 'node:fs';
import { InputError } from '@backstage/errors';
import { layAcceptance, writeAccepted } from '../accept/acceptFile';
import type { Console } from '../console';
import { evaluateAll } from '../evaluate/evaluateAll';
import { layExceptions } from '../exceptions/layExceptions';
import { loadExceptions } from '../exceptions/loadExceptions';
import { readInputs } from '../input/readInputs';
import type { Inputs } from '../input/types';
import { render } from '../output/render';
import { loadPolicies, type LoadedPolicies } from '../policies/loadPolicies';
import { ReportBuilder, type Overlay } from '../report/ReportBuilder';
import type { Report } from '../report/types';
import type { CheckOptions } from './checkOptions';
import { minorVersionOf, settingsOf, type Settings } from './settings';

/**
 * @returns the exit code
 * @throws InputError if nothing could even be tried.
 */
export async function check(
  paths: readonly string[],
  options: CheckOptions,
  console: Console,
): Promise<number> {
  const settings = settingsOf(options, console);
  const now = console.now();
  const overlays = await overlaysOf(options, settings, now);
  const inputs = await readInputs(paths, {
    ...settings,
    // What policies are tested with is no part of what is deployed.
    skippedPaths: settings.policies,
  });
  noteNothing(inputs, paths);
  const policies = await policiesOf(settings);
  const report = reportOn(inputs, policies, overlays, settings, options);
  if (options.writeAccept) {
    const written = writeAccepted(options.writeAccept, report.findings);
    console.error(
      `Wrote ${written} accepted findings to ${options.writeAccept}.\n`,
    );
  }
  const text = render(report, options.format ?? 'text', {
    colour: console.colour && !options.output,
    now,
  });
  if (options.output) {
    writeReport(options.output, text);
  } else {
    console.out(text);
  }
  return report.summary.exitCode;
}

function reportOn(
  inputs: Inputs,
  policies: LoadedPolicies | undefined,
  overlays: readonly Overlay[],
  settings: Settings,
  { format }: CheckOptions,
): Report {
  const { manifests, buildFiles, notEvaluated, problems, files } = inputs;
  const builder = new ReportBuilder(
    format === 'junit' || format === 'policyreport',
  );
  notEvaluated.forEach(entry => builder.didNotEvaluate(entry));
  problems.forEach(problem => builder.couldNotEvaluate(problem));
  evaluateAll(
    inputs,
    {
      ...settings,
      policies,
      minorVersion: settings.minorVersion ?? versionOf(policies),
    },
    builder,
  );
  return builder.build(
    { files, resources: manifests.length + buildFiles.length },
    [...manifests, ...buildFiles].map(({ file }) => file),
    overlays,
    settings,
  );
}

/** Exceptions first: what is exempt need not be accepted. */
async function overlaysOf(
  { exceptions, exceptionsKey, accept }: CheckOptions,
  { portal, cluster }: Settings,
  now: Date,
): Promise<Overlay[]> {
  const overlays: Overlay[] = [];
  if (exceptions) {
    const loaded = await loadExceptions(
      { from: exceptions, key: exceptionsKey, portal, cluster },
      now,
    );
    overlays.push(layExceptions(loaded, cluster, now));
  }
  if (accept) {
    overlays.push(layAcceptance(accept));
  }
  return overlays;
}

/** An empty run must not look like a clean one. */
function noteNothing(inputs: Inputs, paths: readonly string[]): void {
  const { manifests, buildFiles, problems } = inputs;
  if (manifests.length + buildFiles.length + problems.length === 0) {
    problems.push({
      file: '',
      message: `There is nothing to check in ${paths.join(
        ', ',
      )}: no Kubernetes object, Dockerfile or Terraform plan`,
    });
  }
}

async function policiesOf(
  settings: Settings,
): Promise<LoadedPolicies | undefined> {
  const { policies, token, cluster } = settings;
  return policies.length === 0
    ? undefined
    : loadPolicies({ from: policies, token, cluster, reading: settings });
}

function versionOf(policies: LoadedPolicies | undefined): number | undefined {
  const { kubernetesVersion } = policies ?? {};
  return kubernetesVersion === undefined
    ? undefined
    : minorVersionOf(kubernetesVersion);
}

function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new InputError(
      `Can’t write the report to '${file}': ${(error as Error).message}`,
    );
  }
}
