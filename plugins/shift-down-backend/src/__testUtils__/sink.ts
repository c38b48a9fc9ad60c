import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { CONTROL_CATALOGUE } from '@shift-down/plugin-shift-down-common';
import {
  createControlIndex,
  resolveControls,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { Clock } from '../database/DatabaseClock';
import type { EvidenceObserver } from '../collection/EvidenceObserver';
import { EventFilter } from '../collection/EventFilter';
import { HeldLease } from '../collection/HeldLease';
import { leaseName } from '../collection/leaseTimes';
import { StoringEvidenceSink } from '../collection/StoringEvidenceSink';
import { Correlator } from '../correlation/Correlator';
import { mirrorEntity } from '../correlation/mirrorEntity';
import type { CorrelationOptions } from '../correlation/types';
import { storeEntities } from '../database/operations/correlation/storeEntities';
import { transact } from '../database/transact';
import { OWN_CLOCK } from './clock';
import { silentMetrics } from './telemetry';

/** @internal */
export const CLUSTER = { name: 'demo', uid: 'cluster-uid' };

/** Team A owns every namespace that is called payments. @internal */
export const CORRELATION: CorrelationOptions = {
  trust: 'namespace-owner',
  ownerLabel: 'shift-down.io/owner',
  namespaceOwners: [{ namespace: 'payments', owner: 'group:default/team-a' }],
};

const resolved = resolveControls(CONTROL_CATALOGUE);

/** What everything is judged by, unless a test is about that. @internal */
export const CONTROLS = {
  enabled: resolved.enabled,
  index: createControlIndex(resolved.all),
  version: resolved.version,
};

/** What comes after collection. @internal */
export const FOLLOWER = new Correlator(CORRELATION);

/** Mirrors these entities of a catalog. @internal */
export async function mirror(
  database: Knex,
  ...entities: Entity[]
): Promise<void> {
  await transact(database, tx =>
    storeEntities(
      tx,
      CORRELATION,
      entities.map(mirrorEntity),
      new Date().toISOString(),
    ),
  );
}

/** @internal */
export interface TestSinkOptions {
  correlation?: CorrelationOptions;
  cluster?: { name: string; uid: string };
  version?: string;
  clock?: Clock;
  /** Instead of the one that all sinks of a test share. */
  lease?: HeldLease;
  observer?: EvidenceObserver;
}

/** A sink of an identified cluster. @internal */
export async function createSink(
  database: Knex,
  options: TestSinkOptions = {},
): Promise<StoringEvidenceSink> {
  const sink = await createUnidentifiedSink(database, options);
  await sink.identify({ uid: (options.cluster ?? CLUSTER).uid });
  return sink;
}

const leases = new WeakMap<Knex, Map<string, HeldLease>>();

/** The lease that all sinks of a test share. */
async function sharedLease(database: Knex, name: string): Promise<HeldLease> {
  const known = leases.get(database) ?? new Map<string, HeldLease>();
  leases.set(database, known);
  const lease = known.get(name) ?? (await seizeLease(database, name));
  known.set(name, lease);
  return lease;
}

/** Takes the lease of a cluster from whoever has it. @internal */
export async function seizeLease(
  database: Knex,
  clusterName: string = CLUSTER.name,
): Promise<HeldLease> {
  const lease = await HeldLease.take(database, {
    name: leaseName(clusterName),
    holder: 'test',
    seconds: 600,
    seize: true,
  });
  if (!lease) {
    throw new Error('A lease could not be seized');
  }
  return lease;
}

/** A sink that knows nothing of its cluster but the name. @internal */
export async function createUnidentifiedSink(
  database: Knex,
  options: TestSinkOptions = {},
): Promise<StoringEvidenceSink> {
  const { name } = options.cluster ?? CLUSTER;
  await database('clusters')
    .insert({ name, title: name })
    .onConflict('name')
    .ignore();
  const lease = options.lease ?? (await sharedLease(database, name));
  return new StoringEvidenceSink({
    database,
    lease,
    clock: options.clock ?? OWN_CLOCK,
    events: new EventFilter(),
    metrics: silentMetrics().collection,
    clusterName: name,
    controls: {
      index: CONTROLS.index,
      version: options.version ?? CONTROLS.version,
    },
    follower: new Correlator(options.correlation ?? CORRELATION),
    observer: options.observer ?? { changed: () => {}, listed: () => {} },
    staleAfterSeconds: 300,
    signal: lease.signal,
    logger: mockServices.logger.mock(),
    onMarked: () => {},
  });
}
