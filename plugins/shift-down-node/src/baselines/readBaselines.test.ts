import {
  cp,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { readBaselines, type BaselineFolder } from './readBaselines';

const EXAMPLES = join(__dirname, '../../../../examples/baselines');

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baselines-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A host with one tree, of the files below a folder of this machine. */
class FakeHost implements UrlReaderService {
  readonly #files: Record<string, string>;

  constructor(files: Record<string, string> = {}) {
    this.#files = files;
  }

  async readUrl(url: string): Promise<never> {
    throw new NotFoundError(`${url} does not exist`);
  }

  async search(url: string): Promise<never> {
    throw new NotFoundError(`${url} does not exist`);
  }

  async readTree(url: string) {
    const entries = Object.entries(this.#files);
    if (entries.length === 0) {
      throw new NotFoundError(`${url} does not exist`);
    }
    return {
      files: async () =>
        entries.map(([path, content]) => ({
          path,
          content: async () => Buffer.from(content),
        })),
      archive: async () => Readable.from([]),
      dir: async () => '',
      etag: '',
    };
  }
}

function read(
  locations: BaselineFolder[],
  urlReader: UrlReaderService = new FakeHost(),
  signal?: AbortSignal,
) {
  return readBaselines({
    locations,
    urlReader,
    baseDirectory: folder,
    signal,
  });
}

const FOLDER: BaselineFolder = { type: 'folder', target: 'baselines' };

async function copyExamples() {
  await cp(EXAMPLES, join(folder, 'baselines'), { recursive: true });
}

it('reads the shipped versions, the newest first', async () => {
  await copyExamples();
  const { baselines, problems, isComplete } = await read([FOLDER]);
  expect(problems).toEqual([]);
  expect(isComplete).toBe(true);
  expect(baselines.map(({ version, location }) => [version, location])).toEqual(
    [
      ['1.1.0', 'baselines/1.1.0'],
      ['1.0.0', 'baselines/1.0.0'],
    ],
  );
});

it('reads a tree of a Git host', async () => {
  const version = join(EXAMPLES, '1.0.0');
  const declaration = await readFile(join(version, 'baseline.yaml'), 'utf8');
  const paths = [...declaration.matchAll(/file: (.*)/g)].map(
    ([, path]) => path,
  );
  const files: Record<string, string> = {
    'stable/1.0.0/baseline.yaml': declaration,
  };
  for (const path of paths) {
    files[`stable/1.0.0/${path}`] = await readFile(join(version, path), 'utf8');
  }
  const target = 'https://git.example.com/platform/baselines/';
  const { baselines, problems, isComplete } = await read(
    [{ type: 'url', target }],
    new FakeHost(files),
  );
  expect(problems).toEqual([]);
  expect(isComplete).toBe(true);
  expect(baselines).toMatchObject([
    {
      version: '1.0.0',
      location: 'https://git.example.com/platform/baselines/stable/1.0.0',
    },
  ]);
});

it('takes what it can of versions that are wrong', async () => {
  await copyExamples();
  await writeFile(
    join(folder, 'baselines/1.1.0/objects/default-deny.yaml'),
    'kind: Secret',
  );
  const { baselines, problems, isComplete } = await read([FOLDER]);
  expect(baselines.map(({ version }) => version)).toEqual(['1.0.0']);
  expect(problems).toEqual([
    expect.stringMatching(/^baselines\/1\.1\.0\/objects\/default-deny\.yaml: /),
    expect.stringMatching(/^baselines\/1\.1\.0\/objects\/default-deny\.yaml: /),
  ]);
  // All was read; that it is wrong will not pass by itself.
  expect(isComplete).toBe(true);
});

it('lets no location stop another', async () => {
  await copyExamples();
  const away: BaselineFolder = {
    type: 'url',
    target: 'https://git.example.com/away',
  };
  const { baselines, problems, isComplete } = await read([away, FOLDER]);
  expect(baselines).toHaveLength(2);
  expect(problems).toEqual([
    'https://git.example.com/away: https://git.example.com/away does not exist',
  ]);
  expect(isComplete).toBe(false);
});

it('takes the first of two folders with one version', async () => {
  await copyExamples();
  await cp(join(EXAMPLES, '1.0.0'), join(folder, 'baselines/other'), {
    recursive: true,
  });
  const { baselines, problems } = await read([FOLDER]);
  expect(baselines).toHaveLength(2);
  expect(problems).toEqual([
    'baselines/other: version 1.0.0 is in baselines/1.0.0 already, and only that counts',
  ]);
});

it('follows no link out of the folder', async () => {
  await copyExamples();
  await writeFile(join(folder, 'secret.yaml'), 'kind: Secret');
  const path = join(folder, 'baselines/1.0.0/objects/quota.yaml');
  await rm(path);
  await symlink(join(folder, 'secret.yaml'), path);
  const { baselines, problems, isComplete } = await read([FOLDER]);
  expect(baselines.map(({ version }) => version)).toEqual(['1.1.0']);
  expect(problems).toContain(
    'baselines/1.0.0/objects/quota.yaml: it lies outside the folder',
  );
  expect(isComplete).toBe(false);
});

it.each<[string, BaselineFolder, string]>([
  [
    'a file',
    { type: 'folder', target: 'baselines/1.0.0/baseline.yaml' },
    'baselines/1.0.0/baseline.yaml: name the folder that has one folder a version',
  ],
  [
    'a pattern',
    { type: 'url', target: 'https://git.example.com/*/x' },
    'https://git.example.com/*/x: name the folder that has one folder a version',
  ],
  [
    'a folder without versions',
    { type: 'folder', target: 'empty' },
    'empty: no folder in it holds a baseline.yaml',
  ],
])('says what is wrong with %s', async (_, location, problem) => {
  await copyExamples();
  await mkdir(join(folder, 'empty'));
  const { baselines, problems } = await read([location]);
  expect(baselines).toEqual([]);
  expect(problems).toEqual([problem]);
});

it('stops when it is told to', async () => {
  await expect(
    read([FOLDER], undefined, AbortSignal.abort(new Error('Enough'))),
  ).rejects.toThrow('Enough');
});
