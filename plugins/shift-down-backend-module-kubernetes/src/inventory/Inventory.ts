/**
 * All collected objects of one cluster, and what they mean together: reports are about
 * root owners, and a message may repeat a value from a manifest, so that one object
 * can change what another says. Knows nothing of where the objects come from.
 */
import type {
  CollectedObject,
  ObjectKey,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';
import {
  hashEvidence,
  inTurns,
  type Steps,
} from '@shift-down/plugin-shift-down-policy';
import { createHash } from 'crypto';
import { OwnerGraph, type OwnedObject } from '../ownership';
import { collectReport, type Collected } from './collectReport';
import { collectWorkloads } from './collectWorkloads';
import { idOf, type InventoryEntry } from './entry';
import { NamespaceText } from './NamespaceText';
import { giveWay } from '@shift-down/plugin-shift-down-node';

/** What changed of one kind since changes were last taken. @internal */
export interface InventoryChange {
  upserts: CollectedObject[];
  deletes: ObjectKey[];
}

interface Taken {
  key: ObjectKey;
  sourceKind: SourceKind;
  hash: string;
}

/** What was passed over in an object. */
interface PassedOver {
  key: ObjectKey;
  warnings: string[];
  dropped: number;
}

/** @internal */
export class Inventory {
  readonly #entries = new Map<string, InventoryEntry>();
  readonly #namespaces = new Map<string, Map<string, InventoryEntry>>();
  readonly #owned = new Map<string, OwnedObject>();
  readonly #graph = new OwnerGraph();
  readonly #texts = new Map<string, NamespaceText>();
  /** What was handed out last, by id. */
  readonly #taken = new Map<string, Taken>();
  /** Of which something was passed over, by kind and id: very few, and asked for often. */
  readonly #passedOver = new Map<SourceKind, Map<string, PassedOver>>();
  /** Ids of the workloads among them, by namespace. */
  readonly #takenWorkloads = new Map<string, Set<string>>();
  /** Entries that changed, and namespaces whose workloads or context did. */
  #changedIds = new Set<string>();
  #changedWorkloads = new Set<string>();
  #changedContext = new Set<string>();

  get(key: ObjectKey): InventoryEntry | undefined {
    return this.#entries.get(idOf(key));
  }

  /** Whether there is any object of the kind, readable or not. */
  has(sourceKind: SourceKind): boolean {
    for (const entry of this.#entries.values()) {
      if (entry.sourceKind === sourceKind) {
        return true;
      }
    }
    return false;
  }

  set(entry: InventoryEntry): void {
    const id = idOf(entry.key);
    const before = this.#entries.get(id);
    this.#entries.set(id, entry);
    const { namespace } = entry.key;
    const siblings = this.#namespaces.get(namespace) ?? new Map();
    this.#namespaces.set(namespace, siblings.set(id, entry));
    this.#markChanged(id, before, entry);
    if (entry.sourceKind === 'Workload') {
      this.#removeOwned(id);
      const owned = toOwned(entry);
      this.#owned.set(id, owned);
      this.#graph.add(owned);
    }
  }

  delete(key: ObjectKey): void {
    const id = idOf(key);
    const before = this.#entries.get(id);
    if (before) {
      this.#entries.delete(id);
      this.#namespaces.get(key.namespace)?.delete(id);
      this.#removeOwned(id);
      this.#markChanged(id, before, undefined);
    }
  }

  /**
   * Works out what changed since the last call. Objects of the kinds in `held` are
   * not given up: they could not be listed, which doesn't mean that they are gone.
   */
  async takeChanges(
    held: ReadonlySet<SourceKind>,
  ): Promise<Map<SourceKind, InventoryChange>> {
    const changes = new Map<SourceKind, InventoryChange>();
    const changeOf = (kind: SourceKind) => {
      const change = changes.get(kind) ?? { upserts: [], deletes: [] };
      changes.set(kind, change);
      return change;
    };
    const ids = this.#affectedIds();
    const gone = new Set(this.#changedIds);
    const namespaces = this.#changedWorkloads;
    // What changes from here on, while others have their turn, is for the next time.
    this.#changedIds = new Set();
    this.#changedContext = new Set();
    this.#changedWorkloads = new Set();

    const seen = async (
      sourceKind: SourceKind,
      { collected, warnings, dropped }: Collected,
    ) => {
      const id = idOf(collected.key);
      gone.delete(id);
      const hash = await inTurns(hashOf(collected), giveWay);
      if (this.#taken.get(id)?.hash !== hash) {
        changeOf(sourceKind).upserts.push(collected);
      }
      const { key } = collected;
      this.#taken.set(id, { key, sourceKind, hash });
      this.#passOver(sourceKind, id, { key, warnings, dropped });
    };

    for (const namespace of namespaces) {
      const before = this.#takenWorkloads.get(namespace) ?? [];
      before.forEach(id => gone.add(id));
      const now = new Set<string>();
      this.#takenWorkloads.set(namespace, now);
      const entries = this.#namespaces.get(namespace)?.values() ?? [];
      for (const collected of collectWorkloads([...entries], this.#graph)) {
        await seen('Workload', { collected, warnings: [], dropped: 0 });
        now.add(idOf(collected.key));
        await giveWay();
      }
    }

    for (const id of ids) {
      const entry = this.#entries.get(id);
      if (entry && entry.sourceKind !== 'Workload') {
        const steps = collectReport(entry, {
          graph: this.#graph,
          textOf: namespace => this.#textOf(namespace),
        });
        await seen(entry.sourceKind, await inTurns(steps, giveWay));
      }
      await giveWay();
    }

    for (const id of gone) {
      const taken = this.#taken.get(id);
      if (taken && held.has(taken.sourceKind)) {
        this.#changedIds.add(id);
      } else if (taken) {
        this.#taken.delete(id);
        this.#passedOver.get(taken.sourceKind)?.delete(id);
        changeOf(taken.sourceKind).deletes.push(taken.key);
      }
    }
    return changes;
  }

  /** Keys of every object of the kind that was handed out and not given up. */
  keys(sourceKind: SourceKind): ObjectKey[] {
    return [...this.#taken.values()]
      .filter(taken => taken.sourceKind === sourceKind)
      .map(({ key }) => key);
  }

  /** What objects of the kind hold that was passed over. */
  warnings(sourceKind: SourceKind): string[] {
    return this.#passedOverOf(sourceKind).flatMap(({ key, warnings }) =>
      warnings.map(
        warning =>
          `${key.kind} ${[key.namespace, key.name]
            .filter(part => part)
            .join('/')}: ${warning}`,
      ),
    );
  }

  /** How many results about objects outside their report's namespace were left out. */
  dropped(sourceKind: SourceKind): number {
    return this.#passedOverOf(sourceKind).reduce(
      (sum, { dropped }) => sum + dropped,
      0,
    );
  }

  /** Forgets what was handed out, so that everything is handed out again. */
  reset(): void {
    this.#taken.clear();
    this.#passedOver.clear();
    this.#takenWorkloads.clear();
    this.#changedIds = new Set(this.#entries.keys());
    this.#changedWorkloads = new Set(this.#namespaces.keys());
    this.#changedContext = new Set(this.#namespaces.keys());
  }

  /**
   * Takes back changes that could not be handed on: they, or what became of those objects
   * meanwhile, come again the next time. What is gone is known nowhere else.
   */
  putBack(changes: ReadonlyMap<SourceKind, InventoryChange>): void {
    for (const [sourceKind, { upserts, deletes }] of changes) {
      for (const key of [...upserts.map(it => it.key), ...deletes]) {
        const id = idOf(key);
        this.#taken.set(id, { key, sourceKind, hash: '' });
        this.#changedIds.add(id);
        if (sourceKind === 'Workload') {
          const { namespace } = key;
          const workloads = this.#takenWorkloads.get(namespace) ?? new Set();
          this.#takenWorkloads.set(namespace, workloads.add(id));
          this.#changedWorkloads.add(namespace);
        }
      }
    }
  }

  #affectedIds(): Set<string> {
    const ids = new Set(this.#changedIds);
    for (const namespace of this.#changedContext) {
      this.#texts.delete(namespace);
      for (const id of this.#namespaces.get(namespace)?.keys() ?? []) {
        ids.add(id);
      }
    }
    // Reports without a namespace may be about objects in any.
    if (this.#changedContext.size > 0) {
      for (const id of this.#namespaces.get('')?.keys() ?? []) {
        ids.add(id);
      }
    }
    return ids;
  }

  #markChanged(
    id: string,
    before: InventoryEntry | undefined,
    after: InventoryEntry | undefined,
  ): void {
    this.#changedIds.add(id);
    const { key, sourceKind } = (after ?? before)!;
    if (sourceKind === 'Workload') {
      this.#changedWorkloads.add(key.namespace);
      if (contextOf(before) !== contextOf(after)) {
        this.#changedContext.add(key.namespace);
      }
    }
  }

  #passedOverOf(sourceKind: SourceKind): PassedOver[] {
    return [...(this.#passedOver.get(sourceKind)?.values() ?? [])];
  }

  #passOver(sourceKind: SourceKind, id: string, what: PassedOver): void {
    const sameKind = this.#passedOver.get(sourceKind) ?? new Map();
    this.#passedOver.set(sourceKind, sameKind);
    if (what.warnings.length > 0 || what.dropped > 0) {
      sameKind.set(id, what);
    } else {
      sameKind.delete(id);
    }
  }

  #removeOwned(id: string): void {
    const owned = this.#owned.get(id);
    if (owned) {
      this.#graph.delete(owned);
      this.#owned.delete(id);
    }
  }

  #textOf(namespace: string): NamespaceText {
    let text = this.#texts.get(namespace);
    if (!text) {
      const entries = this.#namespaces.get(namespace)?.values() ?? [];
      text = NamespaceText.of(namespace, [...entries]);
      this.#texts.set(namespace, text);
    }
    return text;
  }
}

function* hashOf({ evidence, ...rest }: CollectedObject): Steps<string> {
  return createHash('sha256')
    .update(JSON.stringify(rest))
    .update(yield* hashEvidence(evidence))
    .digest('base64');
}

function toOwned(entry: InventoryEntry): OwnedObject {
  const manifest =
    entry.content?.type === 'workload' ? entry.content.manifest : undefined;
  const replicas =
    manifest && 'replicas' in manifest.spec
      ? manifest.spec.replicas ?? undefined
      : undefined;
  return { ...entry.key, uid: entry.uid, owners: entry.owners, replicas };
}

/** All of a workload object that bears on what others say. */
function contextOf(entry: InventoryEntry | undefined): string {
  if (!entry) {
    return '';
  }
  const { content } = entry;
  return JSON.stringify([
    toOwned(entry),
    content?.type === 'workload' && [
      content.secretValues,
      content.manifest.metadata.labels,
    ],
  ]);
}
