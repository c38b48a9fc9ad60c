/** Objects as they come from a cluster, parsed; the stuff the inventory is made of. */
import {
  REPORT_KINDS,
  type ObjectKey,
  type SourceKind,
} from '@shift-down/plugin-shift-down-common';
import { inTurns, type Steps } from '@shift-down/plugin-shift-down-policy';
import { z } from 'zod';
import { findReader } from '../kinds';
import {
  groupOf,
  keyOf,
  latest,
  objectSchema,
  referenceTo,
  resourceReference,
  toIso,
  type KubernetesObject,
} from '../kinds/object';
import type { ReadObject } from '../kinds/types';
import {
  isWorkload,
  readWorkload,
  type WorkloadObject,
} from '../kinds/workload/schema';
import type { OwnerReference, ResourceReference } from '../ownership';
import { giveWay } from '@shift-down/plugin-shift-down-node';

/** One object of the cluster. @internal */
export interface InventoryEntry {
  key: ObjectKey;
  sourceKind: SourceKind;
  uid: string;
  owners: OwnerReference[];
  /** Whom it concerns, as far as the object itself says so. */
  about: ResourceReference[];
  /** ISO 8601; when it was last written, as far as its metadata says so. */
  writtenAt?: string;
  /** ISO 8601; when it was seen. */
  seenAt: string;
  /** Kept from before where the object became unreadable. */
  content?:
    | ({ type: 'workload' } & WorkloadObject)
    | ({ type: 'report' } & ReadObject);
  /** Why it can't be read. */
  unreadable?: string;
}

/** What could be made of an object; `ignored` is of a kind that isn't collected. */
export type EntryResult =
  | { type: 'entry'; entry: InventoryEntry }
  | { type: 'ignored' }
  | { type: 'unidentified'; reason: string };

/** @internal */
export function idOf(key: ObjectKey): string {
  return [key.apiVersion, key.kind, key.namespace, key.name].join('\n');
}

/**
 * Parses an object, without holding up anything; one that has the wrong shape becomes
 * an unreadable entry.
 * @internal
 */
export async function readEntry(
  raw: unknown,
  seenAt: string,
): Promise<EntryResult> {
  return inTurns(readInSteps(raw, seenAt), giveWay);
}

function* readInSteps(raw: unknown, seenAt: string): Steps<EntryResult> {
  const identity = identify(raw, seenAt);
  if (identity.type !== 'entry') {
    return identity;
  }
  const { entry } = identity;
  const { apiVersion, kind } = entry.key;
  try {
    const content = isWorkload(groupOf(apiVersion), kind)
      ? { type: 'workload' as const, ...readWorkload(raw) }
      : {
          type: 'report' as const,
          ...(yield* findReader(groupOf(apiVersion), kind)!.readInSteps(raw)),
        };
    return { type: 'entry', entry: { ...entry, content } };
  } catch (error) {
    return {
      type: 'entry',
      entry: { ...entry, unreadable: describeShape(error) },
    };
  }
}

/** An entry for what could not be parsed, from what it still says of itself. @internal */
export function unreadableEntry(
  identity: unknown,
  reason: string,
  seenAt: string,
): EntryResult {
  const result = identify(identity, seenAt);
  return result.type === 'entry'
    ? { type: 'entry', entry: { ...result.entry, unreadable: reason } }
    : result;
}

const scoped = z.object({ scope: resourceReference }).catch({
  scope: { apiVersion: '', kind: '', namespace: '', name: '', uid: '' },
});

function identify(raw: unknown, seenAt: string): EntryResult {
  const parsed = objectSchema.safeParse(raw);
  if (!parsed.success) {
    return { type: 'unidentified', reason: describeShape(parsed.error) };
  }
  const object = parsed.data;
  const sourceKind = sourceKindOf(object);
  if (!sourceKind) {
    return { type: 'ignored' };
  }
  const { metadata } = object;
  return {
    type: 'entry',
    entry: {
      key: keyOf(object),
      sourceKind,
      uid: metadata.uid,
      owners: metadata.ownerReferences,
      about: aboutOf(object, sourceKind, scoped.parse(raw).scope),
      writtenAt:
        latest(metadata.managedFields.map(({ time }) => toIso(time))) ??
        toIso(metadata.creationTimestamp),
      seenAt,
    },
  };
}

function sourceKindOf(object: KubernetesObject): SourceKind | undefined {
  const group = groupOf(object.apiVersion);
  return isWorkload(group, object.kind)
    ? 'Workload'
    : findReader(group, object.kind)?.sourceKind;
}

const REPORTS: ReadonlySet<SourceKind> = new Set(REPORT_KINDS);

/** Reports are about their scope or their owner, everything else about itself. */
function aboutOf(
  object: KubernetesObject,
  sourceKind: SourceKind,
  scope: ResourceReference,
): ResourceReference[] {
  if (!REPORTS.has(sourceKind)) {
    return [referenceTo(object)];
  }
  if (sourceKind === 'GatekeeperConstraint') {
    return [];
  }
  const { namespace, ownerReferences } = object.metadata;
  const scopes =
    scope.kind &&
    scope.name &&
    (!namespace || !scope.namespace || scope.namespace === namespace)
      ? [{ ...scope, namespace: namespace || scope.namespace }]
      : [];
  const owners = ownerReferences.map(owner => ({ ...owner, namespace }));
  return scopes.length > 0 ? scopes : owners;
}

/** Where an object has the wrong shape; never with a value out of it. */
function describeShape(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return `${issue.path.join('.') || 'the object'} has the wrong type or form`;
  }
  return 'the object has the wrong form';
}
