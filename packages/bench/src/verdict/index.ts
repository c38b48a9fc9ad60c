/**
 * What a verdict costs: in the evaluators alone, in the command line, and in the command
 * lines of others where they are on PATH (`kyverno`, `gator`).
 */
import {
  evaluateAdmissionPolicies,
  evaluatePodSecurity,
  isAdmissionInput,
  parseAdmissionPolicies,
  prepareAdmissionInput,
  type KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { percentiles, sample } from '../measure';
import { createManifests } from './manifests';
import {
  run,
  writeAdmissionPolicies,
  writeConstraints,
  type Run,
} from './peers';
import { RULES } from './rules';

const GUARDRAILS = resolve(
  require.resolve('bench/package.json'),
  '../../../examples/policies',
);
const LEVELS = ['organisation', 'platform'];
const ROUNDS = 5;

const KYVERNO_POD_SECURITY = {
  apiVersion: 'kyverno.io/v1',
  kind: 'ClusterPolicy',
  metadata: { name: 'restricted' },
  spec: {
    background: true,
    validationFailureAction: 'Enforce',
    rules: [
      {
        name: 'restricted',
        match: { any: [{ resources: { kinds: ['Pod'] } }] },
        validate: { podSecurity: { level: 'restricted', version: 'latest' } },
      },
    ],
  },
};

export async function benchVerdict(options: { count: number; seed: number }) {
  const { count, seed } = options;
  const manifests = createManifests(count, seed) as KubernetesObject[];
  console.log(`\nVerdicts on ${count} manifests, evaluators alone, one thread`);
  console.table(await benchEvaluators(manifests));

  const folder = await mkdtemp(join(tmpdir(), 'shift-down-bench-'));
  try {
    await benchCommands(folder, manifests);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function benchEvaluators(manifests: KubernetesObject[]) {
  const { policies } = parseAdmissionPolicies(await readGuardrails());
  const bundle = () =>
    manifests.forEach(manifest => {
      const input = prepareAdmissionInput(manifest, { namespaceObject: {} });
      if (isAdmissionInput(input)) {
        evaluateAdmissionPolicies(input, policies, { paramsComplete: true });
      }
    });
  const podSecurity = () =>
    manifests.forEach(object =>
      evaluatePodSecurity({ object, level: 'restricted', version: 'latest' }),
    );
  return [
    await rate('Pod Security, restricted', manifests.length, podSecurity),
    await rate(
      'guardrail bundle, defaulting included',
      manifests.length,
      bundle,
    ),
  ];
}

/** Medians of some rounds, after one that warms up. */
async function rate(what: string, count: number, round: () => void) {
  round();
  const { p50 } = percentiles(await sample(ROUNDS, async () => round()));
  return {
    what,
    'manifests/s': Math.round((count / p50) * 1000),
    'per manifest (µs)': Math.round((p50 / count) * 1000),
  };
}

/** Policies of the levels that hold everywhere, without their test manifests. */
async function readGuardrails(): Promise<KubernetesObject[]> {
  const objects: KubernetesObject[] = [];
  for (const level of LEVELS) {
    for (const policy of await readdir(join(GUARDRAILS, level))) {
      for (const file of ['policy', 'binding', 'params']) {
        const path = join(GUARDRAILS, level, policy, `${file}.yaml`);
        const text = await readFile(path, 'utf8').catch(() => '');
        objects.push(
          ...parseAllDocuments(text).map(it => it.toJS() as KubernetesObject),
        );
      }
    }
  }
  return objects.filter(Boolean);
}

async function benchCommands(folder: string, manifests: object[]) {
  const files = {
    one: join(folder, 'one.yaml'),
    all: join(folder, 'manifests'),
    policies: join(folder, 'policies'),
    constraints: join(folder, 'constraints'),
    podSecurity: join(folder, 'pod-security.yaml'),
    command: join(folder, 'shift-down.cjs'),
  };
  await mkdir(files.all);
  await writeFile(files.one, stringify(manifests[0]));
  for (const [index, manifest] of manifests.entries()) {
    await writeFile(join(files.all, `${index}.yaml`), stringify(manifest));
  }
  await writeAdmissionPolicies(files.policies, RULES);
  await writeConstraints(files.constraints, RULES);
  await writeFile(files.podSecurity, stringify(KYVERNO_POD_SECURITY));
  const tool = resolve(
    require.resolve('@shift-down/cli/package.json'),
    '../tools/bundle.mjs',
  );
  const bundled = await run(process.execPath, [tool, files.command]);
  if (bundled?.code !== 0) {
    throw new Error(`The command could not be bundled: ${bundled?.tail}`);
  }
  const shiftDown = (...args: string[]) => [
    process.execPath,
    files.command,
    'check',
    ...args,
  ];
  const gator = (path: string) => [
    'gator',
    'test',
    `--filename=${path}`,
    `--filename=${files.constraints}`,
  ];
  const kyverno = (policies: string, path: string) => [
    'kyverno',
    'apply',
    policies,
    '--resource',
    path,
  ];
  const RESTRICTED = ['--pod-security', 'restricted'];
  console.log(
    '\nCommand lines, from start to end, median of rounds (aim: first verdict under 1 s)',
  );
  console.table([
    await time(
      'shift-down, Pod Security, one file',
      1,
      shiftDown(files.one, ...RESTRICTED),
    ),
    await time(
      'kyverno, Pod Security, one file',
      1,
      kyverno(files.podSecurity, files.one),
    ),
    await time(
      'shift-down, five policies, one file',
      1,
      shiftDown(files.one, '--policies', files.policies),
    ),
    await time(
      'kyverno, five policies, one file',
      1,
      kyverno(files.policies, files.one),
    ),
    await time('gator, five policies, one file', 1, gator(files.one)),
    await time(
      'shift-down, Pod Security',
      manifests.length,
      shiftDown(files.all, ...RESTRICTED),
    ),
    await time(
      'kyverno, Pod Security',
      manifests.length,
      kyverno(files.podSecurity, files.all),
    ),
    await time(
      'shift-down, five policies',
      manifests.length,
      shiftDown(files.all, '--policies', files.policies),
    ),
    await time(
      'kyverno, five policies',
      manifests.length,
      kyverno(files.policies, files.all),
    ),
    await time('gator, five policies', manifests.length, gator(files.all)),
  ]);
}

async function time(what: string, count: number, [command, ...args]: string[]) {
  const runs: Run[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const done = await run(command, args);
    if (!done) {
      return { what, seconds: 'not on PATH' };
    }
    // 1 says that there are findings; anything else is no answer.
    if (done.code !== 0 && done.code !== 1) {
      throw new Error(`${what} ended with ${done.code}: ${done.tail}`);
    }
    runs.push(done);
  }
  const { p50 } = percentiles(runs.map(it => it.seconds));
  return {
    what,
    seconds: Number(p50.toFixed(2)),
    ...(count > 1 && { 'manifests/s': Math.round(count / p50) }),
    exit: runs[0].code,
  };
}
