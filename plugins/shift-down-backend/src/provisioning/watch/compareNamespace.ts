/** One managed namespace against what was collected of it: pure. */
import {
  LABEL_BASELINE_STATE,
  type ManagedObjectState,
  type ObjectDrift,
} from '@shift-down/plugin-shift-down-common';
import {
  driftOf,
  rbacOf,
  type ObservedObject,
  type Rbac,
} from '@shift-down/plugin-shift-down-policy';
import type { ManagedObjectRow } from '../../database/provisioningTables';
import type { ObservedNamespace } from '../../database/operations/provisioning/watch/observedObjects';
import { toAppliedObject } from './toAppliedObject';

/** @internal */
export interface ComparedNamespace {
  drift: ObjectDrift[];
  /** All of the baseline is there, as far as anybody knows. */
  isAllThere: boolean;
  /** Objects of the baseline with the UID of what is there. */
  seen: Pick<ManagedObjectRow, 'object_id' | 'uid'>[];
}

/** @internal */
export function compareNamespace(
  record: { uid: string; delivery: string },
  objects: readonly ManagedObjectRow[],
  { objects: observed, unknown }: ObservedNamespace,
  cluster: { rbac: Rbac; trusted?: readonly string[] },
): ComparedNamespace {
  const own = rbacOf(observed);
  const all = driftOf({
    applied: objects.map(toAppliedObject),
    observed,
    unknown,
    namespaceUid: record.uid,
    rbac: {
      roles: [...cluster.rbac.roles, ...own.roles],
      bindings: [...cluster.rbac.bindings, ...own.bindings],
    },
    ...(cluster.trusted && { trusted: cluster.trusted }),
  });
  const rows = new Map(objects.map(row => [keyOf(row), row]));
  const there = new Map(observed.map(it => [keyOf(it), it]));
  return {
    drift: all.flatMap(it => asFarAsApplied(it, rows.get(keyOf(it)))),
    isAllThere:
      objects.length > 0 &&
      all.every(it => it.type === 'added') &&
      (record.delivery !== 'cluster' || saysComplete(observed)),
    seen: objects.flatMap(row => {
      const found = there.get(keyOf(row));
      return found ? [{ object_id: row.object_id, uid: found.uid }] : [];
    }),
  };
}

/** What others can't have changed, since it has yet to be applied as it is to be. */
const AWAITED: readonly ManagedObjectState[] = ['pending', 'proposed'];

/** What is only proposed is not missing, and nobody can say that it is there. */
function asFarAsApplied(
  drift: ObjectDrift,
  row: ManagedObjectRow | undefined,
): ObjectDrift[] {
  if (drift.type === 'changed' && row && AWAITED.includes(row.state)) {
    return [];
  }
  const isAwaited =
    drift.type === 'missing' && row?.state === 'proposed' && row.uid === '';
  return [
    isAwaited
      ? {
          ...drift,
          type: 'unknown',
          message: 'It is proposed, and was not seen there yet',
          differences: [],
        }
      : drift,
  ];
}

function saysComplete(observed: readonly ObservedObject[]): boolean {
  return observed.some(
    it =>
      it.kind === 'Namespace' && it.labels[LABEL_BASELINE_STATE] === 'complete',
  );
}

function keyOf(it: { kind: string; namespace: string; name: string }): string {
  return JSON.stringify([it.kind, it.namespace, it.name]);
}
