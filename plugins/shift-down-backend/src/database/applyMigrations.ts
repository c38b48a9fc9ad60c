import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/** Where the migrations are, in the repository as in the published package. @internal */
export const MIGRATIONS_DIRECTORY = resolvePackagePath(
  '@shift-down/plugin-shift-down-backend',
  'migrations',
);

/** Brings the schema up to date, unless the database says not to. @internal */
export async function applyMigrations(
  database: Pick<DatabaseService, 'migrations'>,
  knex: Knex,
): Promise<void> {
  if (!database.migrations?.skip) {
    await knex.migrate.latest({ directory: MIGRATIONS_DIRECTORY });
  }
}
