/** Writes one derived kind for the workloads of a namespace, and forgets those that are gone. */
import type {
  CollectedObject,
  ObjectKey,
  ObjectReference,
} from '@shift-down/plugin-shift-down-common';
import { giveWay } from '@shift-down/plugin-shift-down-node';
import { objectId } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { BatchWriter } from '../collection/BatchWriter';
import { batchesOf } from '../collection/batches';
import type { FencedWriter } from '../collection/HeldLease';
import type { StoreContext } from '../database/operations/collection/storeObjects';
import { removeDerived } from '../database/operations/derived/removeDerived';
import {
  loadDerivedObjects,
  loadImageWorkloads,
} from '../database/operations/images/loadImageWorkloads';
import type {
  DerivedEvidencePass,
  DerivedEvidenceProvider,
} from './derivedEvidence';

/** @internal */
export interface WriteNamespaceOptions {
  database: Knex;
  lease: FencedWriter;
  kind: DerivedEvidenceProvider['kind'];
  writer: BatchWriter;
  /** Throws when the right to write has been lost. */
  context: () => StoreContext;
  onMarked: () => void;
}

/** @internal */
export async function writeNamespace(
  namespace: string,
  pass: DerivedEvidencePass,
  { context, database, kind, lease, onMarked, writer }: WriteNamespaceOptions,
): Promise<void> {
  const { clusterUid } = context();
  const before = await loadDerivedObjects(
    database,
    clusterUid,
    namespace,
    kind,
  );
  const gone = new Set(before.keys());
  for await (const page of loadImageWorkloads(
    database,
    clusterUid,
    namespace,
  )) {
    const workloads = page.map(it => ({
      ...it,
      clusterUid,
      subject: { namespace, kind: it.kind, name: it.name },
    }));
    const evidence = await pass.evidenceFor(
      workloads.filter(it => it.unreadable === null),
    );
    const objects: CollectedObject[] = [];
    for (const { id, subject, unreadable } of workloads) {
      const key = keyOf(kind, subject);
      const stored = before.get(objectId(clusterUid, key));
      const said = evidence.get(id) ?? [];
      if (unreadable === null && said.length === 0) {
        continue;
      }
      gone.delete(objectId(clusterUid, key));
      const object = {
        key,
        uid: '',
        // What says the same is not written again: it is as old as it was.
        observedAt: stored?.observed_at ?? context().now,
        evidence: said,
        subjects: [],
      };
      if (unreadable === null) {
        objects.push(object);
      } else if (stored?.unreadable !== reasonOf(unreadable)) {
        objects.push({
          ...object,
          subjects: [subject],
          unreadable: reasonOf(unreadable),
        });
      }
    }
    for (const batch of batchesOf(objects)) {
      await writer.write(kind, batch, context);
      await giveWay();
    }
  }
  await removeDerived(lease, [...gone], context);
  if (gone.size > 0) {
    onMarked();
  }
}

/** Said once: each time anew would have everybody concerned assessed again. */
function reasonOf(unreadable: string): string {
  return `Its workload could not be read: ${unreadable}`;
}

function keyOf(
  kind: DerivedEvidenceProvider['kind'],
  subject: ObjectReference,
): ObjectKey {
  return {
    apiVersion: 'shift-down.io/v1alpha1',
    kind,
    namespace: subject.namespace,
    name: `${subject.kind}/${subject.name}`,
  };
}
