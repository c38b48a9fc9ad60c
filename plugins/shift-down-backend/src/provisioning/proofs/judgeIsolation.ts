import {
  driftOf,
  isolationProof,
  type Proof,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { observedObjects } from '../../database/operations/provisioning/watch/observedObjects';
import type {
  ManagedNamespaceRow,
  ManagedObjectRow,
} from '../../database/provisioningTables';
import { toAppliedObject } from '../watch/toAppliedObject';

/**
 * Whether anything undoes the network policies of the baseline, by what was collected: an
 * API server can't be asked for it.
 * @internal
 */
export async function judgeIsolation(
  knex: Knex,
  row: ManagedNamespaceRow,
  objects: readonly ManagedObjectRow[],
  { networkPolicyProvider }: { networkPolicyProvider: string | undefined },
): Promise<Proof> {
  const observed = await observedObjects(knex, row.cluster_uid, [row.name]);
  const found = observed.get(row.name);
  const drift =
    found &&
    driftOf({
      applied: objects.map(toAppliedObject),
      observed: found.objects,
      unknown: found.unknown,
      namespaceUid: row.uid,
    });
  return isolationProof(drift, {
    ...(networkPolicyProvider !== undefined && { networkPolicyProvider }),
  });
}
