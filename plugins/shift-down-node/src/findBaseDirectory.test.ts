import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBaseDirectory } from './findBaseDirectory';

describe('findBaseDirectory', () => {
  let root: string;
  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'base-directory-')));
    await mkdir(join(root, 'packages', 'backend'), { recursive: true });
    await writeFile(join(root, 'app-config.yaml'), '');
  });
  afterEach(() => rm(root, { recursive: true }));

  it('finds the folder of the configuration, from there and from below', () => {
    expect(findBaseDirectory(root)).toBe(root);
    expect(findBaseDirectory(join(root, 'packages', 'backend'))).toBe(root);
  });

  it('is content with where it starts', () => {
    expect(findBaseDirectory('/')).toBe('/');
  });
});
