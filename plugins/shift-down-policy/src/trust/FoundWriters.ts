/** Gathers writers: one row for each kind, namespace and writer, in however many ways. */
import type { ReportKind } from '@shift-down/plugin-shift-down-common';
import { within } from '../within';
import type { ReportWriter } from './types';

const WAYS_SHOWN = 3;
const EVERYWHERE = '';

interface Found {
  trusted: boolean;
  ways: Set<string>;
}

/** @internal */
export class FoundWriters {
  /** By writer, kind and namespace. */
  readonly #found = new Map<string, Map<ReportKind, Map<string, Found>>>();

  add({ kind, namespace, writer, via, trusted }: ReportWriter) {
    const places = within(within(this.#found, writer), kind);
    const known = places.get(namespace);
    if (known) {
      known.ways.add(via);
      known.trusted ||= trusted;
    } else {
      places.set(namespace, { trusted, ways: new Set([via]) });
    }
  }

  /** Names of all writers. */
  writers(): string[] {
    return [...this.#found.keys()];
  }

  /** Who may write everywhere is not listed for each namespace as well. */
  of(writer: string): ReportWriter[] {
    const rows: ReportWriter[] = [];
    for (const [kind, places] of this.#found.get(writer) ?? []) {
      const everywhere = places.get(EVERYWHERE);
      for (const [namespace, { trusted, ways }] of everywhere
        ? [[EVERYWHERE, everywhere] as const]
        : places) {
        rows.push({ kind, namespace, writer, via: inWords(ways), trusted });
      }
    }
    return rows;
  }
}

function inWords(ways: Set<string>): string {
  if (ways.size === 1) {
    return [...ways][0];
  }
  const shown = [...ways].sort().slice(0, WAYS_SHOWN);
  const more = ways.size - shown.length;
  return `${shown.join('; ')}${more ? ` and ${more} more` : ''}`;
}
