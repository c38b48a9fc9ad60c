import { workspace } from '../__testUtils__/shiftDown';

const cli = workspace();

function declaration(name: string, more = ''): string {
  return [
    'apiVersion: shift-down.io/v1alpha1',
    'kind: GoldenImage',
    `metadata: { name: ${name} }`,
    'spec:',
    '  owner: platform',
    `  repository: r.example.com/golden/${name}`,
    '  channels: [{ name: main }]',
    more,
  ].join('\n');
}

async function goldenBases(path: string): Promise<string[]> {
  for (const name of ['node', 'java', 'alpine']) {
    cli.write(`${name}.Dockerfile`, `FROM r.example.com/golden/${name}:1\n`);
  }
  const { findings } = await cli.check(
    'node.Dockerfile',
    'java.Dockerfile',
    'alpine.Dockerfile',
    '--golden-images',
    path,
  );
  const failing = findings
    .filter(it => it.control === 'golden-base')
    .map(it => it.file);
  return ['node', 'java', 'alpine'].filter(
    name => !failing.some(file => file?.includes(name)),
  );
}

it('reads a list of repositories', async () => {
  cli.write('golden.yaml', '- repository: r.example.com/golden/n*\n');
  expect(await goldenBases('golden.yaml')).toEqual(['node']);
});

it('reads a file that declares golden images', async () => {
  cli.write(
    'golden.yaml',
    [declaration('node'), declaration('java')].join('---\n'),
  );
  expect(await goldenBases('golden.yaml')).toEqual(['node', 'java']);
});

it('reads a folder, and passes over what is no golden image', async () => {
  cli.write('golden/node.yaml', declaration('node'));
  cli.write('golden/jvm/java.yml', declaration('java'));
  cli.write(
    'golden/catalog-info.yaml',
    'apiVersion: backstage.io/v1alpha1\nkind: Component\n',
  );
  expect(await goldenBases('golden')).toEqual(['node', 'java']);
});

it('builds on nothing that is retired', async () => {
  cli.write('golden/node.yaml', declaration('node'));
  cli.write(
    'golden/java.yaml',
    declaration('java', '  retired: { since: 2020-01-01 }'),
  );
  cli.write(
    'golden/alpine.yaml',
    declaration('alpine', '  retired: { since: 2999-01-01 }'),
  );
  expect(await goldenBases('golden')).toEqual(['node', 'alpine']);
});

it.each([
  ['kind: GoldenImage\napiVersion: shift-down.io/v1alpha1\n', 'metadata'],
  ['apiVersion: v1\nkind: Pod\n', 'declares no golden image'],
  ['a: 1\n', 'not as it should be'],
])('refuses %j', async (content, word) => {
  cli.write('golden.yaml', content);
  cli.write('Dockerfile', 'FROM node\n');
  const { code, error } = await cli.shiftDown(
    'check',
    'Dockerfile',
    '--golden-images',
    'golden.yaml',
  );
  expect(error).toContain(word);
  expect(code).toBe(2);
});

it('refuses a path that is not there', async () => {
  cli.write('Dockerfile', 'FROM node\n');
  const { code, error } = await cli.shiftDown(
    'check',
    'Dockerfile',
    '--golden-images',
    'elsewhere',
  );
  expect(error).toContain("Can’t read 'elsewhere'");
  expect(code).toBe(2);
});
