import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import createKnex from 'knex';
import { tuneSqlite } from './tuneSqlite';

describe('tuneSqlite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shift-down-sqlite-'));
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: { filename: join(folder, 'test.sqlite') },
    useNullAsDefault: true,
  });
  afterAll(async () => {
    await knex.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  it('writes ahead, and waits for the disk at checkpoints only', async () => {
    await tuneSqlite(knex);
    await expect(knex.raw('pragma journal_mode')).resolves.toEqual([
      { journal_mode: 'wal' },
    ]);
    await expect(knex.raw('pragma synchronous')).resolves.toEqual([
      { synchronous: 1 },
    ]);
  });
});
