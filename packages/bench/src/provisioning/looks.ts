/** What the watch asks of the database again and again, and nothing has changed. */
// Looked at from inside; the package exports no such thing.
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import { loadBaselineRecords } from '@shift-down/plugin-shift-down-backend/src/database/operations/provisioning/watch/loadBaselineRecords';
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import { loadWatched } from '@shift-down/plugin-shift-down-backend/src/database/operations/provisioning/watch/loadWatched';
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import { selectMisattributed } from '@shift-down/plugin-shift-down-backend/src/database/operations/provisioning/watch/selectMisattributed';
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import { DriftKeeper } from '@shift-down/plugin-shift-down-backend/src/provisioning/watch/DriftKeeper';
import type { Knex } from 'knex';
import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import { percentiles, sample, watch } from '../measure';
import { clusterUid, type ManagedFleet } from './managedFleet';

const ROUNDS = 20;

/** @returns a row of a table for each look. */
export async function measureLooks(
  knex: Knex,
  { clusters }: ManagedFleet,
): Promise<object[]> {
  const { signal } = new AbortController();
  const drift = new DriftKeeper({
    database: knex,
    clock: { now: () => new Date() },
  });
  const lease = {
    signal,
    transact: () => Promise.reject(new Error('Something has changed')),
  };
  const looks: [string, () => Promise<unknown>][] = [
    ['drift', async () => drift.keep(await loadWatched(knex), lease, signal)],
    ['owners', () => selectMisattributed(knex)],
    ['levels', () => loadWatched(knex, 'wishing')],
    ['just in time', () => loadWatched(knex, 'unfilled')],
    [
      'evidence, all clusters',
      async () => {
        for (let cluster = 0; cluster < clusters; cluster++) {
          await loadBaselineRecords(knex, clusterUid(cluster));
        }
      },
    ],
  ];
  const counted = new AsyncLocalStorage<{ queries: number }>();
  const count = () => {
    const store = counted.getStore();
    if (store) {
      store.queries++;
    }
  };
  knex.on('query', count);
  const rows = [];
  for (const [what, look] of looks) {
    const store = { queries: 0 };
    const { longestBlock, value } = await watch(() =>
      counted.run(store, () =>
        sample(ROUNDS, async () => {
          await look();
          // Rounds lie apart: whatever waits gets its turn.
          await setImmediate();
        }),
      ),
    );
    const { p50, p95 } = percentiles(value);
    rows.push({
      'Quiet round': what,
      'p50 ms': p50.toFixed(1),
      'p95 ms': p95.toFixed(1),
      Queries: store.queries / ROUNDS,
      'Longest block ms': Math.round(longestBlock),
    });
  }
  knex.removeListener('query', count);
  return rows;
}
