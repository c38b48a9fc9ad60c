import { ConfigReader } from '@backstage/config';
import { createMockDirectory } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { readClusters } from './config';

const DEMO = { name: 'demo', type: 'recorded', path: '/recordings/demo' };

const read = (...clusters: JsonObject[]) =>
  readClusters(new ConfigReader({ shiftDown: { clusters } }), '/somewhere');

describe('shiftDown.clusters', () => {
  const directory = createMockDirectory();

  it('may be absent', () => {
    expect(readClusters(new ConfigReader({}), '/')).toEqual([]);
  });

  it('has defaults', () => {
    expect(read(DEMO)).toEqual([
      {
        id: 'demo',
        title: 'demo',
        folder: '/recordings/demo',
        refreshMilliseconds: 2_000,
        maxFileBytes: 16 * 1024 * 1024,
      },
    ]);
  });

  it.each([
    [{ refresh: { seconds: 5 } }, { refreshMilliseconds: 5_000 }],
    [{ refresh: '1m' }, { refreshMilliseconds: 60_000 }],
    [{ refresh: { milliseconds: 1 } }, { refreshMilliseconds: 100 }],
    [{ maxFileSizeMiB: 0.5 }, { maxFileBytes: 512 * 1024 }],
    [{ title: 'Demo cluster' }, { title: 'Demo cluster' }],
  ])('reads %j', (change, expected) => {
    expect(read({ ...DEMO, ...change })).toMatchObject([expected]);
  });

  it.each([
    [
      { type: 'kubeconfig' },
      'shiftDown.clusters[0].type: "kubeconfig" is not supported; supported: recorded',
    ],
    [{ type: undefined }, 'type: is missing; supported: recorded'],
    [{ name: 'a b' }, 'shiftDown.clusters[0].name: is made of letters'],
    [{ path: '' }, 'shiftDown.clusters[0].path'],
    [{ maxFileSizeMiB: 0 }, 'shiftDown.clusters[0].maxFileSizeMiB'],
  ])('refuses %j', (change, message) => {
    expect(() => read({ ...DEMO, ...change } as JsonObject)).toThrow(message);
  });

  it('refuses a name that is used twice', () => {
    expect(() => read(DEMO, DEMO)).toThrow('"demo" is used twice');
  });

  it('resolves a path from where app-config.yaml is', () => {
    directory.setContent({
      'app-config.yaml': '',
      packages: { backend: { 'package.json': '{}' } },
      elsewhere: {},
    });
    const config = new ConfigReader({
      shiftDown: { clusters: [{ ...DEMO, path: './clusters/demo' }] },
    });
    const folders = ['.', 'packages/backend', 'elsewhere'].map(
      from => readClusters(config, directory.resolve(from))[0].folder,
    );
    expect(new Set(folders)).toEqual(
      new Set([directory.resolve('clusters/demo')]),
    );
    expect(readClusters(config, '/')[0].folder).toBe('/clusters/demo');
  });
});
