/**
 * The files of a recording and the objects in them. Reads again only what changed,
 * and keeps what it knew of a file for as long as that can't be read.
 */
import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import {
  idOf,
  readEntry,
  unreadableEntry,
  type EntryResult,
  type InventoryEntry,
} from '../inventory/entry';
import type { Inventory } from '../inventory/Inventory';
import { giveWay } from '@shift-down/plugin-shift-down-node';
import type { ManifestEntry, ManifestParser } from './ManifestParser';
import type { ScannedFile } from './scanFolder';

interface LoadedFile {
  signature: string;
  entries: Map<string, InventoryEntry>;
  /** What is wrong with parts whose kind nobody knows. */
  warnings: string[];
  /** Every object in it was identified and read. */
  complete: boolean;
}

/** @internal */
export class RecordedFiles {
  readonly #files = new Map<string, LoadedFile>();
  /** Names of the files that hold an object, by its id; more than one is a mistake. */
  readonly #holders = new Map<string, Set<string>>();

  constructor(private readonly inventory: Inventory) {}

  /** Takes over what changed in the folder. */
  async update(
    scanned: Map<string, ScannedFile>,
    options: {
      parser: ManifestParser;
      signal: AbortSignal;
      /** Called once for each problem of each version of a file. */
      onProblem(problem: string): void;
    },
  ): Promise<void> {
    for (const name of this.#files.keys()) {
      if (!scanned.has(name)) {
        this.#replace(name, undefined);
      }
    }
    for (const [name, file] of scanned) {
      if (options.signal.aborted) {
        return;
      }
      const before = this.#files.get(name);
      if (before?.signature !== file.signature) {
        const loaded = await load(name, file, options.parser);
        keepKnown(loaded, before, name);
        this.#replace(name, loaded);
        problemsOf(loaded).forEach(options.onProblem);
      }
    }
  }

  /** Whether all that the folder holds is known. */
  get complete(): boolean {
    return [...this.#files.values()].every(({ complete }) => complete);
  }

  /** What could not be read, of one kind of source. */
  warnings(sourceKind: SourceKind): string[] {
    const warnings: string[] = [];
    for (const { entries } of this.#files.values()) {
      for (const entry of entries.values()) {
        if (entry.sourceKind === sourceKind && entry.unreadable !== undefined) {
          warnings.push(entry.unreadable);
        }
      }
    }
    for (const [id, names] of this.#holders) {
      const entry = names.size > 1 ? this.#chosen(id, names) : undefined;
      if (entry?.sourceKind === sourceKind) {
        const files = [...names].sort().join(' and ');
        warnings.push(`${entry.key.kind} ${entry.key.name} is in ${files}`);
      }
    }
    return warnings;
  }

  /** What could not be read, of no kind that anybody knows. */
  get unidentifiedWarnings(): string[] {
    return [...this.#files.values()].flatMap(({ warnings }) => warnings);
  }

  #replace(name: string, loaded: LoadedFile | undefined): void {
    const before = this.#files.get(name);
    const ids = new Set([
      ...(before?.entries.keys() ?? []),
      ...(loaded?.entries.keys() ?? []),
    ]);
    if (loaded) {
      this.#files.set(name, loaded);
    } else {
      this.#files.delete(name);
    }
    for (const id of ids) {
      const names = this.#holders.get(id) ?? new Set();
      if (loaded?.entries.has(id)) {
        this.#holders.set(id, names.add(name));
      } else {
        names.delete(name);
      }
      const entry = this.#chosen(id, names);
      if (entry) {
        this.inventory.set(entry);
      } else {
        this.#holders.delete(id);
        this.inventory.delete(before!.entries.get(id)!.key);
      }
    }
  }

  /** Of an object in several files: one that can be read, in the order of the names. */
  #chosen(id: string, names: Set<string>): InventoryEntry | undefined {
    const entries = [...names]
      .sort()
      .map(name => this.#files.get(name)!.entries.get(id)!);
    return (
      entries.find(({ unreadable }) => unreadable === undefined) ?? entries[0]
    );
  }
}

async function load(
  name: string,
  file: ScannedFile,
  parser: ManifestParser,
): Promise<LoadedFile> {
  const loaded: LoadedFile = {
    signature: file.signature,
    entries: new Map(),
    warnings: [],
    complete: true,
  };
  if (file.refused !== undefined) {
    loaded.warnings.push(`${name}: ${file.refused}`);
    loaded.complete = false;
    return loaded;
  }
  for await (const batch of parser.parse(file.path)) {
    for (const parsed of batch) {
      await giveWay();
      if (parsed.type === 'foreign') {
        loaded.warnings.push(`${name}: ${parsed.reason}`);
      } else {
        take(loaded, name, await toResult(parsed, file.modifiedAt));
      }
    }
  }
  return loaded;
}

async function toResult(
  parsed: Exclude<ManifestEntry, { type: 'foreign' }>,
  seenAt: string,
): Promise<EntryResult> {
  if (parsed.type === 'object') {
    return readEntry(JSON.parse(parsed.text), seenAt);
  }
  const { identity, reason } = parsed;
  const result = unreadableEntry(
    identity === undefined ? undefined : JSON.parse(identity),
    reason,
    seenAt,
  );
  return result.type === 'unidentified' ? { ...result, reason } : result;
}

function take(loaded: LoadedFile, name: string, result: EntryResult): void {
  if (result.type === 'unidentified') {
    loaded.warnings.push(`${name}: ${result.reason}`);
    loaded.complete = false;
  } else if (result.type === 'entry') {
    const { entry } = result;
    const id = idOf(entry.key);
    if (entry.unreadable === undefined) {
      loaded.entries.set(id, entry);
    } else {
      loaded.complete = false;
      const unreadable = `${name}: ${entry.unreadable}`;
      loaded.entries.set(id, { ...entry, unreadable });
    }
  }
}

/**
 * Objects that a broken file held before are not gone: nobody can say. They stay with
 * what was known of them, as unreadable.
 */
function keepKnown(
  loaded: LoadedFile,
  before: LoadedFile | undefined,
  name: string,
): void {
  if (loaded.complete || !before) {
    return;
  }
  for (const [id, known] of before.entries) {
    const entry = loaded.entries.get(id);
    if (!entry) {
      const unreadable = `${name}: the file could not be read in full`;
      loaded.entries.set(id, { ...known, unreadable });
    } else if (entry.unreadable !== undefined && known.content) {
      const { unreadable } = entry;
      loaded.entries.set(id, { ...known, unreadable });
    }
  }
}

function problemsOf(loaded: LoadedFile): string[] {
  const unreadable = [...loaded.entries.values()].flatMap(entry =>
    entry.unreadable === undefined ? [] : [entry.unreadable],
  );
  return [...new Set([...loaded.warnings, ...unreadable])];
}
