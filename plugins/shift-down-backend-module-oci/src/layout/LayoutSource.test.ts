import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  type KeySigner,
  attachedTag,
  makeImage,
  makeSignatureTag,
  signImage,
  signWithKey,
  writeLayout,
} from 'image-kit';
import { rm, writeFile } from 'node:fs/promises';
import { MemoryContents, sourceOptions } from '../__testUtils__/contents';
import { registryEntrySchema } from '../config/schema';
import { LayoutSource } from './LayoutSource';

const directory = createMockDirectory();
const HOST = 'registry.example.org';

function source(host: string = HOST) {
  const entry = registryEntrySchema.parse({
    type: 'layout',
    host,
    path: directory.path,
  });
  if (entry.type !== 'layout') {
    throw new Error('This is no layout');
  }
  return new LayoutSource(entry);
}

describe('a layout', () => {
  let signer: KeySigner;
  beforeAll(() => {
    signer = signWithKey();
  });

  it('stands for a registry of several repositories', async () => {
    const image = await makeImage({
      layers: [{ files: { a: 'b' }, claimedSize: 31_000_000 }],
    });
    const { digest } = image.descriptor;
    await writeLayout(directory.path, [
      { made: image, name: 'team/app:1.0.0' },
      { made: await signImage(image.descriptor, signer) },
      {
        made: await makeSignatureTag('team/app', digest, signer),
        name: `team/app:${attachedTag(digest, '.sig')}`,
      },
    ]);
    const layout = source();
    expect(layout.covers(`${HOST}/team/app`)).toBe(true);
    expect(layout.covers(`${HOST}.evil.example/team/app`)).toBe(false);
    const options = sourceOptions();
    const request = {
      repository: `${HOST}/team/app`,
      reference: { tag: '1.0.0' },
    };
    const answer = await layout.inspect(request, options);
    expect(answer).toMatchObject({
      outcome: 'read',
      image: {
        repository: `${HOST}/team/app`,
        digest,
        isIndex: false,
        platforms: [
          { platform: 'linux/amd64', layers: [{ size: 31_000_000 }] },
        ],
        attachments: [{ place: 'referrers' }, { place: 'cosign-tag' }],
      },
    });
    const { state } = answer as { state: string };
    await expect(
      layout.inspect({ ...request, previous: { digest, state } }, options),
    ).resolves.toMatchObject({ outcome: 'unchanged' });
    await expect(
      layout.listTags({ repository: `${HOST}/team/app` }, options),
    ).resolves.toMatchObject({
      tags: ['1.0.0', attachedTag(digest, '.sig')],
    });
    await expect(
      layout.inspect(
        { repository: `${HOST}/other/app`, reference: { digest } },
        sourceOptions(),
      ),
    ).resolves.toMatchObject({ outcome: 'unknown', problem: 'not-found' });
  });

  it('is read again when it changes', async () => {
    const [one, two] = await Promise.all(
      ['1', '2'].map(a => makeImage({ layers: [{ files: { a } }] })),
    );
    const layout = source(`${HOST}/team/app`);
    const look = () =>
      layout.inspect(
        { repository: `${HOST}/team/app`, reference: { tag: 'latest' } },
        sourceOptions(),
      );
    for (const made of [one, two]) {
      await writeLayout(directory.path, [{ made, name: 'latest' }]);
      await expect(look()).resolves.toMatchObject({
        image: { digest: made.descriptor.digest },
      });
    }
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['is gone', () => rm(`${directory.path}/index.json`), 'unavailable'],
    [
      'is no index',
      () => writeFile(`${directory.path}/index.json`, '[]'),
      'invalid',
    ],
    [
      'lacks a blob',
      () => rm(`${directory.path}/blobs`, { recursive: true }),
      'not-found',
    ],
  ])('that %s is an answer with a reason', async (_, harm, problem) => {
    const made = await makeImage({ layers: [] });
    await writeLayout(directory.path, [{ made, name: 'team/app:1' }]);
    await harm();
    await expect(
      source().inspect(
        { repository: `${HOST}/team/app`, reference: { tag: '1' } },
        sourceOptions(),
      ),
    ).resolves.toMatchObject({
      outcome: 'unknown',
      problem,
      reason: expect.any(String),
    });
  });

  it('with a blob that was changed is refused', async () => {
    const made = await makeImage({ layers: [] });
    await writeLayout(directory.path, [{ made, name: 'team/app:1' }]);
    await writeFile(
      `${directory.path}/blobs/sha256/${made.descriptor.digest.slice(7)}`,
      made.content.toString().replace('schemaVersion', 'schemaversion'),
    );
    const contents = new MemoryContents();
    await expect(
      source().inspect(
        { repository: `${HOST}/team/app`, reference: { tag: '1' } },
        sourceOptions(contents),
      ),
    ).resolves.toMatchObject({ problem: 'invalid' });
    expect(contents.kept.size).toBe(0);
  });
});
