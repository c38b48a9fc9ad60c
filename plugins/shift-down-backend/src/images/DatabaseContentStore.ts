/** Contents by their digest, in the database that all replicas share. */
import type { ContentStore } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import type { FencedWriter } from '../collection/HeldLease';
import type { Clock } from '../database/DatabaseClock';
import {
  loadContent,
  storeContents,
  touchContent,
} from '../database/operations/images/contents';

/** What is larger is fetched again each time: one content must not crowd out the others. */
const MAX_BYTES = 4 * 1024 * 1024;
/** That something is in use is written down no more often. */
const TOUCH_MILLISECONDS = 24 * 60 * 60 * 1000;

/** @internal */
export class DatabaseContentStore implements ContentStore {
  constructor(
    private readonly options: {
      database: Knex;
      lease: FencedWriter;
      clock: Clock;
    },
  ) {}

  async get(digest: string): Promise<Buffer | undefined> {
    const { clock, database, lease } = this.options;
    const row = await loadContent(database, digest);
    if (!row) {
      return undefined;
    }
    const now = clock.now();
    if (now.getTime() - Date.parse(row.used_at) > TOUCH_MILLISECONDS) {
      await lease.transact(tx => touchContent(tx, digest, now.toISOString()));
    }
    return row.content;
  }

  async put(digest: string, content: Buffer): Promise<void> {
    if (content.length > MAX_BYTES) {
      return;
    }
    const { clock, lease } = this.options;
    await lease.transact(tx =>
      storeContents(
        tx,
        new Map([[digest, content]]),
        clock.now().toISOString(),
      ),
    );
  }
}
