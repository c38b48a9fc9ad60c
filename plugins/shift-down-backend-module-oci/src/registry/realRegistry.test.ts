// Against a registry as it is installed, which has no referrers API.
import {
  type KeySigner,
  type RunningRegistry,
  PROVENANCE_V1,
  attachedTag,
  findRegistry,
  makeImage,
  makeIndex,
  makeIndexAttestation,
  makeReferrersTag,
  makeSignatureTag,
  patch,
  push,
  signImage,
  signWithKey,
  squash,
  startRegistry,
} from 'image-kit';
import { MemoryContents, sourceOptions } from '../__testUtils__/contents';
import { registryEntry } from '../__testUtils__/registryEntry';
import { RegistrySource } from './RegistrySource';

jest.setTimeout(60_000);

// The launcher names what is skipped, and fails in CI.
const describeWithRegistry = findRegistry() ? describe : describe.skip;

describeWithRegistry('a real registry (docker-registry)', () => {
  let registry: RunningRegistry;
  let signer: KeySigner;
  let requests: number;

  beforeAll(async () => {
    registry = await startRegistry();
    signer = signWithKey();
  });
  afterAll(() => registry?.stop());

  function source(more: object = {}) {
    return new RegistrySource(registryEntry(registry.host, more));
  }

  /** Counts what is asked of the registry. */
  async function counting<T>(work: () => Promise<T>): Promise<T> {
    const { RegistryHttp } = jest.requireActual('../http/RegistryHttp');
    const spy = jest.spyOn(RegistryHttp.prototype, 'request');
    try {
      return await work();
    } finally {
      requests = spy.mock.calls.length;
      spy.mockRestore();
    }
  }

  function build(platform: string) {
    return makeImage({
      platform,
      layers: [{ files: { base: platform } }, { files: { app: platform } }],
      labels: {
        'org.opencontainers.image.version': '1.2.3',
        'com.example.secret': 'canary-label',
      },
      annotations: {
        'org.opencontainers.image.base.name': 'registry.example.org/base:1',
      },
      created: '2026-03-01T00:00:00Z',
    });
  }

  it('gives all platforms of an index, with attestations beside them', async () => {
    const images = await Promise.all(
      ['linux/amd64', 'linux/arm64/v8'].map(build),
    );
    const statement = Buffer.from('{"_type":"x"}');
    const index = makeIndex([
      ...images,
      makeIndexAttestation(images[0].descriptor, [
        { predicateType: PROVENANCE_V1, content: statement },
      ]),
    ]);
    await push(registry.url, 'team/multi', index, '1.2.3');
    const contents = new MemoryContents();
    const answer = await source().inspect(
      {
        repository: `${registry.host}/team/multi`,
        reference: { tag: '1.2.3' },
      },
      sourceOptions(contents),
    );
    expect(answer).toEqual({
      outcome: 'read',
      state: expect.any(String),
      image: {
        repository: `${registry.host}/team/multi`,
        digest: index.descriptor.digest,
        isIndex: true,
        platforms: images.map((image, i) => ({
          digest: image.descriptor.digest,
          platform: ['linux/amd64', 'linux/arm64/v8'][i],
          created: '2026-03-01T00:00:00Z',
          diffIds: image.layers.map(it => it.diffId),
          layers: image.layers.map(({ descriptor: { digest, size } }) => ({
            digest,
            size,
          })),
          annotations: {
            'org.opencontainers.image.version': '1.2.3',
            'org.opencontainers.image.base.name': 'registry.example.org/base:1',
          },
        })),
        attachments: [
          {
            subject: images[0].descriptor.digest,
            place: 'index',
            digest: expect.stringMatching(/^sha256:/),
            artifactType: '',
            mediaType: 'application/vnd.in-toto+json',
            annotations: { 'in-toto.io/predicate-type': PROVENANCE_V1 },
            content: statement.toString(),
          },
        ],
      },
    });
    // Nothing of environment, command, history or other labels, here or kept.
    const everything = [
      JSON.stringify(answer),
      ...[...contents.kept.values()].map(String),
    ].join('\n');
    expect(everything).not.toMatch(/canary|Env|created_by/);
  });

  it('gives documents under the tags that stand in for the referrers API, and under those of cosign', async () => {
    const image = await build('linux/amd64');
    const { digest } = image.descriptor;
    const referrer = await signImage(image.descriptor, signer);
    await push(registry.url, 'team/signed', image, 'latest');
    await push(
      registry.url,
      'team/signed',
      makeReferrersTag([referrer]),
      attachedTag(digest),
    );
    await push(
      registry.url,
      'team/signed',
      await makeSignatureTag('team/signed', digest, signer),
      attachedTag(digest, '.sig'),
    );
    await expect(
      source().inspect(
        { repository: `${registry.host}/team/signed`, reference: { digest } },
        sourceOptions(),
      ),
    ).resolves.toMatchObject({
      image: {
        isIndex: false,
        attachments: [
          {
            subject: digest,
            place: 'referrers-tag',
            artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
            content: expect.stringContaining('dsseEnvelope'),
          },
          {
            subject: digest,
            place: 'cosign-tag',
            artifactType: '',
            mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
            annotations: {
              'dev.cosignproject.cosign/signature': expect.any(String),
            },
            content: expect.stringContaining(digest),
          },
        ],
      },
    });
  });

  it('is asked nothing at all again for some minutes, and then only for the places that change', async () => {
    const image = await build('linux/arm64/v8');
    const { digest } = image.descriptor;
    await push(registry.url, 'team/again', image, 'latest');
    const options = sourceOptions();
    let now = Date.parse('2026-04-01T00:00:00Z');
    const patient = new RegistrySource(
      registryEntry(registry.host, { recheckSeconds: 300 }),
      { now: () => now },
    );
    const request = {
      repository: `${registry.host}/team/again`,
      reference: { tag: 'latest' },
    };
    const first = await patient.inspect(request, options);
    if (first.outcome !== 'read') {
      throw new Error(JSON.stringify(first));
    }
    const again = { ...request, previous: { digest, state: first.state } };
    const soon = await counting(() => patient.inspect(again, options));
    expect(soon.outcome).toBe('unchanged');
    expect(requests).toBe(0);

    now += 301_000;
    const later = await counting(() => patient.inspect(again, options));
    expect(later.outcome).toBe('unchanged');
    // The tag, the tag for referrers and cosign's three.
    expect(requests).toBe(5);

    await push(
      registry.url,
      'team/again',
      makeReferrersTag([await signImage(image.descriptor, signer)]),
      attachedTag(digest),
    );
    await expect(patient.inspect(again, options)).resolves.toMatchObject({
      outcome: 'read',
      image: { attachments: [{ place: 'referrers-tag' }] },
    });
  });

  it('gives squashed and patched images as they are', async () => {
    const base = await build('linux/amd64');
    const [flat, patched] = await Promise.all([
      squash(base),
      patch(base, { reference: 'registry.example.org/base:1.2.3' }),
    ]);
    await push(registry.url, 'team/flat', flat);
    await push(registry.url, 'team/patched', patched);
    const [one, other] = await Promise.all(
      [flat, patched].map((image, i) =>
        source().inspect(
          {
            repository: `${registry.host}/team/${['flat', 'patched'][i]}`,
            reference: { digest: image.descriptor.digest },
          },
          sourceOptions(),
        ),
      ),
    );
    const diffIds = base.layers.map(it => it.diffId);
    expect(one).toMatchObject({
      image: { platforms: [{ diffIds: [flat.layers[0].diffId] }] },
    });
    expect(diffIds).not.toContain(flat.layers[0].diffId);
    expect(other).toMatchObject({
      image: {
        platforms: [
          {
            diffIds: [...diffIds, patched.layers[2].diffId],
            annotations: {
              'sh.copa.image.patched': '2026-02-01T00:00:00Z',
              BaseImage: 'registry.example.org/base:1.2.3',
            },
          },
        ],
      },
    });
  });

  it('tells what was left out of too many or too large documents', async () => {
    const image = await build('linux/amd64');
    const { digest } = image.descriptor;
    await push(registry.url, 'team/many', image);
    const referrers = await Promise.all(
      [1, 2, 3].map(() => signImage(image.descriptor, signer)),
    );
    await push(
      registry.url,
      'team/many',
      makeReferrersTag(referrers),
      attachedTag(digest),
    );
    const request = {
      repository: `${registry.host}/team/many`,
      reference: { digest },
    };
    await expect(
      source({ limits: { documents: 2 } }).inspect(request, sourceOptions()),
    ).resolves.toMatchObject({
      image: {
        attachments: { length: 2 },
        attachmentsProblem: 'there are more than 2 documents',
      },
    });
    await expect(
      source({ limits: { documentMiB: 0.0001 } }).inspect(
        request,
        sourceOptions(),
      ),
    ).resolves.toMatchObject({
      image: {
        attachments: [
          { problem: 'it is larger than documents may be' },
          { problem: expect.any(String) },
          { problem: expect.any(String) },
        ],
      },
    });
  });

  it('lists tags, page by page, and says when they are the same', async () => {
    const image = await build('linux/amd64');
    await push(registry.url, 'team/tags', image, '1.0.0', '1.1.0', '2.0.0');
    const repository = `${registry.host}/team/tags`;
    const answer = await source().listTags({ repository }, sourceOptions());
    expect(answer).toEqual({
      outcome: 'read',
      tags: ['1.0.0', '1.1.0', '2.0.0'],
      etag: expect.any(String),
    });
    const { etag } = answer as { etag: string };
    await expect(
      source().listTags({ repository, previous: { etag } }, sourceOptions()),
    ).resolves.toEqual({ outcome: 'unchanged' });
    await expect(
      source().listTags(
        { repository: `${registry.host}/team/none` },
        sourceOptions(),
      ),
    ).resolves.toMatchObject({ outcome: 'unknown', problem: 'not-found' });
  });
});
