/** The database that replicas share and tests look into, made empty for each portal. */
import type { JsonObject } from '@backstage/types';
import createKnex, { type Knex } from 'knex';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Engine = 'sqlite' | 'postgresql';

/** A PostgreSQL that tests may fill; `undefined` where there is none. */
export function postgresqlConnection(): URL | undefined {
  const text =
    process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING ?? '';
  return text ? new URL(text) : undefined;
}

export interface PortalDatabase {
  engine: Engine;
  /** The section `backend.database` of the configuration. */
  config: JsonObject;
  /** The plugin's own database, once a replica has made it. */
  open(): Knex;
  drop(): Promise<void>;
}

/**
 * @param via - Port on loopback through which the portal reaches PostgreSQL, if not
 * directly; tests look into it directly.
 */
export async function createPortalDatabase(
  engine: Engine,
  via?: number,
): Promise<PortalDatabase> {
  return engine === 'sqlite' ? createSqlite() : createPostgresql(via);
}

async function createSqlite(): Promise<PortalDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'live-tests-'));
  const opened: Knex[] = [];
  return {
    engine: 'sqlite',
    config: { client: 'better-sqlite3', connection: { directory } },
    open() {
      const knex = createKnex({
        client: 'better-sqlite3',
        connection: {
          filename: join(directory, 'shift-down.sqlite'),
          options: { readonly: true },
        },
        useNullAsDefault: true,
      });
      opened.push(knex);
      return knex;
    },
    async drop() {
      await Promise.all(opened.map(knex => knex.destroy()));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function createPostgresql(via: number | undefined): PortalDatabase {
  const url = postgresqlConnection();
  if (!url) {
    throw new Error(
      'Live tests need PostgreSQL: set BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING',
    );
  }
  const prefix = `shift_down_live_${randomBytes(5).toString('hex')}_`;
  const name = `${prefix}shift-down`;
  const opened: Knex[] = [];
  const through = new URL(url);
  if (via !== undefined) {
    through.hostname = '127.0.0.1';
    through.port = String(via);
  }
  return {
    engine: 'postgresql',
    config: { client: 'pg', connection: through.href, prefix },
    open() {
      const own = new URL(url);
      own.pathname = `/${name}`;
      const knex = createKnex({
        client: 'pg',
        connection: own.href,
        pool: { min: 0, max: 4 },
      });
      opened.push(knex);
      return knex;
    },
    async drop() {
      await Promise.all(opened.map(knex => knex.destroy()));
      const admin = createKnex({
        client: 'pg',
        connection: url.href,
        pool: { min: 0, max: 1 },
      });
      const { rows } = await admin.raw<{ rows: { datname: string }[] }>(
        'select datname from pg_database where starts_with(datname, ?)',
        [prefix],
      );
      for (const { datname } of rows) {
        await admin.raw('drop database ?? with (force)', [datname]);
      }
      await admin.destroy();
    },
  };
}
