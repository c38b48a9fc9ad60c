/*
 * What the real cosign signs and attests, in a real registry, read by the module for
 * registries and verified by us. `.ci/extended` runs it, as cosign takes minutes to build.
 */
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { ImageEvidence } from '@shift-down/plugin-shift-down-common';
import shiftDownModuleOci from '@shift-down/plugin-shift-down-backend-module-oci';
import {
  type ImageSource,
  imageSourcesExtensionPoint,
} from '@shift-down/plugin-shift-down-node';
import {
  type SupplyChainTrust,
  assessSupplyChain,
  parseSupplyChainTrust,
} from '@shift-down/plugin-shift-down-policy';
import {
  type RunningRegistry,
  cycloneDx,
  makeImage,
  makeIndex,
  openVex,
  provenanceV02,
  provenanceV1,
  push,
  signWithKey,
  spdx,
  startRegistry,
} from 'image-kit';
import { Cosign, type Format } from './cosign';

const BUILD_LIMIT_MS = 1_800_000;
const BUILD = {
  builder: 'https://builder.example.org',
  buildType: 'https://builder.example.org/container',
  source: 'git+https://git.example.org/shop/api@refs/heads/main',
  revision: '0123456789abcdef0123456789abcdef01234567',
};
const PACKAGES = [
  { name: 'a', version: '1', packageUrl: 'pkg:npm/a@1' },
  { name: 'b', version: '1', packageUrl: 'pkg:npm/b@1' },
];
const VEX_AUTHOR = 'Shop security';

let cosign: Cosign;
let registry: RunningRegistry;
let source: ImageSource;

beforeAll(async () => {
  cosign = await Cosign.create();
  registry = await startRegistry();
  const sources: ImageSource[] = [];
  await startTestBackend({
    extensionPoints: [
      [imageSourcesExtensionPoint, { addSource: it => sources.push(it) }],
    ],
    features: [
      shiftDownModuleOci,
      mockServices.rootConfig.factory({
        data: {
          shiftDown: {
            registries: [
              { type: 'registry', host: registry.host, insecure: true },
            ],
          },
        },
      }),
    ],
  });
  [source] = sources;
}, BUILD_LIMIT_MS);

afterAll(async () => {
  await registry?.stop();
  await cosign?.remove();
});

/** An index of one platform that nothing is attached to yet. */
async function pushImage(name: string) {
  const index = makeIndex([
    await makeImage({ platform: 'linux/amd64', layers: [{ files: { name } }] }),
  ]);
  await push(registry.url, name, index);
  const { digest } = index.descriptor;
  const repository = `${registry.host}/${name}`;
  return { repository, digest, reference: `${repository}@${digest}` };
}

async function inspect(image: {
  repository: string;
  digest: string;
}): Promise<ImageEvidence> {
  const answer = await source.inspect(
    { repository: image.repository, reference: { digest: image.digest } },
    {
      contents: { get: async () => undefined, put: async () => {} },
      logger: mockServices.logger.mock(),
      signal: new AbortController().signal,
    },
  );
  if (answer.outcome !== 'read') {
    throw new Error(JSON.stringify(answer));
  }
  return answer.image;
}

function trust(key: string): SupplyChainTrust {
  const rule = {
    name: 'cosign',
    repositories: ['**'],
    signer: { key: 'cosign' },
  };
  return parseSupplyChainTrust({
    keys: { cosign: key },
    signatures: [rule],
    provenance: [
      {
        ...rule,
        builders: [{ id: BUILD.builder, level: 3 }],
        sources: ['https://git.example.org/shop/api'],
        buildTypes: [BUILD.buildType],
      },
    ],
    vexAuthors: [
      {
        name: 'vex',
        author: VEX_AUTHOR,
        repositories: ['**'],
        proof: { signer: { key: 'cosign' } },
      },
    ],
  });
}

describe.each<Format>(['bundle', 'legacy'])('cosign, as %s', format => {
  it('signs: verified by its key, refused by another', async () => {
    const image = await pushImage(`sign/${format}`);
    await cosign.sign(image.reference, format);
    const evidence = await inspect(image);
    expect(
      assessSupplyChain(evidence, trust(cosign.publicKey)).signature,
    ).toMatchObject({ state: 'verified', by: 'cosign' });
    expect(
      assessSupplyChain(evidence, trust(signWithKey().publicKey)).signature,
    ).toMatchObject({ state: 'unverified', code: 'wrong-key' });
  });

  it('signs another image: refused', async () => {
    const [image, other] = await Promise.all(
      ['one', 'other'].map(name => pushImage(`moved/${format}/${name}`)),
    );
    await cosign.sign(other.reference, format);
    const { attachments } = await inspect(other);
    const moved = { ...(await inspect(image)), attachments };
    expect(
      assessSupplyChain(moved, trust(cosign.publicKey)).signature,
    ).toMatchObject({ state: 'unverified', code: 'other-digest' });
  });

  it.each([
    ['slsaprovenance1', () => provenanceV1(BUILD)],
    ['slsaprovenance02', () => provenanceV02(BUILD)],
  ])('attests %s', async (type, predicate) => {
    const image = await pushImage(`provenance/${format}/${type}`);
    await cosign.attest(image.reference, type, predicate(), format);
    const evidence = await inspect(image);
    expect(
      assessSupplyChain(evidence, trust(cosign.publicKey)).provenance,
    ).toMatchObject({
      state: 'verified',
      level: 3,
      source: 'https://git.example.org/shop/api',
      revision: BUILD.revision,
    });
    expect(
      assessSupplyChain(evidence, trust(signWithKey().publicKey)).provenance,
    ).toMatchObject({ state: 'unverified', code: 'wrong-key' });
  });

  it.each([
    ['cyclonedx', cycloneDx(PACKAGES)],
    ['spdxjson', spdx(PACKAGES)],
  ] as const)('attests a bill of materials: %s', async (type, predicate) => {
    const image = await pushImage(`sbom/${format}/${type}`);
    await cosign.attest(image.reference, type, predicate, format);
    expect(
      assessSupplyChain(await inspect(image), trust(cosign.publicKey)).sbom,
    ).toMatchObject({ state: 'present', packages: 2, signed: true });
  });

  it('attests VEX', async () => {
    const image = await pushImage(`vex/${format}`);
    const document = openVex(VEX_AUTHOR, []);
    await cosign.attest(image.reference, 'openvex', document, format);
    const [vex] = assessSupplyChain(
      await inspect(image),
      trust(cosign.publicKey),
    ).vex;
    expect(vex.verdict).toMatchObject({ state: 'verified', by: 'vex' });
    expect(JSON.parse(vex.text)).toMatchObject({ author: VEX_AUTHOR });
  });
});
