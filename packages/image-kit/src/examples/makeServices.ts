/*
 * The images of the example services: one current, some behind, two out of support, one that
 * is not golden; signed by their pipeline, by nobody, by a stranger.
 */
import {
  type Layer,
  type LayoutEntry,
  type Made,
  type MadeImage,
  attachedTag,
  makeImage,
  makeIndex,
  makeIndexAttestation,
} from '../images';
import { jsonBytes } from '../images/content';
import {
  type DocumentSigner,
  type Sigstore,
  attest,
  makeSignatureTag,
  signImage,
  signKeyless,
} from '../signing';
import {
  CYCLONEDX_PREDICATE,
  PROVENANCE_V1,
  cycloneDx,
  provenanceV1,
  statementAbout,
} from '../statements';
import { PLATFORMS, REGISTRY } from './catalogue';
import {
  type MadeRelease,
  forPlatform,
  keyOf,
  repositoryOf,
} from './makeGolden';

const GIT = 'https://git.shift-down.example';
const BUILDER = 'https://builds.shift-down.example/container@v1';
const BUILD_TYPE = 'https://builds.shift-down.example/types/container@v1';

export interface Parties {
  sigstore: Sigstore;
  platform: DocumentSigner;
}

interface Service {
  repository: string;
  tag: string;
  /** Golden release, or layers of somebody else's base. */
  base: { image: string; version: string } | { layers: Layer[]; name: string };
  layers: Layer[];
  created: string;
  platforms?: string[];
  /** Documents beside it; `entries` are of its own repository. */
  documents?: (
    made: Made,
    context: { parties: Parties; base: MadeRelease | undefined },
  ) => Promise<LayoutEntry[]>;
  /** Unsigned provenance in its own index, as BuildKit writes it. */
  isAttestedInIndex?: boolean;
}

const SERVICES: Service[] = [
  {
    repository: 'platform/ingress',
    tag: '1.31.2',
    base: { image: 'static', version: '12.12.0' },
    created: '2026-10-20T08:00:00Z',
    layers: [program('proxy', 'ingress 1.31.2', 38.6)],
    documents: async (made, { parties }) => [
      { made: await signImage(made.descriptor, parties.platform) },
    ],
  },
  {
    repository: 'payments/worker',
    tag: '1.8.2',
    base: { image: 'static', version: '12.11.0' },
    created: '2026-10-13T20:40:00Z',
    platforms: PLATFORMS,
    layers: [program('worker', 'worker 1.8.2', 21.4)],
    documents: async (made, { parties, base }) => {
      const pipeline = pipelineOf(parties, 'payments/worker');
      return [
        { made: await signImage(made.descriptor, pipeline) },
        {
          made: await attest(
            made.descriptor,
            PROVENANCE_V1,
            buildOf('payments/worker', base),
            pipeline,
          ),
        },
        {
          made: await attest(
            made.descriptor,
            CYCLONEDX_PREDICATE,
            cycloneDx(
              [
                ['stdlib', 'v1.21.9', 'pkg:golang/stdlib@v1.21.9'],
                [
                  'golang.org/x/net',
                  'v0.17.0',
                  'pkg:golang/golang.org/x/net@v0.17.0',
                ],
              ].map(([name, version, packageUrl]) => ({
                name,
                version,
                packageUrl,
              })),
              '2026-10-13T20:41:00Z',
            ),
            pipeline,
          ),
        },
      ];
    },
  },
  {
    repository: 'payments/api',
    tag: '2.14.0',
    base: { image: 'debian', version: '12.2.0' },
    created: '2026-06-02T09:12:00Z',
    platforms: PLATFORMS,
    layers: [
      {
        files: { 'srv/migrations': 'api 2.14.0' },
        claimedSize: 1_310_720,
      },
      program('api', 'api 2.14.0', 24.9),
    ],
    isAttestedInIndex: true,
  },
  {
    repository: 'payments/ledger',
    tag: 'latest',
    base: { image: 'debian', version: '11.6.0' },
    created: '2025-03-21T15:03:00Z',
    layers: [
      { files: { 'opt/java': '11' }, claimedSize: 91_240_000 },
      program('ledger.jar', 'ledger', 63.2),
    ],
  },
  {
    repository: 'orders/checkout-relay',
    tag: '0.3.1',
    base: { image: 'debian', version: '12.1.0' },
    created: '2025-09-30T11:30:00Z',
    layers: [
      { files: { 'usr/bin/curl': '7.88.1' }, claimedSize: 2_730_000 },
      program('relay', 'relay 0.3.1', 9.8),
    ],
  },
  {
    repository: 'orders/api',
    tag: '5.2.0',
    base: {
      name: 'docker.io/library/node:18-bookworm-slim',
      layers: [
        { files: { 'etc/os-release': 'upstream' }, claimedSize: 29_120_000 },
        { files: { 'usr/local/bin/node': '18' }, claimedSize: 41_870_000 },
        { files: { 'opt/yarn': '1.22' }, claimedSize: 1_710_000 },
      ],
    },
    created: '2026-07-08T13:25:00Z',
    layers: [program('server.js', 'orders 5.2.0', 18.3)],
    documents: async (made, { parties }) => [
      {
        made: await makeSignatureTag(
          `${REGISTRY}/orders/api`,
          made.descriptor.digest,
          pipelineOf(parties, 'orders/api'),
        ),
        name: `orders/api:${attachedTag(made.descriptor.digest, '.sig')}`,
      },
    ],
  },
  {
    repository: 'orders/web',
    tag: '3.0.0-rc.4',
    base: { image: 'nodejs', version: '22.21.1' },
    created: '2026-11-10T17:45:00Z',
    layers: [program('web.js', 'web 3.0.0-rc.4', 12.7)],
    documents: async (made, { parties }) => [
      {
        made: await signImage(
          made.descriptor,
          signKeyless(parties.sigstore, {
            subject: `${GIT}/somebody/web-fork/.ci/build.yaml@refs/heads/main`,
            issuer: GIT,
          }),
        ),
      },
    ],
  },
];

