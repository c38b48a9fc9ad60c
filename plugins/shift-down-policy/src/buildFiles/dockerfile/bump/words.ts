/** Words of a Dockerfile and where each of their characters comes from. */

/** A part of a word: text as it stands there, or the value of a variable. */
export type Segment =
  | {
      type: 'text';
      value: string;
      /** Where each character of the value is written; one more for the end. */
      starts: number[];
      ends: number[];
    }
  | { type: 'variable'; name: string };

const PLAIN_VARIABLE =
  /^\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})/;

/**
 * Takes a word apart.
 * @param offset - where the word begins in its file
 * @returns why it can't be rewritten, if it can't
 */
export function segmentsOf(
  word: string,
  offset: number,
  escape: string,
): Segment[] | { problem: string } {
  if (/[\r\n]/.test(word)) {
    return { problem: 'it goes over several lines' };
  }
  const segments: Segment[] = [];
  let quote = '';
  for (let index = 0; index < word.length; ) {
    const character = word[index];
    if (quote !== "'" && character === escape && index + 1 < word.length) {
      addText(segments, word[index + 1], offset + index, offset + index + 2);
      index += 2;
    } else if (character === quote) {
      quote = '';
      index++;
    } else if (!quote && (character === '"' || character === "'")) {
      quote = character;
      index++;
    } else if (character === '$' && quote !== "'") {
      const variable = PLAIN_VARIABLE.exec(word.slice(index));
      if (!variable) {
        return { problem: `${word} is more than the value of a variable` };
      }
      segments.push({ type: 'variable', name: variable[1] ?? variable[2] });
      index += variable[0].length;
    } else {
      addText(segments, character, offset + index, offset + index + 1);
      index++;
    }
  }
  return segments;
}

function addText(
  segments: Segment[],
  value: string,
  start: number,
  end: number,
): void {
  const last = segments.at(-1);
  if (last?.type === 'text') {
    last.value += value;
    last.starts.push(start);
    last.ends.push(end);
  } else {
    segments.push({ type: 'text', value, starts: [start], ends: [end] });
  }
}
