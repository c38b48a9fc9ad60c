import { join } from 'node:path';
import { deployment, workspace } from '../__testUtils__/shiftDown';

const cli = workspace();

it('says what to check, where the command line does not', async () => {
  cli.write('shift-down.yaml', 'podSecurity: baseline:v1.30\n');
  cli.write('web.yaml', deployment());
  const ofConfig = await cli.check('web.yaml');
  expect(ofConfig.assumptions).toContain(
    'Pod Security Standard baseline of v1.30',
  );
  const ofCommand = await cli.check(
    'web.yaml',
    '--pod-security',
    'restricted:v1.31',
  );
  expect(ofCommand.assumptions).toContain(
    'Pod Security Standard restricted of v1.31',
  );
});

it('names golden images', async () => {
  cli.write(
    'platform.yaml',
    'goldenImages: [{ repository: r.example.com/base }]\n',
  );
  cli.write('Dockerfile', 'FROM docker.io/library/node:24\nUSER 1000\n');
  const { findings } = await cli.check('.', '--config', 'platform.yaml');
  expect(findings).toContainEqual(
    expect.objectContaining({
      control: 'golden-base',
      result: 'fail',
      line: 1,
    }),
  );
});

it('finds folders of policies from where it lies', async () => {
  cli.write('web.yaml', deployment());
  cli.write('platform/shift-down.yaml', 'policies: [policies]\n');
  const { problems } = await cli.check(
    'web.yaml',
    '--config',
    'platform/shift-down.yaml',
  );
  expect(problems).toEqual([
    expect.objectContaining({ file: join(cli.folder, 'platform/policies') }),
  ]);
});

it.each([
  ['podsecurity: baseline\n', 'podsecurity'],
  ['accept: maybe\n', 'accept'],
  ['- a\n', 'not as it should be'],
  ['a: [\n', 'shift-down.yaml'],
])('refuses %j', async (content, word) => {
  cli.write('shift-down.yaml', content);
  cli.write('web.yaml', deployment());
  const { code, error } = await cli.shiftDown('check', 'web.yaml');
  expect(error).toContain(word);
  expect(code).toBe(2);
});
