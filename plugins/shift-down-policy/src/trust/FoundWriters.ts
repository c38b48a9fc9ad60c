/** Gathers writers: one row for each kind, namespace and writer, in however many ways. */
import type { ReportWriter } from './types';

const WAYS_SHOWN = 3;

/** @internal */
export class FoundWriters {
  readonly #rows = new Map<string, { row: ReportWriter; ways: Set<string> }>();

  add(row: ReportWriter) {
    const key = keyOf(row);
    const known = this.#rows.get(key);
    if (known) {
      known.ways.add(row.via);
      known.row.trusted ||= row.trusted;
    } else {
      this.#rows.set(key, { row: { ...row }, ways: new Set([row.via]) });
    }
  }

  all(): ReportWriter[] {
    return [...this.#rows.values()].map(({ row, ways }) => {
      const shown = [...ways].sort().slice(0, WAYS_SHOWN);
      const more = ways.size - shown.length;
      // Whom the platform lets write everywhere is trusted wherever that may be.
      const everywhere = this.#rows.get(keyOf({ ...row, namespace: '' }));
      return {
        ...row,
        trusted: row.trusted || everywhere?.row.trusted === true,
        via: `${shown.join('; ')}${more ? ` and ${more} more` : ''}`,
      };
    });
  }
}

function keyOf({ kind, namespace, writer }: ReportWriter): string {
  return JSON.stringify([kind, namespace, writer]);
}
