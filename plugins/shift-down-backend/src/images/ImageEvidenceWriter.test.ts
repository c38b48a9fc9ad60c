import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { WorkloadEvidence } from '@shift-down/plugin-shift-down-common';
import { CONTROL_CATALOGUE } from '@shift-down/plugin-shift-down-common';
import {
  createControlIndex,
  resolveControls,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { assessedControls } from '../__testUtils__/assess';
import { component, group } from '../__testUtils__/catalog';
import { OWN_CLOCK } from '../__testUtils__/clock';
import { migratedDatabase } from '../__testUtils__/database';
import { namespace, workload } from '../__testUtils__/evidence';
import { eventually } from '../__testUtils__/eventually';
import {
  FakeImageSource,
  goldenImage,
  HOST,
  imageOf,
  imageStage,
  locationRead,
} from '../__testUtils__/images';
import {
  CLUSTER,
  createSink,
  FOLLOWER,
  mirror,
  seizeLease,
} from '../__testUtils__/sink';
import { silentMetrics } from '../__testUtils__/telemetry';
import type { ImagesConfig } from './config';
import { ImageEvidenceWriter } from './ImageEvidenceWriter';
import { RegistryEvidence } from './RegistryEvidence';

jest.setTimeout(60_000);

const REF = 'component:default/api';
const resolved = resolveControls(
  CONTROL_CATALOGUE,
  {},
  new Set(['registries', 'golden-images']),
);
const CONTROLS = {
  enabled: resolved.enabled,
  index: createControlIndex(resolved.all),
  version: resolved.version,
};

describe('evidence about images', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;
    let source: FakeImageSource;
    let stop: AbortController;
    const api = imageOf('shop/api', '1', ['node-1', 'api']);

    const start = async (config: Partial<ImagesConfig> = {}) => {
      const stage = await imageStage(knex, {
        source,
        clock: OWN_CLOCK,
        config,
      });
      const lease = await seizeLease(knex);
      stop = new AbortController();
      const shared = {
        database: knex,
        clock: OWN_CLOCK,
        logger: mockServices.logger.mock(),
      };
      const writer = new ImageEvidenceWriter({
        ...shared,
        lease,
        controls: CONTROLS,
        follower: FOLLOWER,
        clusterName: CLUSTER.name,
        metrics: silentMetrics().collection,
        providers: [
          new RegistryEvidence({
            ...shared,
            catalogues: stage.catalogues,
            config: stage.config,
          }),
        ],
        staleAfterSeconds: 300,
        signal: stop.signal,
        onMarked: () => {},
        delayMilliseconds: 10,
        pollMilliseconds: 50,
      });
      const sink = await createSink(knex, { lease, observer: writer });
      return { sink, stage, writer };
    };
    const running = (image: { repository: string; digest: string }) => {
      const object = workload('api');
      const [evidence] = object.evidence as WorkloadEvidence[];
      evidence.containers = [
        {
          name: 'main',
          type: 'main',
          image: `${image.repository}@${image.digest}`,
          ...image,
        },
      ];
      return object;
    };
    const collect = async (
      { sink }: Awaited<ReturnType<typeof start>>,
      object = running(api),
    ) => {
      await sink.apply('Namespace', {
        upserts: [namespace('payments')],
        deletes: [],
      });
      await sink.apply('Workload', { upserts: [object], deletes: [] });
      await sink.report('Namespace', { state: 'fresh' });
      await sink.report('Workload', { state: 'fresh' });
    };
    const controls = async () => {
      const rows = await assessedControls(knex, REF, CONTROLS);
      return Object.fromEntries(
        rows
          .filter(row => /^(golden-image|image-sbom)/.test(row.control_id))
          .map(row => [row.control_id, row.result]),
      );
    };
    const come = async (expected: Record<string, string>) =>
      await eventually(async () => {
        const actual = await controls();
        return Object.entries(expected).every(
          ([control, result]) => actual[control] === result,
        );
      });
    const registry = async () =>
      await knex('sources').where('kind', 'Registry').first();

    const UNKNOWN = {
      'golden-image': 'unknown',
      'golden-image-support': 'unknown',
      'golden-image-age': 'unknown',
      'image-sbom': 'unknown',
    };

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
      source = new FakeImageSource();
      source.push(imageOf('golden/node', '22.1', ['node-1']), '22.1');
      source.push(imageOf('golden/node', '22.2', ['node-2']), '22.2');
      source.push(api);
      await mirror(knex, group('team-a'), component('api'));
    });
    afterEach(() => stop.abort());

    it('goes from a workload to its controls, and follows what becomes known', async () => {
      const run = await start();
      await collect(run);
      await come(UNKNOWN);
      await eventually(async () => (await registry())?.state === 'fresh');

      await run.stage.declare(locationRead([goldenImage(['22.1'])]));
      await run.stage.settle();
      await come({
        'golden-image': 'pass',
        'golden-image-support': 'pass',
        'golden-image-age': 'pass',
        'image-sbom': 'fail',
      });

      await run.stage.declare(locationRead([goldenImage(['22.1', '22.2'])]));
      await run.stage.settle();
      await come({ 'golden-image': 'pass', 'golden-image-age': 'fail' });
      const [object] = await knex('objects').where('kind', 'Registry');
      expect(object).toMatchObject({
        api_version: 'shift-down.io/v1alpha1',
        namespace: 'payments',
        name: 'Deployment/api',
      });
      const { message } = await knex('occurrences as o')
        .join('findings as f', 'f.id', 'o.finding_id')
        .where('f.control_id', 'golden-image-age')
        .first('o.message');
      expect(message).toMatch(/Base image is 1 release behind/);
    });

    it('passes nothing that is unknown', async () => {
      source.inspects = async () => ({
        outcome: 'unknown',
        problem: 'unavailable',
        reason: 'The registry is down',
      });
      const run = await start();
      await collect(run);
      await run.stage.declare(locationRead([goldenImage(['22.1'])]));
      await run.stage.settle();
      await come(UNKNOWN);
      expect(await knex('passes').where('source_kind', 'Registry')).toEqual([]);
    });

    it('writes again only what changed, and forgets what is gone', async () => {
      const run = await start();
      await collect(run);
      await run.stage.declare(locationRead([goldenImage(['22.1'])]));
      await run.stage.settle();
      await come({ 'golden-image': 'pass' });
      const before = await knex('objects').where('kind', 'Registry');
      run.writer.changed('Workload');
      await run.writer.whenIdle();
      expect(await knex('objects').where('kind', 'Registry')).toEqual(before);

      await run.sink.apply('Workload', {
        upserts: [],
        deletes: [running(api).key],
      });
      await run.writer.whenIdle();
      expect(await knex('objects').where('kind', 'Registry')).toEqual([]);
    });

    it('ceases to count together with the workloads that it is made of', async () => {
      const run = await start();
      await collect(run);
      await run.writer.whenIdle();
      await run.sink.report('Workload', { state: 'failed', error: '503' });
      expect(await registry()).toMatchObject({ state: 'failed' });
      await expect(
        run.sink.apply('Registry', { upserts: [], deletes: [] }),
      ).rejects.toThrow(/No source observes Registry/);
    });

    it('is not expected where nothing of it is configured', async () => {
      const first = await start();
      await collect(first);
      await first.writer.whenIdle();
      expect(await knex('objects').where('kind', 'Registry')).toHaveLength(1);
      stop.abort();

      const run = await start({
        registries: false,
        goldenImages: { locations: [], frequencySeconds: 60 },
      });
      await collect(run);
      await eventually(
        async () => (await registry())?.state === 'not-installed',
      );
      expect(await knex('objects').where('kind', 'Registry')).toEqual([]);
    });

    it('says nothing of a repository that nobody has to sign', async () => {
      const run = await start();
      await collect(
        run,
        running({ repository: `${HOST}/x`, digest: 'sha256:0' }),
      );
      await run.writer.whenIdle();
      const said = await knex('findings').pluck('control_id');
      expect(said).not.toContain('image-signature');
      expect(said).not.toContain('image-provenance');
    });
  });
});
