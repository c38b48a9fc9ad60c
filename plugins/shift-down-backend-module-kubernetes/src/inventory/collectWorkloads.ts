import type { CollectedObject } from '@shift-down/plugin-shift-down-common';
import { normaliseWorkload } from '../kinds/workload/normalise';
import type { ManifestOfWorkload } from '../kinds/workload/schema';
import {
  toSubject,
  type OwnerGraph,
  type ResourceReference,
} from '../ownership';
import { idOf, type InventoryEntry } from './entry';

interface Group {
  root: ResourceReference;
  members: ManifestOfWorkload[];
  observedAt: string;
}

/**
 * The workloads of one namespace: one object for each root owner. An object that
 * can't be read is handed on under its own name and leaves its root unknown.
 * @internal
 */
export function* collectWorkloads(
  entries: InventoryEntry[],
  graph: OwnerGraph,
): Generator<CollectedObject> {
  const unreadable = new Set<string>();
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    if (entry.sourceKind !== 'Workload') {
      continue;
    }
    const reference = { ...entry.key, uid: entry.uid };
    const root = graph.rootOf(reference);
    if (entry.unreadable !== undefined) {
      unreadable.add(idOf(entry.key));
      yield {
        key: entry.key,
        uid: entry.uid,
        observedAt: entry.writtenAt ?? entry.seenAt,
        evidence: [],
        subjects: [toSubject(root)],
        unreadable: entry.unreadable,
      };
    }
    if (entry.content?.type === 'workload' && !graph.isSuperseded(reference)) {
      addToGroup(groups, root, entry, entry.content.manifest);
    }
  }
  for (const { root, members, observedAt } of groups.values()) {
    const { apiVersion, kind, namespace, name, uid } = root;
    const key = { apiVersion, kind, namespace, name };
    if (!unreadable.has(idOf(key))) {
      yield {
        key,
        uid,
        observedAt,
        evidence: [normaliseWorkload(root, members)],
        subjects: [],
      };
    }
  }
}

function addToGroup(
  groups: Map<string, Group>,
  root: ResourceReference,
  entry: InventoryEntry,
  manifest: ManifestOfWorkload,
): void {
  const { apiVersion, kind, namespace, name } = root;
  const id = idOf({ apiVersion, kind, namespace, name });
  const observedAt = entry.writtenAt ?? entry.seenAt;
  const group = groups.get(id);
  if (!group) {
    groups.set(id, { root, members: [manifest], observedAt });
    return;
  }
  group.members.push(manifest);
  if (observedAt < group.observedAt) {
    group.observedAt = observedAt;
  }
}
