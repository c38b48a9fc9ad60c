/** Thousands of managed namespaces, watched: compared for the first time, quiet, and changed. */
// Filled from inside; the package exports no such thing.
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import { bulkInsert } from '@shift-down/plugin-shift-down-backend/src/database/bulkInsert';
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import { manifestOf } from '@shift-down/plugin-shift-down-backend/src/provisioning/objectRows';
import type { BaselineManifest } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBenchBackend, type Engine } from '../backend';
import { createDatabaseProbe } from '../databaseProbe';
import { teamEntities } from '../entities';
import { percentiles, until, watch } from '../measure';
import { readManifest } from './guardedCluster';
import { measureLooks } from './looks';
import {
  BASELINES,
  clusterName,
  membersOf,
  readExampleBaseline,
  recordsOf,
  toCollected,
  type ManagedFleet,
  type Member,
} from './managedFleet';
import { createManagedSource } from './managedSource';

const CHANGES = 10;
const POLL_MILLISECONDS = 100;
const SECONDS = 600;
const APART_MILLISECONDS = 3_700;
const LONGEST_APART_MILLISECONDS = 10_000;

export interface DriftOptions {
  engine: Engine;
  connection?: string;
  clusters: number;
  namespaces: number;
}

/** @returns rows of two tables. */
export async function measureDrift(
  options: DriftOptions,
): Promise<{ watched: object; looks: object[] }> {
  const fleet = { ...options, baseline: await readExampleBaseline() };
  const roles = (await readManifest('kubernetes/provisioner.yaml'))
    .filter(({ kind }) => kind === 'ClusterRole')
    .map(role => toCollected(role as BaselineManifest, role.metadata.name));
  const source = createManagedSource(fleet, roles);
  const probe = createDatabaseProbe();
  const directory = await mkdtemp(join(tmpdir(), 'shift-down-bench-'));
  const backend = await startBenchBackend({
    ...options,
    directory,
    entities: teamEntities({ namespaces: 1, workloads: 0 }),
    userGroup: 'group:default/team-0',
    shiftDown: {
      provisioning: {
        baselines: { locations: [{ type: 'folder', target: BASELINES }] },
        clusters: Array.from({ length: fleet.clusters }, (_, index) => ({
          cluster: clusterName(index),
        })),
      },
    },
    features: [probe.feature, source.feature],
  });
  try {
    const knex = await probe.database;
    await until('all is collected', SECONDS, async () => source.isCollected());
    await until(
      'all is evaluated',
      SECONDS,
      async () =>
        (await countOf(knex('objects').where('source_kind', 'Evaluation'))) >=
        options.namespaces,
    );
    await storeRecords(knex, fleet);
    const first = await watch(() => compareAll(knex, fleet));
    if (options.engine === 'postgresql') {
      // As it does by itself within a minute.
      await knex.raw('analyze');
    }
    const looks = await measureLooks(knex, fleet);
    const changed = await watch(() => changeSome(knex, fleet, source.change));
    const shown = percentiles(changed.value.map(it => it.shown));
    const found = percentiles(changed.value.map(it => it.found));
    return {
      watched: {
        Engine: options.engine,
        Namespaces: options.namespaces,
        'Compared s': first.value.compared.toFixed(1),
        'As evidence s': first.value.written.toFixed(1),
        'Owners s': first.value.owned.toFixed(1),
        'Longest block ms': Math.round(first.longestBlock),
        'Peak MiB': Math.round(first.peakMemory),
        'Change to drift p50 s': (shown.p50 / 1000).toFixed(1),
        'max s': (
          Math.max(...changed.value.map(it => it.shown)) / 1000
        ).toFixed(1),
        'to finding p50 s': (found.p50 / 1000).toFixed(1),
        'Block then ms': Math.round(changed.longestBlock),
      },
      looks: looks.map(row => ({ Engine: options.engine, ...row })),
    };
  } finally {
    await backend.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** All at once, so that the watch finds all of them new. */
async function storeRecords(knex: Knex, fleet: ManagedFleet): Promise<void> {
  const records = membersOf(fleet).map(it => recordsOf(fleet.baseline, it));
  await knex.transaction(async tx => {
    await bulkInsert(
      tx,
      'managed_namespaces',
      records.map(it => it.row),
    );
    await bulkInsert(
      tx,
      'managed_objects',
      records.flatMap(it => it.objects),
    );
  });
}

/** @returns seconds until each holds of all of them. */
async function compareAll(knex: Knex, { namespaces }: ManagedFleet) {
  const start = performance.now();
  const since = async (what: string, count: () => Promise<number>) => {
    await until(what, SECONDS, async () => (await count()) >= namespaces);
    return (performance.now() - start) / 1000;
  };
  const [compared, written, owned] = await Promise.all([
    since('all are compared', () =>
      countOf(knex('managed_namespaces').whereNotNull('drift_at')),
    ),
    since('all is evidence', () =>
      countOf(
        knex('passes')
          .where('source_kind', 'Baseline')
          .whereLike('counts', '%namespace-drift%'),
      ),
    ),
    since('all have the owner of the record', () =>
      countOf(knex('namespaces').where('owner_source', 'record')),
    ),
  ]);
  const drifted = await countOf(
    knex('managed_namespaces').whereNot('drift', '[]'),
  );
  if (drifted > 0) {
    const row = await knex('managed_namespaces')
      .whereNot('drift', '[]')
      .first();
    throw new Error(`${drifted} have drifted: ${row.drift}`);
  }
  return { compared, written, owned };
}

/** Raises the quota of one after the other; milliseconds until it is seen, of each. */
async function changeSome(
  knex: Knex,
  fleet: ManagedFleet,
  change: ReturnType<typeof createManagedSource>['change'],
) {
  const members = membersOf(fleet);
  const changes = [];
  for (let round = 0; round < CHANGES; round++) {
    const member = members[Math.floor((round * members.length) / CHANGES)];
    // Not always just after a round of the watch.
    await sleep((round * APART_MILLISECONDS) % LONGEST_APART_MILLISECONDS);
    const start = performance.now();
    await change(member.cluster, raisedQuota(fleet, member));
    const after = async (holds: () => Promise<boolean>) => {
      while (!(await holds())) {
        await sleep(POLL_MILLISECONDS);
      }
      return performance.now() - start;
    };
    const [shown, found] = await Promise.all([
      after(async () => {
        const { drift } = await knex('managed_namespaces')
          .where({ id: member.id })
          .first('drift');
        return drift !== '[]';
      }),
      after(async () => {
        const fails = knex('occurrences as o')
          .join('findings as f', 'f.id', 'o.finding_id')
          .where({
            'o.source_kind': 'Baseline',
            'o.result': 'fail',
            'f.subject_name': member.name,
          });
        return (await countOf(fails)) > 0;
      }),
    ]);
    changes.push({ shown, found });
  }
  return changes;
}

function raisedQuota({ baseline }: ManagedFleet, member: Member) {
  const { objects } = recordsOf(baseline, member);
  const quota = objects.find(({ object_id: id }) => id === 'quota');
  if (!quota) {
    throw new Error('The baseline of the examples has no quota');
  }
  const manifest = manifestOf(quota);
  const { hard } = manifest.spec as { hard: Record<string, string> };
  return toCollected(
    { ...manifest, spec: { hard: { ...hard, pods: '9000' } } },
    quota.uid,
  );
}

async function countOf(query: Knex.QueryBuilder): Promise<number> {
  const [{ n }] = await query.count({ n: '*' });
  return Number(n);
}
