/**
 * Every policy of a folder, tried on the manifests beside it: those in `pass` have to be
 * admitted, those in `fail` refused, with the message that a comment `# expected: …` names.
 */
import { dirname, relative, resolve, sep } from 'node:path';
import {
  checkPolicyLevels,
  evaluateAdmissionPolicies,
  isAdmissionInput,
  parseAdmissionPolicies,
  policyNames,
  prepareAdmissionInput,
  type AdmissionPolicySet,
  type KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';
import { readInputs, type ReadingOptions } from '../input/readInputs';
import type { Manifest } from '../input/types';
import { loadPolicies, type LoadedPolicies } from './loadPolicies';
import { strayFiles, type Stray } from './strayFiles';

/** One thing that was tried. */
export interface PolicyTest {
  /** `platform/host-ports: refuses fail/pod.yaml`. */
  name: string;
  /** In words, what went wrong; empty if nothing did. */
  failure: string;
}

export interface PolicyTests {
  tests: PolicyTest[];
  /** Policies and files that could not be read. */
  problems: LoadedPolicies['problems'];
  /** Objects that hold rules which nobody evaluates here. */
  notEvaluated: LoadedPolicies['notEvaluated'];
}

export async function testFolder(
  folder: string,
  minorVersion: number | undefined,
  reading: ReadingOptions,
): Promise<PolicyTests> {
  const loaded = await loadPolicies({ from: [folder], cluster: '', reading });
  const all = await readInputs([folder], reading);
  const tests: PolicyTest[] = levelTests(
    folder,
    all.manifests,
    await strayFiles(folder, all.notEvaluated),
  );
  const folders = foldersWithPolicies(all.manifests);
  for (const [path, own] of folders) {
    const policies = parseAdmissionPolicies(own).policies;
    const name = within(folder, path) || '.';
    let tried = 0;
    for (const expectation of ['pass', 'fail'] as const) {
      const manifests = all.manifests.filter(
        ({ file }) => dirname(file) === join(path, expectation),
      );
      for (const manifest of manifests) {
        tried += 1;
        tests.push({
          name: `${name}: ${
            expectation === 'pass' ? 'admits' : 'refuses'
          } ${within(path, manifest.file)}:${manifest.position.line}`,
          failure: failureOf(
            manifest,
            expectation,
            policies,
            loaded,
            minorVersion,
          ),
        });
      }
    }
    tests.push({
      name: `${name}: is tried`,
      failure:
        tried > 0
          ? ''
          : 'No manifest in a folder pass or fail beside it tries this policy',
    });
  }
  return {
    tests,
    problems: [
      ...loaded.problems,
      ...all.problems.filter(({ file }) => isTest(file)),
    ],
    notEvaluated: loaded.notEvaluated,
  };
}

/** Objects of each folder that holds a policy which is evaluated. */
function foldersWithPolicies(manifests: readonly Manifest[]) {
  const folders = new Map<string, KubernetesObject[]>();
  for (const { file, object } of manifests) {
    if (!isTest(file)) {
      const objects = folders.get(dirname(file)) ?? [];
      folders.set(dirname(file), [...objects, object]);
    }
  }
  return [...folders].filter(
    ([, objects]) =>
      policyNames(parseAdmissionPolicies(objects).policies).length > 0,
  );
}

function failureOf(
  { object, comment }: Manifest,
  expectation: 'pass' | 'fail',
  policies: AdmissionPolicySet,
  { namespaces, objects }: LoadedPolicies,
  minorVersion: number | undefined,
): string {
  const input = prepareAdmissionInput(object, {
    minorVersion,
    definitions: objects.filter(
      ({ kind }) => kind === 'CustomResourceDefinition',
    ),
    namespaceObject: namespaces.find(
      namespace => nameOf(namespace.object) === namespaceOf(object),
    )?.object,
  });
  if (!isAdmissionInput(input)) {
    return 'refused' in input
      ? `Any API server would refuse it: ${input.refused}`
      : `Can’t be evaluated: ${input.unsupported}`;
  }
  const verdicts = evaluateAdmissionPolicies(input, policies, {
    paramsComplete: true,
  });
  const unknown = verdicts.find(({ result }) => result === 'unknown');
  const messages = verdicts
    .filter(({ result }) => result === 'fail')
    .map(({ message }) => message);
  if (unknown) {
    return `It is not known what would come of it: ${unknown.reason}`;
  }
  if (expectation === 'pass') {
    return messages.length > 0 ? `Refused: ${messages.join('; ')}` : '';
  }
  if (messages.length === 0) {
    return 'Admitted, and should be refused';
  }
  const expected = /^# expected: (.*)$/m.exec(comment)?.[1].trim();
  return expected && !messages.some(it => it.includes(expected))
    ? `Refused with other words than expected: ${messages.join('; ')}`
    : '';
}

/** What teams may not add: they can only make things stricter for themselves. */
function levelTests(
  folder: string,
  manifests: readonly Manifest[],
  strays: readonly Stray[],
): PolicyTest[] {
  const problems = checkPolicyLevels(
    manifests.map(({ file, object }) => ({
      path: within(folder, file),
      object,
    })),
  );
  const failures = [
    ...problems.map(({ path, kind, name, message }) => ({
      name: `levels: ${path}`,
      failure: `${kind} ${name} ${message}`,
    })),
    ...strays.map(({ path, reason }) => ({
      name: `levels: ${path}`,
      failure: `It ${reason}`,
    })),
  ];
  return failures.length === 0
    ? [{ name: 'levels: teams only add for their own namespaces', failure: '' }]
    : failures;
}

function isTest(file: string): boolean {
  return /(^|\/)(pass|fail)\/[^/]+$/.test(file);
}

function within(folder: string, file: string): string {
  return relative(resolve(folder), resolve(file)).split(sep).join('/');
}

function join(folder: string, name: string): string {
  return folder === '.' ? name : `${folder}/${name}`;
}

function nameOf({ metadata }: KubernetesObject): unknown {
  return (metadata as { name?: unknown } | undefined)?.name;
}

function namespaceOf({ metadata }: KubernetesObject): unknown {
  return (
    (metadata as { namespace?: unknown } | undefined)?.namespace ?? 'default'
  );
}
