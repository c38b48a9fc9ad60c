/** The guardrail bundle, tried against its own manifests by our evaluator. */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { parse } from 'yaml';
import {
  evaluateAdmissionPolicies,
  parseAdmissionPolicies,
} from '../admission';
import { isAdmissionInput, prepareAdmissionInput } from '../admissionInput';
import type { JsonObject, KubernetesObject } from '../evaluation';
import { podSpecsOf } from '../podSecurity';
import { checkPolicyLevels } from './checkPolicyLevels';

const BUNDLE = join(__dirname, '../../../../examples/policies');

interface TestManifest {
  path: string;
  object: KubernetesObject;
  /** From the comment above it. */
  expected: string;
}

const FILES: TestManifest[] = readdirSync(BUNDLE, {
  recursive: true,
  withFileTypes: true,
})
  .filter(entry => entry.isFile() && entry.name.endsWith('.yaml'))
  .map(entry => join(entry.parentPath, entry.name))
  .sort()
  .flatMap(file =>
    readFileSync(file, 'utf8')
      .split(/^---\n/m)
      .map(text => ({
        path: relative(BUNDLE, file).replaceAll('\\', '/'),
        object: parse(text) as KubernetesObject,
        expected: /^# expected: (.*)$/m.exec(text)?.[1] ?? '',
      })),
  );

const isTest = ({ path }: TestManifest) =>
  ['pass', 'fail'].includes(basename(dirname(path)));
const APPLIED = FILES.filter(file => !isTest(file));
const NAMESPACES = APPLIED.map(({ object }) => object).filter(
  ({ kind }) => kind === 'Namespace',
);
const PARSED = parseAdmissionPolicies(APPLIED.map(({ object }) => object));

/** Folders with a policy, by the policy's name. */
const POLICIES = APPLIED.filter(
  ({ object }) => object.kind === 'ValidatingAdmissionPolicy',
).map(({ path, object }) => ({
  folder: dirname(path),
  name: (object.metadata as JsonObject).name as string,
  /** What these refuse, only an API server can say; live tests ask one. */
  asksWho: JSON.stringify(object.spec).includes('request.userInfo'),
}));

function verdicts(object: KubernetesObject, policies?: string[]) {
  const { namespace } = object.metadata as JsonObject;
  const input = prepareAdmissionInput(object, {
    namespaceObject:
      object.kind === 'Namespace'
        ? undefined
        : NAMESPACES.find(
            ({ metadata }) => (metadata as JsonObject).name === namespace,
          ),
  });
  if (!isAdmissionInput(input)) {
    throw new Error(`No request: ${JSON.stringify(input)}`);
  }
  return evaluateAdmissionPolicies(input, PARSED.policies, {
    policies,
    paramsComplete: true,
  });
}

/** The nine kinds that hold Pods, made of one Pod. */
function inAllKinds(pod: KubernetesObject): KubernetesObject[] {
  const metadata = pod.metadata as JsonObject;
  const template = {
    metadata: { labels: { ...(metadata.labels as JsonObject), app: 'web' } },
    spec: pod.spec,
  };
  const of = (apiVersion: string, kind: string, rest: JsonObject) =>
    ({ apiVersion, kind, metadata, ...rest } as KubernetesObject);
  const selector = { matchLabels: { app: 'web' } };
  return [
    pod,
    of('v1', 'PodTemplate', { template }),
    of('v1', 'ReplicationController', { spec: { template } }),
    of('apps/v1', 'Deployment', { spec: { selector, template } }),
    of('apps/v1', 'ReplicaSet', { spec: { selector, template } }),
    of('apps/v1', 'StatefulSet', { spec: { selector, template } }),
    of('apps/v1', 'DaemonSet', { spec: { selector, template } }),
    of('batch/v1', 'Job', { spec: { template } }),
    of('batch/v1', 'CronJob', {
      spec: { schedule: '@daily', jobTemplate: { spec: { template } } },
    }),
  ];
}

it('is written without mistakes', () => {
  expect(PARSED.problems).toEqual([]);
  expect(POLICIES.length).toBeGreaterThanOrEqual(13);
  expect(checkPolicyLevels(APPLIED)).toEqual([]);
});

