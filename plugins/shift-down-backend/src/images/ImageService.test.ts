import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  NO_TRUST,
  serviceLevelsOf,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { OWN_CLOCK } from '../__testUtils__/clock';
import { migratedDatabase } from '../__testUtils__/database';
import { eventually } from '../__testUtils__/eventually';
import {
  FakeImageSource,
  goldenImage,
  imageOf,
  locationRead,
} from '../__testUtils__/images';
import { insertCluster, insertSubject } from '../__testUtils__/rows';
import { silentTelemetry } from '../__testUtils__/telemetry';
import { CatalogueReader } from './CatalogueReader';
import type { ImagesConfig } from './config';
import { ImageService } from './ImageService';
import { ImageMetrics } from './metrics';

jest.setTimeout(60_000);

const CONFIG: ImagesConfig = {
  concurrency: 4,
  digestSeconds: 900,
  tagSeconds: 300,
  maxAgeSeconds: 86_400,
  registries: true,
  goldenImages: {
    locations: [{ type: 'folder', target: 'golden' }],
    frequencySeconds: 60,
  },
  trust: NO_TRUST,
};

describe('the stage of images', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;
    const services: ImageService[] = [];
    const api = imageOf('shop/api', '1', ['node-1', 'api']);

    const start = (source: FakeImageSource, config = CONFIG) => {
      const service = new ImageService({
        database: knex,
        clock: OWN_CLOCK,
        sources: [source],
        config,
        catalogues: new CatalogueReader(knex, config),
        serviceLevels: serviceLevelsOf(),
        reports: { read: async () => Promise.reject(new Error('none')) },
        readGoldenImages: async () => [locationRead([goldenImage(['22.1'])])],
        leaseTimes: { seconds: 2, pollSeconds: 0.05, graceSeconds: 1 },
        metrics: new ImageMetrics(silentTelemetry()),
        logger: mockServices.logger.mock(),
        onMarked: () => {},
      });
      services.push(service);
      service.start();
      return service;
    };
    const createSource = () => {
      const source = new FakeImageSource();
      source.push(imageOf('golden/node', '22.1', ['node-1']), '22.1');
      source.push(api);
      return source;
    };
    const isGolden = async () =>
      (await knex('images').where('repository', api.repository).first())
        ?.golden_version === '22.1';

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
      await insertCluster(knex, 'demo');
      await insertSubject(knex, {
        cluster: 'demo',
        namespace: 'shop',
        name: 'api',
        containers: [
          { name: 'main', repository: api.repository, digest: api.digest },
        ],
      });
    });
    afterEach(async () => {
      await Promise.all(services.splice(0).map(it => it.stop()));
    });

    it('reads, finds and judges by itself', async () => {
      start(createSource());
      expect(await eventually(isGolden)).toBe(true);
    });

    it('is done by one replica, and taken over by the next', async () => {
      const [first, second] = [createSource(), createSource()];
      const running = start(first);
      await eventually(isGolden);
      if (id !== 'SQLITE_3') {
        start(second);
      }
      await new Promise(resolve => setTimeout(resolve, 300));
      expect(second.asked).toEqual([]);
      await running.stop();
      if (id === 'SQLITE_3') {
        start(second);
      }
      await knex('images').update({ next_check_at: '2026-01-01' });
      await eventually(async () => second.asked.length > 0);
    });

    it('keeps nothing once config asks for nothing', async () => {
      const running = start(createSource());
      await eventually(isGolden);
      await running.stop();
      start(createSource(), {
        ...CONFIG,
        registries: false,
        goldenImages: { locations: [], frequencySeconds: 60 },
      });
      await eventually(async () => (await knex('images')).length === 0);
      expect(await knex('golden_images')).toEqual([]);
    });
  });
});
