import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  readGoldenImageFiles,
  type GoldenImageLocation,
} from './readGoldenImageFiles';

function declaration(name: string, more = ''): string {
  return `
apiVersion: shift-down.io/v1alpha1
kind: GoldenImage
metadata: { name: ${name} }
spec:
  owner: platform
  repository: registry.example.com/golden/${name}
  channels: [{ name: "22" }]
${more}`;
}

const WITH_FILES = declaration(
  'node',
  '  vex: [vex/node.json]\n  releases: [{ version: 1.0.0, report: reports/1.0.0.json }]\n',
);

/** A host with files by their paths, as a URL reader shows it. */
class FakeHost implements UrlReaderService {
  readonly asked: string[] = [];
  readonly #files: Record<string, string>;

  constructor(files: Record<string, string>) {
    this.#files = files;
  }

  async readUrl(url: string) {
    this.asked.push(url);
    const content = this.#files[new URL(url).pathname.slice(1)];
    if (content === undefined) {
      throw new NotFoundError(`${url} does not exist`);
    }
    return {
      buffer: async () => Buffer.from(content),
      stream: () => Readable.from([Buffer.from(content)]),
    };
  }

  async readTree(
    url: string,
    options?: {
      filter?(path: string, info?: { size: number }): boolean;
    },
  ) {
    this.asked.push(url);
    const root = new URL(url).pathname.slice(1).replace(/\/?$/, '/');
    const files = Object.entries(this.#files)
      .filter(([path]) => path.startsWith(root))
      .map(([path, content]) => ({
        path: path.slice(root.length),
        content: async () => Buffer.from(content),
        size: content.length,
      }))
      .filter(file => options?.filter?.(file.path, file) ?? true);
    return {
      files: async () => files,
      archive: async () => Readable.from([]),
      dir: async () => '',
      etag: '',
    };
  }

  async search(url: string) {
    this.asked.push(url);
    const pattern = new RegExp(
      `^${new URL(url).pathname.slice(1).replace(/\*/g, '[^/]*')}$`,
    );
    return {
      etag: '',
      files: Object.entries(this.#files)
        .filter(([path]) => pattern.test(path))
        .map(([path, content]) => ({
          url: `https://git.example.com/${path}`,
          content: async () => Buffer.from(content),
        })),
    };
  }
}

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'golden-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function write(files: Record<string, string>) {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

function read(
  target: string | GoldenImageLocation[],
  host = new FakeHost({}),
  signal?: AbortSignal,
) {
  const locations =
    typeof target === 'string'
      ? [
          {
            type: target.startsWith('https:')
              ? ('url' as const)
              : ('folder' as const),
            target,
          },
        ]
      : target;
  return readGoldenImageFiles({
    locations,
    urlReader: host,
    baseDirectory: folder,
    signal,
  });
}

const FILES = {
  'golden/node.yaml': WITH_FILES,
  'golden/vex/node.json': '{"vex":1}',
  'golden/reports/1.0.0.json': '{"report":1}',
  'golden/more/java.yml': declaration('java'),
  'golden/catalog-info.yaml':
    'apiVersion: backstage.io/v1alpha1\nkind: Component\n',
  'golden/README.md': '# Golden images',
};

const NODE_FILES = {
  'vex/node.json': '{"vex":1}',
  'reports/1.0.0.json': '{"report":1}',
};

it.each([
  ['a folder', 'golden', 'golden/node.yaml'],
  [
    'a tree',
    'https://git.example.com/golden/',
    'https://git.example.com/golden/node.yaml',
  ],
])('reads %s with what lies beside', async (_, target, location) => {
  await write(FILES);
  const [result] = await read(target, new FakeHost(FILES));
  expect(result).toMatchObject({
    outcome: 'read',
    problems: [],
    isComplete: true,
  });
  const images = new Map(result.images.map(it => [it.image.name, it]));
  expect([...images.keys()].sort()).toEqual(['java', 'node']);
  expect(images.get('node')).toMatchObject({
    image: { location },
    files: NODE_FILES,
  });
});

it.each([
  ['a file', 'golden/node.yaml'],
  ['the URL of a file', 'https://git.example.com/golden/node.yaml'],
  ['URLs by a pattern', 'https://git.example.com/golden/*.yaml'],
])('reads %s with what lies beside', async (_, target) => {
  await write(FILES);
  const [result] = await read(target, new FakeHost(FILES));
  expect(result).toMatchObject({
    outcome: 'read',
    problems: [],
    images: [{ image: { name: 'node' }, files: NODE_FILES }],
  });
});

it('finds what lies beside as the host’s integration says', async () => {
  const host = new FakeHost({ 'item.yaml': WITH_FILES });
  const url = 'https://git.example.com/item.yaml?path=/golden/node.yaml';
  const [{ problems }] = await readGoldenImageFiles({
    locations: [{ type: 'url', target: url }],
    urlReader: host,
    baseDirectory: folder,
    integrations: {
      resolveUrl: ({ url: path, base }) =>
        base.replace('node.yaml', path).replace('item.yaml', 'item'),
    },
  });
  expect(host.asked).toContain(
    'https://git.example.com/item?path=/golden/vex/node.json',
  );
  expect(problems).toHaveLength(2);
});

it.each([
  ['a folder', 'elsewhere'],
  ['a URL', 'https://git.example.com/elsewhere.yaml'],
])(
  'fails, and holds nothing to be nothing, where there is no such %s',
  async (_, target) => {
    const [result] = await read(target);
    expect(result).toMatchObject({
      outcome: 'failed',
      images: [],
      isComplete: false,
      problems: [expect.stringContaining(target)],
    });
  },
);

it.each([
  ['a folder', 'golden'],
  ['a tree', 'https://git.example.com/golden'],
  ['a pattern', 'https://git.example.com/golden/*.yaml'],
])('fails where %s declares nothing', async (_, target) => {
  const files = { 'golden/README.md': '# Moved' };
  await write(files);
  expect(await read(target, new FakeHost(files))).toEqual([
    expect.objectContaining({
      outcome: 'failed',
      problems: [`${target}: declares no golden image`],
    }),
  ]);
});

it('goes on after a location that failed', async () => {
  await write(FILES);
  const results = await read([
    { type: 'url', target: 'not a URL' },
    { type: 'folder', target: 'golden' },
  ]);
  expect(results.map(({ outcome }) => outcome)).toEqual(['failed', 'read']);
});

it('goes on after a file that is wrong, and says that not all is known', async () => {
  await write({ ...FILES, 'golden/broken.yaml': 'a: [' });
  const [result] = await read('golden');
  expect(result).toMatchObject({
    outcome: 'read',
    isComplete: false,
    problems: [expect.stringMatching(/^golden\/broken\.yaml: is no YAML/)],
  });
  expect(result.images).toHaveLength(2);
});

it('keeps an image whose report is missing', async () => {
  await write({ 'golden/node.yaml': WITH_FILES });
  const [result] = await read('golden');
  expect(result).toMatchObject({
    images: [{ image: { name: 'node' }, files: {} }],
    isComplete: true,
    problems: [
      expect.stringContaining("can’t read 'vex/node.json', which 'node' names"),
      expect.stringContaining("can’t read 'reports/1.0.0.json'"),
    ],
  });
});

it.each([
  ['a folder', 'golden'],
  ['a tree', 'https://git.example.com/golden'],
  ['a file', 'https://git.example.com/golden/node.yaml'],
])('refuses in %s what is too large', async (_, target) => {
  const files = {
    'golden/node.yaml': `${WITH_FILES}#${' '.repeat(2 * 1024 * 1024)}`,
    'golden/java.yaml': declaration('java'),
  };
  await write(files);
  const [result] = await read(target, new FakeHost(files));
  expect(result.isComplete).toBe(false);
  expect(result.problems.join()).toMatch(/too large|more than the 2 MiB/);
});

it('follows no link out of the folder', async () => {
  await write({ 'outside/secret.json': '{}', 'golden/node.yaml': WITH_FILES });
  await mkdir(join(folder, 'golden/vex'));
  await symlink(
    join(folder, 'outside/secret.json'),
    join(folder, 'golden/vex/node.json'),
  );
  const [{ images, problems }] = await read('golden');
  expect(images[0].files).toEqual({});
  expect(problems.join()).toContain('it lies outside the folder');
});

it('stops when it is told to', async () => {
  await write(FILES);
  await expect(
    read('golden', undefined, AbortSignal.abort(new Error('Shutting down'))),
  ).rejects.toThrow('Shutting down');
});
