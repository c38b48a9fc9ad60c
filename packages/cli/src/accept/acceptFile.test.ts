import { readFileSync } from 'node:fs';
import { deployment, workspace } from '../__testUtils__/shiftDown';

const cli = workspace();

const COMMAND = ['.', '--pod-security', 'baseline'];
const ACCEPT = [...COMMAND, '--accept', 'accepted.json'];

async function acceptToday() {
  cli.write('web.yaml', deployment('web', { privileged: true }));
  return cli.shiftDown('check', ...COMMAND, '--write-accept', 'accepted.json');
}

it('keeps the result of what is accepted, and does not count it', async () => {
  const { code, error } = await acceptToday();
  expect(code).toBe(1);
  expect(error).toContain('1 accepted finding');

  const { code: next, findings, summary } = await cli.check(...ACCEPT);
  expect(findings).toEqual([
    expect.objectContaining({
      control: 'privileged',
      result: 'fail',
      accepted: true,
      counts: false,
    }),
  ]);
  expect(summary).toMatchObject({ conclusion: 'tolerated', accepted: 1 });
  expect(summary.checks.fail).toBe(1);
  expect(next).toBe(0);
  const { out } = await cli.shiftDown('check', ...ACCEPT);
  expect(out).toContain('fail, accepted');
});

it('knows a finding again on another line, in other words', async () => {
  await acceptToday();
  cli.write(
    'web.yaml',
    `# moved down\n\n${deployment('web', { privileged: true })}`,
  );
  expect((await cli.check(...ACCEPT)).code).toBe(0);
});

it.each([
  ['in another object', 'new.yaml', deployment('new', { privileged: true })],
  [
    'in the same object of another file',
    'production/web.yaml',
    deployment('web', { privileged: true }),
  ],
])('does not accept a finding %s', async (_, file, content) => {
  await acceptToday();
  cli.write(file, content);
  const { code, findings } = await cli.check(...ACCEPT);
  expect(findings.filter(({ accepted }) => !accepted)).toEqual([
    expect.objectContaining({ file, counts: true }),
  ]);
  expect(code).toBe(1);
});

it('does not accept more of the same', async () => {
  const port = (...ports: number[]) =>
    deployment().replace(
      '          securityContext:\n            allow',
      `          ports: [${ports
        .map(it => `{ containerPort: ${it}, hostPort: ${it} }`)
        .join(', ')}]\n          securityContext:\n            allow`,
    );
  cli.write('web.yaml', port(80));
  await cli.shiftDown('check', ...COMMAND, '--write-accept', 'accepted.json');
  expect((await cli.check(...ACCEPT)).code).toBe(0);
  cli.write('web.yaml', port(80, 443));
  const { code, findings } = await cli.check(...ACCEPT);
  expect(findings.map(({ accepted }) => accepted)).toEqual([false, false]);
  expect(code).toBe(1);
});

it('holds no text of a finding that may be long or change', async () => {
  await acceptToday();
  const list = JSON.parse(readFileSync('accepted.json', 'utf8'));
  expect(list).toEqual({
    format: 'shift-down-accepted/v1',
    findings: [
      {
        control: 'privileged',
        resource: 'Deployment/web',
        component: 'app',
        file: 'web.yaml',
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        result: 'fail',
        count: 1,
      },
    ],
  });
});

it.each([
  ['no JSON', 'accepted'],
  ['another format', '{"format":"other","findings":[]}'],
  ['a wildcard', '{"format":"shift-down-accepted/v1","findings":["*"]}'],
])('refuses a list that is %s', async (_, content) => {
  await acceptToday();
  cli.write('accepted.json', content);
  const { code, error } = await cli.shiftDown('check', ...ACCEPT);
  expect(error).toContain('--write-accept');
  expect(code).toBe(2);
});

describe('a platform that forbids it', () => {
  it.each([
    ['found above the files', 'shift-down.yaml', []],
    ['named', 'platform/config.yaml', ['--config', 'platform/config.yaml']],
  ])('in settings that are %s', async (_, file, options) => {
    await acceptToday();
    cli.write(file, 'accept: forbidden\n');
    const { code, error } = await cli.shiftDown('check', ...ACCEPT, ...options);
    expect(error).toContain('forbids');
    expect(code).toBe(2);
  });

  it('is not talked round by other settings', async () => {
    await acceptToday();
    cli.write('shift-down.yaml', 'accept: forbidden\n');
    cli.write('mine.yaml', 'accept: allowed\n');
    const { code } = await cli.shiftDown(
      'check',
      ...ACCEPT,
      '--config',
      'mine.yaml',
    );
    expect(code).toBe(2);
  });
});
