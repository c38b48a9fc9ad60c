import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { deployment, workspace } from '../__testUtils__/shiftDown';

const cli = workspace();

/** What is wrong must be told, and what is beside it checked all the same. */
async function checkBeside(name: string, content: string | Buffer) {
  cli.write(name, content);
  cli.write('web.yaml', deployment('web', { privileged: true }));
  const report = await cli.check('.', '--pod-security', 'baseline');
  expect(report.findings).toEqual([
    expect.objectContaining({ file: 'web.yaml', control: 'privileged' }),
  ]);
  return report;
}

describe('what can’t be read is told with its place', () => {
  it.each([
    ['broken YAML', 'a.yaml', 'apiVersion: v1\nkind: [Pod\n', 3, 1],
    ['a tab', 'a.yaml', 'kind: Pod\nspec:\n\tcontainers: []\n', 3, 1],
    ['a key twice', 'a.yaml', 'kind: Pod\napiVersion: v1\nkind: Job\n', 3, 1],
    [
      'broken JSON',
      'a.json',
      '{\n  "apiVersion": "v1",\n  "kind" "Pod"\n}\n',
      3,
      10,
    ],
  ])('%s', async (_, name, content, line, column) => {
    const { code, problems } = await checkBeside(name, content);
    expect(problems).toEqual([
      expect.objectContaining({ file: name, line, column }),
    ]);
    expect(code).toBe(2);
  });

  it.each<[string, string, string | Buffer, string]>([
    ['a binary file', 'a.yaml', Buffer.from([0, 1, 2, 3]), 'binary'],
    [
      'a zipped plan',
      'a.json',
      Buffer.from('PK\x03\x04\0\0', 'latin1'),
      'terraform show',
    ],
    ['Latin-1', 'a.yaml', Buffer.from('kind: Caf\xe9\n', 'latin1'), 'UTF-8'],
    ['deep nesting', 'a.yaml', `kind: Pod\nspec: ${'['.repeat(100_000)}`, ''],
    [
      'deep JSON',
      'a.json',
      `{"kind":"Pod","apiVersion":"v1","spec":${'['.repeat(
        100_000,
      )}${']'.repeat(100_000)}}`,
      'Nested',
    ],
    ['a template', 'a.yaml', 'kind: {{ .Values.kind }}\n', 'helm template'],
  ])('%s', async (_, name, content, word) => {
    const { code, problems } = await checkBeside(name, content);
    expect(problems).toEqual([
      expect.objectContaining({
        file: name,
        message: expect.stringContaining(word),
      }),
    ]);
    expect(code).toBe(2);
  });

  it('a file that is too large', async () => {
    cli.write('large.yaml', Buffer.alloc(2 * 1024 * 1024, 0x20));
    cli.write('web.yaml', deployment());
    const { code, problems, summary } = await cli.check(
      '.',
      '--max-file-size',
      '1',
    );
    expect(problems[0].message).toContain('--max-file-size');
    expect(summary.resources).toBe(1);
    expect(code).toBe(2);
  });

  it('a link that points to itself or nowhere', async () => {
    cli.write('web.yaml', deployment());
    symlinkSync('loop.yaml', 'loop.yaml');
    symlinkSync('gone', 'nowhere.yaml');
    const { code, problems } = await cli.check('.');
    expect(problems.map(({ file }) => file)).toEqual([
      'loop.yaml',
      'nowhere.yaml',
    ]);
    expect(code).toBe(2);
  });

  it('a file that may not be read', async () => {
    cli.write('web.yaml', deployment());
    chmodSync(cli.write('secret.yaml', deployment('secret')), 0o000);
    const { code, problems, summary } = await cli.check('.');
    // Whoever may read everything, such as root, reads this too.
    const mayRead = process.getuid?.() === 0;
    expect(problems).toHaveLength(mayRead ? 0 : 1);
    expect(summary.resources).toBe(mayRead ? 2 : 1);
    expect(code).toBe(mayRead ? 0 : 2);
  });
});

describe('what is read all the same', () => {
  it.each<[string, string | Buffer]>([
    ['a byte order mark', `\ufeff${deployment()}`],
    ['UTF-16', Buffer.from(`\ufeff${deployment()}`, 'utf16le')],
    ['line ends of Windows', deployment().replaceAll('\n', '\r\n')],
    [
      'a List',
      `apiVersion: v1\nkind: List\nitems:\n  - ${deployment()
        .trim()
        .replaceAll('\n', '\n    ')}\n`,
    ],
    [
      'a list of one kind',
      `apiVersion: apps/v1\nkind: DeploymentList\nitems:\n  - ${deployment()
        .replace(/^apiVersion.*\nkind.*\n/, '')
        .trim()
        .replaceAll('\n', '\n    ')}\n`,
    ],
    ['empty documents', `---\n# nothing\n---\n${deployment()}---\n`],
  ])('%s', async (_, content) => {
    cli.write('web.yaml', content);
    const { code, summary } = await cli.check('web.yaml');
    expect(summary).toMatchObject({ resources: 1, conclusion: 'clean' });
    expect(code).toBe(0);
  });

  it('a folder that links round in a circle', async () => {
    cli.write('a/web.yaml', deployment());
    symlinkSync('..', 'a/up');
    const { summary } = await cli.check('.');
    expect(summary).toMatchObject({ files: 1, problems: 0 });
  });

  it('files by glob, each once, without what others wrote', async () => {
    cli.write('a/web.yaml', deployment());
    cli.write('node_modules/x/web.yaml', 'broken: [');
    mkdirSync('.git');
    cli.write('.git/web.yaml', 'broken: [');
    const { summary } = await cli.check('**/*.yaml', 'a', '.');
    expect(summary).toMatchObject({ files: 1, problems: 0 });
  });
});

describe('what nobody evaluates is told', () => {
  it('as unknown, where it is an object', async () => {
    cli.write('web.yaml', deployment());
    cli.write(
      'rollout.yaml',
      'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: { name: web }\n',
    );
    const { code, notEvaluated, summary } = await cli.check('.');
    expect(notEvaluated).toEqual([
      expect.objectContaining({
        file: 'rollout.yaml',
        line: 1,
        resource: 'Rollout/web',
      }),
    ]);
    expect(summary.conclusion).toBe('unknown');
    expect(code).toBe(0);
  });

  it('where it is a file of something else', async () => {
    cli.write('web.yaml', deployment());
    cli.write('values.yaml', 'replicas: 3\n');
    cli.write('tsconfig.json', '{ // no JSON\n}');
    cli.write(
      'kustomization.yaml',
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n',
    );
    const { notEvaluated, summary } = await cli.check('.');
    expect(notEvaluated.map(({ file }) => file).sort()).toEqual([
      'kustomization.yaml',
      'tsconfig.json',
      'values.yaml',
    ]);
    expect(summary.conclusion).toBe('clean');
  });
});
