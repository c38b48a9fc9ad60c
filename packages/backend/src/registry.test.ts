/**
 * Images from a real registry through the whole portal: what workloads run, what that was
 * built on, by whom it was signed, and what of it stays when the registry is gone.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import shiftDownPlugin from '@shift-down/plugin-shift-down-backend';
import kubernetesModule from '@shift-down/plugin-shift-down-backend-module-kubernetes';
import ociModule from '@shift-down/plugin-shift-down-backend-module-oci';
import type {
  GoldenImageDetail,
  GoldenImageList,
  Image,
  ImagePage,
  Posture,
} from '@shift-down/plugin-shift-down-common/client';
import {
  type RunningRegistry,
  findRegistry,
  signImage,
  startRegistry,
} from 'image-kit';
import request from 'supertest';
import { goldenFiles } from './__testUtils__/goldenFiles';
import {
  BUILD,
  type Published,
  type Signers,
  attach,
  makeSigners,
  publishImages,
  publishRelease,
} from './__testUtils__/imageScene';
import { clusterObjects, component } from './__testUtils__/shopCluster';
import { startUnlistedHost } from './__testUtils__/unlistedHost';

jest.setTimeout(90_000);

const DIGEST = `sha256:${'0'.repeat(64)}`;

// The launcher names what is skipped, and fails in CI.
const describeWithRegistry = findRegistry() ? describe : describe.skip;

describeWithRegistry('a real registry (docker-registry)', () => {
  let folder: string;
  let registry: RunningRegistry;
  let unlisted: Awaited<ReturnType<typeof startUnlistedHost>>;
  let signers: Signers;
  let published: Published;
  let server: Awaited<ReturnType<typeof startTestBackend>>['server'];

  const get = async <T>(path: string): Promise<T> => {
    const { body, status } = await request(server)
      .get(`/api/shift-down${path}`)
      .set('authorization', mockCredentials.user.header());
    expect([path, status]).toEqual([path, 200]);
    return body;
  };
  const imageOf = async (name: string): Promise<Image> => {
    const { items } = await get<ImagePage>(
      `/images?entityRef=component:default/${name}`,
    );
    expect(items).toHaveLength(1);
    return items[0];
  };
  const resultsOf = async (name: string) => {
    const { controls = [] } = await get<Posture>(
      `/entities/by-name/component/default/${name}/posture`,
    );
    return new Map(controls.map(it => [it.id, it]));
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'shift-down-images-'));
    [registry, unlisted] = await Promise.all([
      startRegistry(),
      startUnlistedHost(),
    ]);
    signers = makeSigners();
    published = await publishImages(registry, signers);
    const { running } = published;
    running.push({
      name: 'elsewhere',
      image: `${unlisted.host}/shop/elsewhere@${DIGEST}`,
    });
    write('cluster/cluster.json', {
      apiVersion: 'v1',
      kind: 'List',
      items: clusterObjects(running),
    });
    declareGolden();
    ({ server } = await startTestBackend({
      features: [
        shiftDownPlugin,
        kubernetesModule,
        ociModule,
        mockServices.permissions.factory({ result: AuthorizeResult.ALLOW }),
        catalogServiceMock.factory({
          entities: running.map(it => component(it.name)),
        }),
        mockServices.rootConfig.factory({
          data: { shiftDown: configOf(folder, registry, signers) },
        }),
      ],
    }));
  });

  afterAll(async () => {
    await registry?.stop();
    await unlisted?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    [
      'current',
      'provenance',
      {
        lineage: { state: 'golden', release: { version: '1.2.0' } },
        status: { state: 'current' },
        signature: { state: 'verified', by: 'the pipeline' },
        provenance: {
          state: 'verified',
          level: 3,
          builder: BUILD.builder,
          revision: BUILD.revision,
        },
        layers: [{ isBase: true }, { isBase: true }, { isBase: false }],
      },
    ],
    [
      'behind',
      'layers',
      {
        lineage: { state: 'golden', release: { version: '1.1.0' } },
        status: { state: 'behind', releases: 1, newest: { version: '1.2.0' } },
        signature: { state: 'absent' },
        provenance: { state: 'absent' },
        advice: {
          to: { version: '1.2.0' },
          compared: true,
          removes: [{ advisory: 'CVE-2026-1' }],
          leaves: [{ advisory: 'CVE-2026-2' }],
          adds: [],
        },
      },
    ],
    [
      'ledger',
      'layers',
      {
        tag: '7',
        lineage: { state: 'golden', release: { version: '1.0.0' } },
        status: { state: 'out-of-support', newest: { version: '1.2.0' } },
        signature: { state: 'verified' },
      },
    ],
    [
      'patched',
      'patched',
      {
        lineage: { state: 'golden', release: { version: '1.1.0' } },
        status: { state: 'behind' },
        signature: { state: 'absent' },
      },
    ],
    [
      'stranger',
      'layers',
      {
        lineage: { state: 'golden', release: { version: '1.2.0' } },
        status: { state: 'current' },
        signature: { state: 'unverified', code: 'wrong-key' },
        provenance: { state: 'absent' },
      },
    ],
    [
      'squashed',
      undefined,
      {
        lineage: {
          state: 'unknown',
          reason: expect.stringContaining('may have been squashed'),
        },
        status: { state: 'unknown' },
      },
    ],
    [
      'foreign',
      undefined,
      { lineage: { state: 'not-golden' }, status: { state: 'not-golden' } },
    ],
    [
      'elsewhere',
      undefined,
      {
        inspection: {
          state: 'unknown',
          problem: 'registry-not-configured',
          reason: expect.stringContaining('registry is not configured'),
        },
        lineage: { state: 'unknown' },
        status: { state: 'unknown' },
        signature: { state: 'unknown' },
        provenance: { state: 'unknown' },
      },
    ],
  ])('knows what %s was built on, and how it was signed', async (...row) => {
    const [name, evidence, expected] = row;
    await eventually(async () => {
      const image = await imageOf(name);
      expect(image).toMatchObject(expected);
      expect(image.lineage?.evidence).toBe(evidence);
    });
  });

  it('knows who stands on a golden image', async () => {
    await eventually(async () => {
      const golden = await get<GoldenImageDetail>('/golden-images/debian');
      expect(golden).toMatchObject({
        problems: [],
        adoption: { current: 2, behind: 2, outOfSupport: 1, retired: 0 },
        platformVulnerabilities: [{ advisory: 'CVE-2026-2' }],
        owners: [{ ownerRef: 'group:default/team-shop', workloads: 5 }],
      });
      expect(
        golden.releaseList.map(it => [
          it.version,
          it.state,
          it.workloads,
          it.signature?.state,
          it.scanned,
        ]),
      ).toEqual([
        ['1.2.0', 'current', 2, 'verified', true],
        ['1.1.0', 'supported', 2, 'verified', true],
        ['1.0.0', 'out-of-support', 1, 'verified', false],
      ]);
      const { elsewhere } = await get<GoldenImageList>('/golden-images');
      expect(elsewhere).toEqual({ notGolden: 1, unknown: 2 });
    });
  });

  const CONTROLS = [
    'golden-image',
    'golden-image-support',
    'golden-image-age',
    'image-signature',
    'image-provenance',
  ];

  it.each([
    ['current', ['pass', 'pass', 'pass', 'pass', 'pass']],
    ['behind', ['pass', 'pass', 'fail', 'fail', 'fail']],
    ['ledger', ['pass', 'fail', 'fail', 'pass', 'fail']],
    ['patched', ['pass', 'pass', 'fail', 'fail', 'fail']],
    ['stranger', ['pass', 'pass', 'pass', 'fail', 'fail']],
    ['squashed', ['unknown', 'unknown', 'unknown', 'fail', 'fail']],
    ['foreign', ['fail', 'unknown', 'unknown', 'fail', 'fail']],
    ['elsewhere', ['unknown', 'unknown', 'unknown', 'unknown', 'unknown']],
  ])('judges the controls of %s by it', async (name, expected) => {
    await eventually(async () => {
      const results = await resultsOf(name);
      expect(CONTROLS.map(it => results.get(it)?.result)).toEqual(expected);
    });
  });

  it('notices a signature that is attached later', async () => {
    const made = published.images.get('behind')!;
    await attach(registry, 'shop/behind', made, [
      await signImage(made.descriptor, signers.pipeline),
    ]);
    await eventually(async () => {
      const { signature } = await imageOf('behind');
      expect(signature).toMatchObject({ state: 'verified' });
      const results = await resultsOf('behind');
      expect(results.get('image-signature')?.result).toBe('pass');
    });
  });

  it('moves everybody when a newer release is declared', async () => {
    const { index } = await publishRelease(registry, '1.3.0', signers);
    published.releases.set('1.3.0', index);
    declareGolden();
    await eventually(async () => {
      const newest = { version: '1.3.0' };
      expect((await imageOf('current')).status).toMatchObject({
        state: 'behind',
        releases: 1,
        newest,
      });
      expect((await imageOf('behind')).status).toMatchObject({
        state: 'behind',
        releases: 2,
        newest,
      });
      const golden = await get<GoldenImageDetail>('/golden-images/debian');
      expect(golden).toMatchObject({
        adoption: { current: 0, behind: 4, outOfSupport: 1 },
      });
      const results = await resultsOf('current');
      expect(CONTROLS.map(it => results.get(it)?.result)).toEqual([
        'pass',
        'pass',
        'fail',
        'pass',
        'pass',
      ]);
    });
  });

  it('keeps what is known when the registry is gone, and says why there is nothing newer', async () => {
    const results = async () => {
      const all = await resultsOf('current');
      return CONTROLS.map(it => all.get(it)?.result);
    };
    const before = [await imageOf('current'), await results()] as const;
    await registry.stop();
    await eventually(async () => {
      const { inspection, ...after } = await imageOf('current');
      expect(inspection).toMatchObject({
        state: 'unknown',
        problem: 'unavailable',
        reason: expect.stringContaining(registry.host),
      });
      expect({ ...after, inspection: before[0].inspection }).toEqual(before[0]);
    });
    expect(await results()).toEqual(before[1]);
  });

  it('never asks a host that is not configured', () => {
    expect(unlisted.connections()).toBe(0);
  });

  function declareGolden(): void {
    const { releases } = published;
    const files = goldenFiles(
      registry.host,
      releases,
      signers.platform.publicKey,
    );
    for (const [path, content] of Object.entries(files)) {
      write(`golden/${path}`, content);
    }
  }

  function write(path: string, content: unknown): void {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, JSON.stringify(content));
  }
});

function configOf(
  folder: string,
  { host, url }: RunningRegistry,
  { pipeline }: Signers,
) {
  const signer = { key: 'pipeline' };
  const repositories = [`${host}/shop/*`];
  return {
    clusters: [
      {
        name: 'test',
        type: 'recorded',
        title: 'Test',
        path: join(folder, 'cluster'),
      },
    ],
    registries: [
      {
        type: 'registry',
        host,
        url,
        insecure: true,
        addresses: ['127.0.0.1'],
        recheckSeconds: 0,
      },
    ],
    images: { refresh: { digests: { seconds: 3 } } },
    goldenImages: {
      frequency: { seconds: 2 },
      locations: [{ type: 'folder', target: join(folder, 'golden') }],
    },
    supplyChain: {
      keys: { pipeline: pipeline.publicKey },
      signatures: [{ name: 'the pipeline', repositories, signer }],
      provenance: [
        {
          name: 'the builder',
          repositories,
          signer,
          builders: [{ id: BUILD.builder, level: 3 }],
          sources: ['https://git.example.org/shop/current'],
          buildTypes: [BUILD.buildType],
        },
      ],
    },
    correlation: { mirror: { frequency: { seconds: 1 } } },
  };
}

async function eventually(check: () => Promise<void>): Promise<void> {
  const end = Date.now() + 40_000;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
      await new Promise(resolve => setTimeout(resolve, 250));
    }
  }
}
