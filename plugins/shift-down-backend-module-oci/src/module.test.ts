import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  type ImageSource,
  imageSourcesExtensionPoint,
} from '@shift-down/plugin-shift-down-node';
import shiftDownModuleOci from './index';

async function start(registries: object[]): Promise<ImageSource[]> {
  const sources: ImageSource[] = [];
  await startTestBackend({
    extensionPoints: [
      [
        imageSourcesExtensionPoint,
        { addSource: source => sources.push(source) },
      ],
    ],
    features: [
      shiftDownModuleOci,
      mockServices.rootConfig.factory({ data: { shiftDown: { registries } } }),
    ],
  });
  return sources;
}

describe('the module', () => {
  it('makes each entry a source, in order', async () => {
    const sources = await start([
      { type: 'layout', host: 'registry.example.org', path: '/nowhere' },
      { type: 'registry', host: 'docker.io' },
    ]);
    expect(sources.map(it => it.id)).toEqual([
      'layout:registry.example.org',
      'registry:docker.io',
    ]);
    expect(sources[1].covers('docker.io/library/nginx')).toBe(true);
  });

  it.each([
    [
      { type: 'folder' },
      /registries\[0\]\.type: type must be registry or layout/,
    ],
    [{ type: 'registry', host: 'https://x' }, /host: must be a host/],
    [
      { type: 'registry', host: 'x.example', url: 'http://x.example' },
      /plain http sends everything in the clear/,
    ],
    [
      { type: 'registry', host: 'x.example', url: 'https://u:p@x.example' },
      /without user/,
    ],
    [
      { type: 'registry', host: 'x.example', addresses: ['10.0.0.0/99'] },
      /must be an IP address or a range/,
    ],
    [
      { type: 'registry', host: 'x.example', auth: { type: 'magic' } },
      /type must be anonymous, basic/,
    ],
    [{ type: 'layout', host: 'x.example' }, /path/],
  ])('refuses %j', async (entry, reason) => {
    await expect(start([entry])).rejects.toThrow(reason);
  });

  it('refuses a host that is there twice', async () => {
    const entry = { type: 'registry', host: 'x.example' };
    await expect(start([entry, entry])).rejects.toThrow(/configured twice/);
  });
});
