import { TestDatabases } from '@backstage/backend-test-utils';
import { component, group } from '../__testUtils__/catalog';
import { migratedDatabase } from '../__testUtils__/database';
import { workload } from '../__testUtils__/evidence';
import { createSink, mirror } from '../__testUtils__/sink';

jest.setTimeout(60_000);

describe('Correlator', () => {
  const databases = TestDatabases.create();

  it.each(databases.eachSupportedId())(
    'misses no link between what appears at the same moment on %p',
    async id => {
      const knex = await migratedDatabase(databases, id);
      await mirror(knex, group('team-a'));
      const names = Array.from({ length: 30 }, (_, index) => `api-${index}`);
      const sinks = await Promise.all(
        ['one', 'two'].map(name =>
          createSink(knex, { cluster: { name, uid: `${name}-uid` } }),
        ),
      );

      for (const name of names) {
        await Promise.all([
          mirror(knex, component(name)),
          ...sinks.map(sink =>
            sink.apply('Workload', { upserts: [workload(name)], deletes: [] }),
          ),
        ]);
      }

      expect(await knex('subject_entities')).toHaveLength(2 * names.length);
      expect(await knex('claims').where('state', 'confirmed')).toHaveLength(
        names.length,
      );
    },
  );
});
