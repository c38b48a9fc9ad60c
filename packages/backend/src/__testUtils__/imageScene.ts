/*
 * What platform and pipelines put into a registry: golden releases, and images that were
 * built on them in all sorts of ways.
 */
import {
  type KeySigner,
  type Made,
  type MadeImage,
  PROVENANCE_V1,
  type RunningRegistry,
  attachedTag,
  attest,
  makeImage,
  makeIndex,
  makeReferrersTag,
  makeSignatureTag,
  patch,
  provenanceV1,
  push,
  signImage,
  signWithKey,
  squash,
} from 'image-kit';
import { GOLDEN, type Version } from './goldenFiles';
import type { Running } from './shopCluster';

export const PLATFORMS = ['linux/amd64', 'linux/arm64'];
export const BUILD = {
  builder: 'https://builds.example.org/hardened@v1',
  buildType: 'https://builds.example.org/container@v1',
  source: 'git+https://git.example.org/shop/current@refs/heads/main',
  revision: '0123456789abcdef0123456789abcdef01234567',
};
const FIRST_VERSIONS: Version[] = ['1.0.0', '1.1.0', '1.2.0'];

export interface Signers {
  platform: KeySigner;
  pipeline: KeySigner;
  stranger: KeySigner;
}

export function makeSigners(): Signers {
  return {
    platform: signWithKey(),
    pipeline: signWithKey(),
    stranger: signWithKey(),
  };
}

export interface Published {
  /** Golden ones. */
  releases: Map<Version, Made>;
  /** By the name of who runs it by its digest. */
  images: Map<string, Made>;
  running: Running[];
}

/** Makes all images and puts them into the registry. */
export async function publishImages(
  registry: RunningRegistry,
  signers: Signers,
): Promise<Published> {
  const releases = new Map<Version, Made>();
  const bases = new Map<Version, MadeImage[]>();
  for (const version of FIRST_VERSIONS) {
    const { images, index } = await publishRelease(registry, version, signers);
    bases.set(version, images);
    releases.set(version, index);
  }
  const on = (version: Version, name: string) =>
    forPlatforms(name, ['app'], bases.get(version));
  const running: Running[] = [];
  const images = new Map<string, Made>();
  const publish = async (name: string, made: Made, referrers: Made[] = []) => {
    await push(registry.url, `shop/${name}`, made, 'latest');
    await attach(registry, `shop/${name}`, made, referrers);
    const { digest } = made.descriptor;
    images.set(name, made);
    running.push({ name, image: `${registry.host}/shop/${name}@${digest}` });
  };

  const current = makeIndex(await on('1.2.0', 'current'));
  await publish('current', current, [
    await signImage(current.descriptor, signers.pipeline),
    await attest(
      current.descriptor,
      PROVENANCE_V1,
      provenanceV1({
        ...BUILD,
        materials: [
          {
            uri: `pkg:docker/${GOLDEN}@1.2.0?repository_url=${registry.host}`,
            digest: { sha256: hexOf(releases.get('1.2.0')!) },
          },
        ],
      }),
      signers.pipeline,
    ),
  ]);
  await publish('behind', makeIndex(await on('1.1.0', 'behind')));
  const stranger = makeIndex(await on('1.2.0', 'stranger'));
  await publish('stranger', stranger, [
    await signImage(stranger.descriptor, signers.stranger),
  ]);
  const [whole] = await on('1.2.0', 'squashed');
  await publish('squashed', await squash(whole));
  await publish(
    'foreign',
    makeIndex(await forPlatforms('foreign', ['a', 'b'])),
  );
  const [vulnerable] = bases.get('1.1.0')!;
  await publish(
    'patched',
    await patch(vulnerable, { reference: `${registry.host}/${GOLDEN}:1.1.0` }),
  );

  // A tag in the manifest, and the digest of one platform in the status of the Pod.
  const ledger = await on('1.0.0', 'ledger');
  await push(registry.url, 'shop/ledger', makeIndex(ledger), '7');
  const { digest } = ledger[0].descriptor;
  await push(
    registry.url,
    'shop/ledger',
    await makeSignatureTag(
      `${registry.host}/shop/ledger`,
      digest,
      signers.pipeline,
    ),
    attachedTag(digest, '.sig'),
  );
  running.push({
    name: 'ledger',
    image: `${registry.host}/shop/ledger:7`,
    imageId: `${registry.host}/shop/ledger@${digest}`,
  });
  return { releases, images, running };
}

/** Makes a golden release, signed by the platform. */
export async function publishRelease(
  registry: RunningRegistry,
  version: Version,
  { platform }: Signers,
): Promise<{ images: MadeImage[]; index: Made }> {
  const images = await forPlatforms(`golden ${version}`, ['os', 'ca']);
  const index = makeIndex(images);
  await push(registry.url, GOLDEN, index, version);
  await attach(registry, GOLDEN, index, [
    await signImage(index.descriptor, platform),
  ]);
  return { images, index };
}

/** One image for each platform, so that no two share a layer. */
function forPlatforms(
  name: string,
  layers: string[],
  bases: MadeImage[] = [],
): Promise<MadeImage[]> {
  return Promise.all(
    PLATFORMS.map((platform, index) =>
      makeImage({
        platform,
        base: bases[index],
        layers: layers.map(it => ({ files: { [it]: `${name} ${platform}` } })),
      }),
    ),
  );
}

/** Puts documents beside an image where a registry without referrers API has them. */
export async function attach(
  registry: RunningRegistry,
  repository: string,
  { descriptor }: Made,
  referrers: Made[],
): Promise<void> {
  if (referrers.length > 0) {
    await push(
      registry.url,
      repository,
      makeReferrersTag(referrers),
      attachedTag(descriptor.digest),
    );
  }
}

function hexOf({ descriptor }: Made): string {
  return descriptor.digest.slice('sha256:'.length);
}
