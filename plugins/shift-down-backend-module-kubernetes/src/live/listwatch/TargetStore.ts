/** The objects of one list, as entries of the inventory. */
import type { ObjectKey } from '@shift-down/plugin-shift-down-common';
import {
  readEntry,
  unreadableEntry,
  type EntryResult,
} from '../../inventory/entry';
import type { Inventory } from '../../inventory/Inventory';
import { giveWay } from '@shift-down/plugin-shift-down-node';
import type { ReadableEntry, UnreadableEntry } from '../parsing/entries';
import type { WatchTarget } from './target';

/** @internal */
export class TargetStore {
  /** UID and version of each object, by namespace and name. */
  #known = new Map<string, string>();
  #unidentified = 0;
  #closed = false;

  constructor(
    private readonly inventory: Inventory,
    private readonly target: Pick<WatchTarget, 'apiVersion' | 'kind'>,
    private readonly onChange: () => void,
  ) {}

  get size(): number {
    return this.#known.size;
  }

  /** Objects of the last list that don't even say their name. */
  get unidentified(): number {
    return this.#unidentified;
  }

  /**
   * Takes in an object as it is now; one that is known in this version costs nothing.
   * To be awaited before anything else is done, for objects to change in their order.
   */
  async put(entry: ReadableEntry | UnreadableEntry): Promise<void> {
    if (!entry.name) {
      this.#unidentified += 1;
      return;
    }
    const id = `${entry.namespace}/${entry.name}`;
    const version = `${entry.uid} ${entry.version}`;
    if (entry.version && this.#known.get(id) === version) {
      return;
    }
    await giveWay();
    const result = await parse(entry);
    if (this.#closed) {
      return;
    }
    if (result.type === 'unidentified') {
      this.#unidentified += 1;
    }
    if (result.type !== 'entry') {
      return;
    }
    const { entry: now } = result;
    const before = this.inventory.get(now.key);
    // What it said last is what there is to go by.
    const content =
      now.content ?? (before?.uid === now.uid ? before.content : undefined);
    this.#known.set(id, version);
    this.inventory.set(content ? { ...now, content } : now);
    this.onChange();
  }

  delete({ namespace, name }: { namespace: string; name: string }): void {
    if (this.#known.delete(`${namespace}/${name}`)) {
      this.inventory.delete(this.#keyOf(namespace, name));
      this.onChange();
    }
  }

  /** A list begins. */
  begin(): void {
    this.#unidentified = 0;
  }

  /** A list is complete: what it does not hold is gone. */
  retain(seen: ReadonlySet<string>): void {
    for (const id of [...this.#known.keys()]) {
      if (!seen.has(id)) {
        const slash = id.indexOf('/');
        this.delete({
          namespace: id.slice(0, slash),
          name: id.slice(slash + 1),
        });
      }
    }
  }

  /** The list is there no more: all that it held is gone for good. */
  clear(): void {
    this.#closed = true;
    this.retain(new Set());
  }

  #keyOf(namespace: string, name: string): ObjectKey {
    return { ...this.target, namespace, name };
  }
}

async function parse(
  entry: ReadableEntry | UnreadableEntry,
): Promise<EntryResult> {
  const seenAt = new Date().toISOString();
  return entry.type === 'object'
    ? readEntry(JSON.parse(entry.text), seenAt)
    : unreadableEntry(JSON.parse(entry.head ?? '{}'), entry.reason, seenAt);
}