/** Everything of the services that a layout holds. */
export async function makeServices(
  releases: Map<string, MadeRelease>,
  parties: Parties,
): Promise<LayoutEntry[]> {
  const entries: LayoutEntry[] = [];
  for (const service of SERVICES) {
    const base =
      'image' in service.base
        ? releases.get(keyOf(service.base.image, service.base.version))
        : undefined;
    const made = await build(service, base);
    entries.push({ made, name: `${service.repository}:${service.tag}` });
    entries.push(
      ...((await service.documents?.(made, { parties, base })) ?? []),
    );
  }
  return entries;
}

/** One manifest, or an index where there are several platforms. */
async function build(
  service: Service,
  base: MadeRelease | undefined,
): Promise<Made> {
  const platforms = service.platforms ?? [PLATFORMS[0]];
  const images: MadeImage[] = [];
  for (const platform of platforms) {
    const below = 'layers' in service.base ? service.base.layers : [];
    images.push(
      await makeImage({
        platform,
        base: base?.images.get(platform),
        layers: [...below, ...service.layers].map(it =>
          forPlatform(it, platform),
        ),
        created: service.created,
        annotations: {
          'org.opencontainers.image.version': service.tag,
          'org.opencontainers.image.source': `${GIT}/${service.repository}`,
          'org.opencontainers.image.base.name':
            'name' in service.base
              ? service.base.name
              : `${REGISTRY}/golden/${service.base.image}:${service.base.version}`,
        },
      }),
    );
  }
  if (platforms.length === 1) {
    return images[0];
  }
  const attestations = service.isAttestedInIndex
    ? images.map(({ descriptor }) =>
        makeIndexAttestation(descriptor, [
          {
            predicateType: PROVENANCE_V1,
            content: jsonBytes(
              statementAbout(
                descriptor.digest,
                PROVENANCE_V1,
                buildOf(service.repository, base),
              ),
            ),
          },
        ]),
      )
    : [];
  return makeIndex([...images, ...attestations]);
}

function program(name: string, content: string, megabytes: number): Layer {
  return {
    files: { [`srv/${name}`]: content },
    claimedSize: Math.round(megabytes * 1_000_000),
  };
}

function pipelineOf({ sigstore }: Parties, repository: string) {
  return signKeyless(sigstore, {
    subject: `${GIT}/${repository}/.ci/build.yaml@refs/heads/main`,
    issuer: GIT,
  });
}

function buildOf(repository: string, base: MadeRelease | undefined): object {
  const source = `git+${GIT}/${repository}`;
  return provenanceV1({
    builder: BUILDER,
    buildType: BUILD_TYPE,
    source: `${source}@refs/heads/main`,
    revision: '5f3c1c9f3f6f0e6ad6f3b7c9f4f0f5d1a2b3c4d5',
    externalParameters: {
      workflow: {
        repository: source,
        ref: 'refs/heads/main',
        path: '.ci/build.yaml',
      },
    },
    finishedAt: '2026-10-13T20:40:00Z',
    materials: base && [
      {
        uri: `pkg:docker/${repositoryOf(base.golden)}@${
          base.release.version
        }?repository_url=${REGISTRY}`,
        digest: {
          sha256: base.index.descriptor.digest.slice('sha256:'.length),
        },
      },
    ],
  });
}
