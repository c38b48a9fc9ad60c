import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { CONTROL_CATALOGUE } from '@shift-down/plugin-shift-down-common';
import {
  createControlIndex,
  resolveControls,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { StoringEvidenceSink } from '../collection/StoringEvidenceSink';
import { Correlator } from '../correlation/Correlator';
import { mirrorEntity } from '../correlation/mirrorEntity';
import type { CorrelationOptions } from '../correlation/types';
import { storeEntities } from '../database/operations/correlation/storeEntities';
import { transact } from '../database/transact';

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

/** A sink of an identified cluster. @internal */
export async function createSink(
  database: Knex,
  options: {
    correlation?: CorrelationOptions;
    cluster?: { name: string; uid: string };
    version?: string;
  } = {},
): Promise<StoringEvidenceSink> {
  const { name, uid } = options.cluster ?? CLUSTER;
  await database('clusters')
    .insert({ name, title: name })
    .onConflict('name')
    .ignore();
  const sink = new StoringEvidenceSink({
    database,
    clusterName: name,
    controls: {
      index: CONTROLS.index,
      version: options.version ?? CONTROLS.version,
    },
    follower: new Correlator(options.correlation ?? CORRELATION),
    staleAfterSeconds: 300,
    signal: new AbortController().signal,
    logger: mockServices.logger.mock(),
    onMarked: () => {},
  });
  await sink.identify({ uid });
  return sink;
}
