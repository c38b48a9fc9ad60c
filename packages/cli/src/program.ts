/** The commands and options of `shift-down`. */
import { InputError } from '@backstage/errors';
import {
  Command,
  CommanderError,
  InvalidArgumentError,
  Option,
} from 'commander';
import { redact } from '@shift-down/plugin-shift-down-policy';
import { check } from './commands/check';
import type { CheckOptions } from './commands/checkOptions';
import { explain } from './commands/explain';
import { testPolicies } from './commands/testPolicies';
import type { Console } from './console';
import { version } from '../package.json';

export const FORMATS = [
  'text',
  'json',
  'sarif',
  'junit',
  'policyreport',
] as const;

const COULD_NOT_EVALUATE = 2;

/** Runs a command line. Answers with the exit code and never throws. */
export async function run(
  commandLine: readonly string[],
  console: Console,
): Promise<number> {
  let exitCode = 0;
  const program = createProgram(console, code => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...commandLine], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? 0 : COULD_NOT_EVALUATE;
    }
    console.error(
      `shift-down: ${redact(
        error instanceof InputError
          ? error.message
          : String((error as Error).stack),
      )}\n`,
    );
    return COULD_NOT_EVALUATE;
  }
}

function createProgram(
  console: Console,
  exit: (code: number) => void,
): Command {
  const program = new Command('shift-down')
    .description(
      'The verdict of the portal and of admission, before anything is deployed',
    )
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: console.out, writeErr: console.error });

  program
    .command('check')
    .description(
      'check manifests, Dockerfiles and Terraform plans. Exit code: 0 clean, 1 findings, 2 could not evaluate',
    )
    .argument('[paths...]', 'files, folders, globs, or - for standard input', [
      '.',
    ])
    .option(
      '--pod-security <level[:version]>',
      'Pod Security Standard to hold workloads to, such as restricted:v1.34 (default: restricted, if no other check is chosen)',
    )
    .option(
      '--policies <folder or URL>',
      'admission policies: a folder or file of YAML, or the address of a portal (repeatable)',
      collect,
    )
    .option(
      '--namespace-baseline',
      'check what surrounds workloads: isolation, quotas, roles, services',
    )
    .option(
      '--golden-images <path>',
      'what Dockerfiles should build on: a GoldenImage file, a folder of them, or a YAML list',
    )
    .option(
      '--kubernetes-version <version>',
      'version of the API server to assume, such as 1.36',
    )
    .option('--namespace <name>', 'namespace of objects that name none')
    .option(
      '--cluster <name or UID>',
      'cluster that this is for: its policies in the portal, and its exceptions',
    )
    .option(
      '--exceptions <file or "portal">',
      'exceptions signed by the portal: an export, or the portal itself',
    )
    .option(
      '--exceptions-key <file>',
      'public key of the portal (JWK set or PEM) that the export must be signed with',
    )
    .option('--portal <URL>', 'address of the portal’s backend')
    .option(
      '--token <token>',
      'token for the portal; better given as SHIFT_DOWN_TOKEN',
    )
    .option('--accept <file>', 'findings that are accepted today')
    .option(
      '--write-accept <file>',
      'write the findings of this run as accepted',
    )
    .option(
      '--config <file>',
      'settings of the platform (default: shift-down.yaml)',
    )
    .addOption(
      new Option('--format <format>', 'format of the report').choices(FORMATS),
    )
    .option('--output <file>', 'write the report to a file')
    .option('--strict', 'count what would only be warned of or audited')
    .option('--fail-on-unknown', 'count what is not known')
    .option(
      '--max-file-size <MiB>',
      'size above which a file is refused',
      positiveNumber,
    )
    .action(async (paths: string[], options: CheckOptions) => {
      exit(await check(paths, options, console));
    });

  program
    .command('explain')
    .description('tell what a control or a check is about and how to meet it')
    .argument('[control]', 'control of the catalogue, or a check’s id')
    .action(async (control: string | undefined) => {
      exit(explain(control, console));
    });

  program
    .command('policies')
    .description('work on policies')
    .command('test')
    .description(
      'run every policy of a folder over the manifests beside it that must pass and fail',
    )
    .argument('<folder>')
    .option(
      '--kubernetes-version <version>',
      'version of the API server to assume, such as 1.36',
    )
    .action(async (folder: string, options: { kubernetesVersion?: string }) => {
      exit(await testPolicies(folder, options, console));
    });

  return program;
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function positiveNumber(text: string): number {
  const number = Number(text);
  if (!(number > 0)) {
    throw new InvalidArgumentError('Give a number above 0.');
  }
  return number;
}
