/**
 * The command lines that people use today, where they are on PATH: the same manifests and
 * the same rules, in each one's own form.
 */
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** A rule in CEL, on the object that is admitted. */
export interface Rule {
  name: string;
  variables: { name: string; expression: string }[];
  validations: { expression: string; message: string }[];
}

/** The kinds that carry Pods, as each engine wants them. */
const KINDS: [
  group: string,
  version: string,
  resource: string,
  kind: string,
][] = [
  ['', 'v1', 'pods', 'Pod'],
  ['apps', 'v1', 'deployments', 'Deployment'],
  ['apps', 'v1', 'statefulsets', 'StatefulSet'],
  ['apps', 'v1', 'daemonsets', 'DaemonSet'],
  ['batch', 'v1', 'jobs', 'Job'],
  ['batch', 'v1', 'cronjobs', 'CronJob'],
];

/** As the API server takes them: for us and for Kyverno. */
export async function writeAdmissionPolicies(folder: string, rules: Rule[]) {
  await mkdir(folder, { recursive: true });
  for (const { name, variables, validations } of rules) {
    const policy = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: KINDS.map(([group, version, resource]) => ({
            apiGroups: [group],
            apiVersions: [version],
            operations: ['CREATE', 'UPDATE'],
            resources: [resource],
          })),
        },
        variables,
        validations,
      },
    };
    const binding = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: `${name}-binding` },
      spec: { policyName: name, validationActions: ['Deny'] },
    };
    await writeFile(
      join(folder, `${name}.yaml`),
      [policy, binding].map(it => stringify(it)).join('---\n'),
    );
  }
}

/** As Gatekeeper takes them: a template and a constraint each. */
export async function writeConstraints(folder: string, rules: Rule[]) {
  await mkdir(folder, { recursive: true });
  for (const { name, variables, validations } of rules) {
    const kind = `Bench${name.replaceAll('-', '')}`;
    const inGatekeeper = (expression: string) =>
      expression.replace(/\bobject\b/g, 'variables.anyObject');
    const template = {
      apiVersion: 'templates.gatekeeper.sh/v1',
      kind: 'ConstraintTemplate',
      metadata: { name: kind.toLowerCase() },
      spec: {
        crd: { spec: { names: { kind } } },
        targets: [
          {
            target: 'admission.k8s.gatekeeper.sh',
            code: [
              {
                engine: 'K8sNativeValidation',
                source: {
                  variables: variables.map(it => ({
                    ...it,
                    expression: inGatekeeper(it.expression),
                  })),
                  validations: validations.map(it => ({
                    ...it,
                    expression: inGatekeeper(it.expression),
                  })),
                },
              },
            ],
          },
        ],
      },
    };
    const constraint = {
      apiVersion: 'constraints.gatekeeper.sh/v1beta1',
      kind,
      metadata: { name },
      spec: {
        match: {
          kinds: KINDS.map(([group, , , it]) => ({
            apiGroups: [group],
            kinds: [it],
          })),
        },
      },
    };
    await writeFile(
      join(folder, `${name}.yaml`),
      [template, constraint].map(it => stringify(it)).join('---\n'),
    );
  }
}

/** How a command ended; its output is read and thrown away but for its end. */
export interface Run {
  seconds: number;
  code: number | null;
  tail: string;
}

/** Runs a command to its end; undefined where it is not on PATH. */
export function run(command: string, args: string[]): Promise<Run | undefined> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let tail = '';
    const keep = (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-2000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', error =>
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? resolve(undefined)
        : reject(error),
    );
    child.on('close', code =>
      resolve({ seconds: (performance.now() - started) / 1000, code, tail }),
    );
  });
}
