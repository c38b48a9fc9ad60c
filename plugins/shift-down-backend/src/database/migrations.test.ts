import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { MIGRATIONS_DIRECTORY } from './applyMigrations';

jest.setTimeout(60_000);

const migrations = { directory: MIGRATIONS_DIRECTORY };

async function tablesOf(knex: Knex): Promise<string[]> {
  const rows: { name: string }[] =
    knex.client.config.client === 'pg'
      ? await knex('pg_tables')
          .where('schemaname', 'public')
          .select({ name: 'tablename' })
      : await knex('sqlite_master').where('type', 'table').select('name');
  return rows
    .map(row => row.name)
    .filter(name => !/^(knex|sqlite)_/.test(name))
    .sort();
}

describe('migrations', () => {
  const databases = TestDatabases.create();

  it.each(databases.eachSupportedId())(
    'go up, down to nothing and up again on %p',
    async id => {
      const knex = await databases.init(id);
      await knex.migrate.latest(migrations);
      const tables = await tablesOf(knex);
      expect(tables).toEqual(
        expect.arrayContaining(['objects', 'findings', 'entities', 'postures']),
      );

      await knex.migrate.rollback(migrations, true);
      expect(await tablesOf(knex)).toEqual([]);

      await knex.migrate.latest(migrations);
      expect(await tablesOf(knex)).toEqual(tables);
    },
  );
});
