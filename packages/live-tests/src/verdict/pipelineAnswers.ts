/** What a pipeline is told of manifests in files, and what the API server says of them. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type {
  JsonObject,
  KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';
import type { ControlPlane } from 'control-plane';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { dryRun } from './dryRun';
import type { Tally } from './Tally';

const COMMAND = resolvePackagePath('@shift-down/cli', 'src/main.ts');
const POLICIES = resolvePackagePath('live-tests', '../../examples/policies');
/** Nobody knows in a pipeline; it says so. */
const ASKING_WHO = ['keep-baseline', 'portal-writes'];
const REFUSED =
  /^(\S+ "[^"]*" is forbidden: )(ValidatingAdmissionPolicy '.*)$/s;

interface Finding {
  file: string;
  policy: string;
  result: string;
  effect: string;
  reason: string;
  admissionMessage: string;
}

/** Every object in a file of its own, all of them in one run. */
export async function pipelineDisagreements(
  server: ControlPlane,
  objects: readonly KubernetesObject[],
  tally: Tally,
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'verdict-'));
  try {
    const manifests = objects.map((object, index) => ({
      file: join(folder, `${index}.yaml`),
      object: {
        ...object,
        metadata: {
          ...(object.metadata as JsonObject),
          name: `generated-${index}`,
        },
      },
    }));
    for (const { file, object } of manifests) {
      await writeFile(file, stringify(object));
    }
    const findings = await check(folder);
    const found = await Promise.all(
      manifests.map(async ({ file, object }) => {
        const theirs = await dryRun(server, object);
        const ours = findings.filter(
          finding =>
            finding.file === file && !ASKING_WHO.includes(finding.policy),
        );
        return compare(theirs, ours, tally).map(
          it => `${it}\n${stringify(object)}`,
        );
      }),
    );
    return found.flat();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function compare(
  theirs: Awaited<ReturnType<typeof dryRun>>,
  ours: readonly Finding[],
  tally: Tally,
): string[] {
  const refused = theirs.status === 'refused' && REFUSED.exec(theirs.message);
  if (theirs.status === 'refused' && !refused) {
    tally.invalid(theirs.message);
    return [];
  }
  const unknown = ours.find(({ result }) => result === 'unknown');
  if (unknown) {
    tally.unknown(unknown.reason);
    return [];
  }
  const denials = ours
    .filter(({ result, effect }) => result === 'fail' && effect === 'deny')
    .map(({ admissionMessage }) => admissionMessage);
  const agree = refused ? denials.includes(refused[2]) : denials.length === 0;
  if (!agree) {
    const there = refused ? refused[2] : 'admitted';
    return [`there:\n  ${there}\nhere:\n  ${denials.join('\n  ')}`];
  }
  tally.agreed(refused ? 'deny' : 'admit');
  return [];
}

function check(folder: string): Promise<Finding[]> {
  const transform = require.resolve('@backstage/cli/config/nodeTransform.cjs');
  const args = ['check', folder, '--policies', POLICIES, '--format', 'json'];
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['-r', transform, COMMAND, ...args],
      { maxBuffer: 2 ** 28 },
      (error, stdout, stderr) => {
        // Findings end it with 1.
        if (error && error.code !== 1) {
          reject(new Error(`${error.message}\n${stderr}`));
        } else {
          resolve((JSON.parse(stdout) as { findings: Finding[] }).findings);
        }
      },
    );
  });
}