it.each(POLICIES)(
  '$name has its files and its rationale',
  ({ folder, asksWho }) => {
    const paths = FILES.map(({ path }) => path);
    const has = (tests: string) =>
      paths.some(path => path.startsWith(`${folder}/${tests}/`));
    expect(paths).toContain(`${folder}/binding.yaml`);
    expect(has('pass')).toBe(true);
    expect(has('fail')).toBe(!asksWho);
    expect(readFileSync(join(BUNDLE, folder, 'policy.yaml'), 'utf8')).toMatch(
      /^# [A-Z].{40}/,
    );
  },
);

it.each(['organisation', 'platform', 'namespaces', 'mesh', 'mutating'])(
  'the kustomization of %s lists all that is to be applied',
  level => {
    const { object } = FILES.find(
      ({ path }) => path === `${level}/kustomization.yaml`,
    )!;
    expect([...(object.resources as string[])].sort()).toEqual(
      [
        ...new Set(
          APPLIED.map(({ path }) => path)
            .filter(path => path.startsWith(`${level}/`))
            .filter(path => !path.endsWith('/kustomization.yaml'))
            .map(path => path.slice(level.length + 1)),
        ),
      ].sort(),
    );
  },
);

const within = (folder: string) =>
  FILES.filter(({ path }) => dirname(path) === folder);

describe.each(POLICIES)('$name', ({ folder, name }) => {
  it.each(within(`${folder}/pass`))('admits $path', ({ object }) => {
    for (const verdict of verdicts(object, [name])) {
      expect(verdict).toMatchObject({ decision: 'admit' });
    }
  });
});

const JUDGED = POLICIES.filter(({ asksWho }) => !asksWho);

describe.each(JUDGED)('$name', ({ folder, name }) => {
  it.each(within(`${folder}/fail`))('refuses $path', ({ object, expected }) => {
    const failed = verdicts(object, [name]).filter(
      ({ result }) => result === 'fail',
    );
    expect(expected).not.toBe('');
    expect(failed.map(({ message }) => message).join('\n')).toContain(expected);
    expect(failed[0]).toMatchObject({ decision: 'deny', messageUnknown: '' });
  });
});

/** Policies that judge the Pods of all nine kinds alike. */
const POD_POLICIES = [
  'approved-registries',
  'image-digest',
  'no-latest-tag',
  'no-service-account-token',
  'requests-and-limits',
  'strict-limits',
  'read-only-root-filesystem',
  'no-host-ports',
  'cost-label',
];

describe.each(POD_POLICIES)('%s in all kinds that hold Pods', name => {
  const manifests = FILES.filter(isTest).filter(
    ({ path, object }) => path.includes(`/${name}/`) && object.kind === 'Pod',
  );

  it.each(manifests)('judges $path alike', ({ path, object }) => {
    const result = path.includes('/fail/') ? 'deny' : 'admit';
    for (const other of inAllKinds(object)) {
      const decisions = verdicts(other, [name]).map(it => it.decision);
      expect([other.kind, decisions]).toEqual([
        other.kind,
        expect.arrayContaining([result]),
      ]);
    }
  });
});

it('lets a workload through that meets them all', () => {
  const { object } = FILES.find(
    ({ path }) => path === 'example-workload.yaml',
  )!;
  expect(podSpecsOf(object)).toHaveLength(1);
  expect(
    verdicts(object).filter(({ decision }) => decision !== 'admit'),
  ).toEqual([]);
});

it('leaves the namespaces of Kubernetes alone', () => {
  const pod: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', namespace: 'kube-system' },
    spec: { containers: [{ name: 'a', image: 'a' }] },
  };
  const input = prepareAdmissionInput(pod, {
    namespaceObject: {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: 'kube-system',
        labels: { 'kubernetes.io/metadata.name': 'kube-system' },
      },
    },
  });
  expect(isAdmissionInput(input)).toBe(true);
  const decisions = isAdmissionInput(input)
    ? evaluateAdmissionPolicies(input, PARSED.policies).map(it => it.decision)
    : [];
  expect(new Set(decisions)).toEqual(new Set(['admit']));
});
