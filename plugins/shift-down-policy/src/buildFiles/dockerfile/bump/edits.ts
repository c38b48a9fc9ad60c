/** Which characters of a file to replace so that a word in it says something else. */
import type { Segment } from './words';

/** In characters of the file. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** In characters of a word's value, its variables replaced. */
export interface Replacement {
  start: number;
  end: number;
  text: string;
}

/** A variable as the file gives it. */
export interface Definition {
  value: string;
  segments: Segment[];
}

export type Definitions = (name: string) => Definition | { problem: string };

interface Placed {
  segment: Segment;
  start: number;
  end: number;
  value: string;
  /** What the variable is made of, if it is one. */
  definition?: Definition;
}

/** Follows each replacement into the variable that holds what is replaced. */
export function editsOf(
  segments: Segment[],
  replacements: Replacement[],
  definitions: Definitions,
): Edit[] | { problem: string } {
  const placed = place(segments, definitions);
  if ('problem' in placed) {
    return placed;
  }
  const edits: Edit[] = [];
  for (const replacement of replacements) {
    const found = editOf(placed, narrow(placed, replacement), definitions);
    if ('problem' in found) {
      return found;
    }
    edits.push(...found);
  }
  return edits;
}

function place(
  segments: Segment[],
  definitions: Definitions,
): Placed[] | { problem: string } {
  const placed: Placed[] = [];
  let start = 0;
  for (const segment of segments) {
    const definition =
      segment.type === 'variable' ? definitions(segment.name) : undefined;
    if (definition && 'problem' in definition) {
      return definition;
    }
    const value = segment.type === 'text' ? segment.value : definition!.value;
    placed.push({
      segment,
      start,
      end: start + value.length,
      value,
      ...(definition && { definition }),
    });
    start += value.length;
  }
  return placed;
}

/** Leaves out text around a variable that stays as it is, as in `${VERSION}-slim`. */
function narrow(placed: Placed[], replacement: Replacement): Replacement {
  let { start, end, text } = replacement;
  for (const it of placed) {
    const kept = it.value;
    if (it.segment.type === 'text' && it.start <= start && it.end < end) {
      const common = kept.slice(start - it.start);
      if (it.end > start && text.startsWith(common)) {
        start = it.end;
        text = text.slice(common.length);
      }
    }
  }
  for (const it of [...placed].reverse()) {
    if (it.segment.type === 'text' && it.end >= end && it.start > start) {
      const common = it.value.slice(0, end - it.start);
      if (it.start < end && text.endsWith(common)) {
        end = it.start;
        text = text.slice(0, text.length - common.length);
      }
    }
  }
  return { start, end, text };
}

function editOf(
  placed: Placed[],
  { start, end, text }: Replacement,
  definitions: Definitions,
): Edit[] | { problem: string } {
  // What is put in between belongs to what it follows.
  const holder = placed.find(it =>
    start === end
      ? it.start < start && it.end >= start
      : it.start <= start && it.end >= end,
  );
  if (!holder) {
    return {
      problem: 'its tag or digest is put together of several parts',
    };
  }
  const { segment, definition } = holder;
  const from = start - holder.start;
  const to = end - holder.start;
  if (segment.type === 'text') {
    return [
      start === end
        ? { start: segment.ends[from - 1], end: segment.ends[from - 1], text }
        : { start: segment.starts[from], end: segment.ends[to - 1], text },
    ];
  }
  return definition
    ? editsOf(
        definition.segments,
        [{ start: from, end: to, text }],
        definitions,
      )
    : [];
}

/** Several edits of one text, which do not overlap. */
export function applyEdits(text: string, edits: Edit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce(
      (done, edit) =>
        done.slice(0, edit.start) + edit.text + done.slice(edit.end),
      text,
    );
}
