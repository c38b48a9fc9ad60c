/*
 * What platform and pipelines leave behind: golden releases, images that were built on
 * them in all sorts of ways, who runs them, and what the platform declares.
 */
import { createServer } from 'node:net';
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

export const PLATFORMS = ['linux/amd64', 'linux/arm64'];
export const BUILD = {
  builder: 'https://builds.example.org/hardened@v1',
  buildType: 'https://builds.example.org/container@v1',
  source: 'git+https://git.example.org/shop/current@refs/heads/main',
  revision: '0123456789abcdef0123456789abcdef01234567',
};
const GOLDEN = 'golden/debian';
/** Days since each was released, and until its support ends. */
const RELEASES = {
  '1.0.0': { released: -300, supportedUntil: -60 },
  '1.1.0': { released: -200, supportedUntil: 200 },
  '1.2.0': { released: -20, supportedUntil: 400 },
  '1.3.0': { released: -1, supportedUntil: 400 },
};
const FIRST_VERSIONS = ['1.0.0', '1.1.0', '1.2.0'] as const;
type Version = keyof typeof RELEASES;

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

/** How a workload of the namespace `shop` names its image. */
export interface Running {
  name: string;
  /** In the Deployment and the Pod. */
  image: string;
  /** In the status of the Pod, if that is another. */
  imageId?: string;
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

/** A host that listens and that nobody configured; it counts who comes. */
export async function startUnlistedHost() {
  let connections = 0;
  const server = createServer(socket => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    host: `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    connections: () => connections,
    stop: () => new Promise<unknown>(done => server.close(done)),
  };
}

/** The `GoldenImage` file and the reports beside it, by path. */
export function goldenFiles(
  host: string,
  releases: Map<Version, Made>,
  { platform }: Signers,
): Record<string, unknown> {
  const repository = `${host}/${GOLDEN}`;
  const reportOf = (version: string) => `reports/${version}.trivy.json`;
  return {
    // JSON is YAML.
    'debian.yaml': {
      apiVersion: 'shift-down.io/v1alpha1',
      kind: 'GoldenImage',
      metadata: { name: 'debian', title: 'Debian' },
      spec: {
        owner: 'group:default/platform',
        repository,
        channels: [{ name: 'stable' }],
        releases: [...releases].map(([version, made]) => ({
          version,
          released: day(RELEASES[version].released),
          supportedUntil: day(RELEASES[version].supportedUntil),
          digests: { index: made.descriptor.digest },
          ...(['1.1.0', '1.2.0'].includes(version) && {
            report: reportOf(version),
          }),
        })),
        trust: {
          keys: { platform: platform.publicKey },
          signatures: [
            {
              name: 'the platform team',
              repositories: [repository],
              signer: { key: 'platform' },
            },
          ],
        },
      },
    },
    [reportOf('1.1.0')]: report(`${repository}:1.1.0`, [
      'CVE-2026-1',
      'CVE-2026-2',
    ]),
    [reportOf('1.2.0')]: report(`${repository}:1.2.0`, ['CVE-2026-2']),
  };
}

/** The namespace `shop` with a Deployment and its Pod for each. */
export function clusterObjects(running: Running[]): object[] {
  return [
    namespace('kube-system'),
    namespace('shop', { 'shift-down.io/owner': 'team-shop' }),
    ...running.flatMap(({ image, imageId = image, name }) => {
      const labels = { 'backstage.io/kubernetes-id': name };
      const spec = { containers: [{ name: 'main', image }] };
      const owned = (kind: string, owner: string, ownerName: string) => ({
        name: `${name}-${kind}`,
        namespace: 'shop',
        uid: `uid-${name}-${kind}`,
        labels,
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: owner,
            name: ownerName,
            uid: `uid-${ownerName}`,
            controller: true,
          },
        ],
      });
      return [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name, namespace: 'shop', uid: `uid-${name}`, labels },
          spec: { replicas: 1, template: { metadata: { labels }, spec } },
        },
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          metadata: owned('set', 'Deployment', name),
          spec: { replicas: 1, template: { metadata: { labels }, spec } },
        },
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: owned('pod', 'ReplicaSet', `${name}-set`),
          spec,
          status: {
            phase: 'Running',
            containerStatuses: [{ name: 'main', imageID: imageId }],
          },
        },
      ];
    }),
  ];
}

export function component(name: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      uid: `entity-${name}`,
      etag: '1',
      annotations: { 'backstage.io/kubernetes-id': name },
    },
    spec: { type: 'service', lifecycle: 'production', owner: 'team-shop' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/team-shop' }],
  };
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

function report(reference: string, advisories: string[]): object {
  return {
    SchemaVersion: 2,
    Trivy: { Version: '0.69.3' },
    CreatedAt: new Date(Date.now() - 3_600_000).toISOString(),
    ArtifactName: reference,
    ArtifactType: 'container_image',
    Metadata: { OS: { Family: 'debian', Name: '12.1' } },
    Results: [
      {
        Target: `${reference} (debian 12.1)`,
        Class: 'os-pkgs',
        Type: 'debian',
        Vulnerabilities: advisories.map(it => ({
          VulnerabilityID: it,
          PkgName: 'libc6',
          PkgIdentifier: { PURL: 'pkg:deb/debian/libc6@2.36-9?arch=amd64' },
          InstalledVersion: '2.36-9',
          FixedVersion: '2.36-10',
          Severity: 'HIGH',
          Title: 'An overflow',
        })),
      },
    ],
  };
}

function namespace(name: string, labels: Record<string, string> = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, uid: `uid-${name}`, labels },
  };
}

function day(offset: number): string {
  return new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
}

function hexOf({ descriptor }: Made): string {
  return descriptor.digest.slice('sha256:'.length);
}
