/** The example pipelines, each step run once as the shell of the pipeline would run it. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { bundle } from './__testUtils__/bundle';
import { deployment } from './__testUtils__/shiftDown';

const cli = bundle();
const EXAMPLES = join(__dirname, '../../../examples');

const DOCKERFILE = `FROM registry.example.com/base/node:24@sha256:${'a'.repeat(
  64,
)}\nUSER 1000\n`;

interface Step {
  name: string;
  script: string;
}

/** The job that checks nothing and tells the portal what a scanner found. */
const SCAN = 'scan';

function steps(): Step[] {
  const github = parse(
    readFileSync(join(EXAMPLES, 'pipelines/github-actions.yaml'), 'utf8'),
  );
  return [
    {
      name: 'GitHub Actions',
      script: github.jobs.check.steps
        .map(({ run }: { run?: string }) => run ?? '')
        .join('\n'),
    },
    ...Object.entries(gitlabJobs())
      .filter(([name]) => name !== SCAN)
      .map(([name, { before_script = [], script }]) => ({
        name: `GitLab CI: ${name}`,
        script: [...before_script, ...script].join('\n'),
      })),
  ];
}

function gitlabJobs(): Record<
  string,
  { before_script?: string[]; script: string[] }
> {
  return parse(
    readFileSync(join(EXAMPLES, 'pipelines/gitlab-ci.yaml'), 'utf8'),
  );
}

let folder: string;

/** A repository with good or bad manifests, and the programs that runners have. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shift-down-pipeline-'));
  for (const name of ['deploy', 'bin']) {
    mkdirSync(join(folder, name));
  }
  cpSync(
    join(EXAMPLES, 'policies/organisation/no-exposed-services'),
    join(folder, 'policies/no-exposed-services'),
    { recursive: true },
  );
  writeFileSync(join(folder, 'Dockerfile'), DOCKERFILE);
  program('npm', 'test "$1" = ci');
  program(
    'npx',
    `test "$1" = shift-down && shift && exec "${process.execPath}" "${cli.path}" "$@"`,
  );
  program('helm', 'test "$1" = template && cat deploy/web.yaml');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function program(name: string, script: string) {
  const path = join(folder, 'bin', name);
  writeFileSync(path, `#!/bin/sh\nset -e\n${script}\n`);
  chmodSync(path, 0o755);
}

function runScript(script: string, env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['-e', '-o', 'pipefail', '-c', script],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...env, PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
    },
  );
  return { status, output: stdout + stderr };
}

it.each(steps())('$name passes what is good', ({ script }) => {
  writeFileSync(join(folder, 'deploy/web.yaml'), deployment());
  expect(runScript(script)).toMatchObject({ status: 0 });
});

it.each(steps().filter(({ name }) => !name.endsWith('policies')))(
  '$name stops what is not',
  ({ script }) => {
    writeFileSync(
      join(folder, 'deploy/web.yaml'),
      deployment('web', { privileged: true }),
    );
    expect(runScript(script)).toMatchObject({ status: 1 });
  },
);

it('writes what the pipeline uploads', () => {
  writeFileSync(join(folder, 'deploy/web.yaml'), deployment());
  for (const { script } of steps()) {
    runScript(script);
  }
  expect(
    JSON.parse(readFileSync(join(folder, 'shift-down.sarif'), 'utf8')).version,
  ).toBe('2.1.0');
  expect(readFileSync(join(folder, 'shift-down.xml'), 'utf8')).toContain(
    '<testsuites',
  );
});

it('uploads what the scanner found, and fails where the portal refuses it', () => {
  const script = gitlabJobs()[SCAN].script.join('\n');
  program('trivy', 'echo "{}" > "$6"');
  program('curl', 'test -n "$PORTAL" && echo "$@" >> uploads');

  const env = { PORTAL: 'https://portal.example', SHIFT_DOWN_TOKEN: 'token' };
  expect(runScript(script, env)).toMatchObject({ status: 0 });
  expect(
    readFileSync(join(folder, 'uploads'), 'utf8').match(/portal\S+/g),
  ).toEqual([
    'portal.example/api/shift-down/evidence',
    'portal.example/api/shift-down/evidence?entityRef=component:default/web',
  ]);
  program('curl', 'exit 22');
  expect(runScript(script, env)).toMatchObject({ status: 22 });
});
