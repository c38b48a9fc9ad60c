import { mockServices } from '@backstage/backend-test-utils';
import { CONTROL_CATALOGUE } from '@shift-down/plugin-shift-down-common';
import {
  createControlIndex,
  resolveControls,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { StoringEvidenceSink } from '../collection/StoringEvidenceSink';
import type { CorrelationOptions } from '../correlation/types';

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
    correlation: options.correlation ?? CORRELATION,
    staleAfterSeconds: 300,
    signal: new AbortController().signal,
    logger: mockServices.logger.mock(),
    onMarked: () => {},
  });
  await sink.identify({ uid });
  return sink;
}
