import type { FieldDifference } from '@shift-down/plugin-shift-down-common';
import { boundText } from '../../redact';

const SHOWN = 3;
const LONGEST_VALUE = 120;

/**
 * `spec.hard["limits.cpu"]: 8 applied, 800 there`
 * @public
 */
export function differencesInWords(
  differences: readonly FieldDifference[],
): string {
  const shown = differences.slice(0, SHOWN).map(inWords);
  const more = differences.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function inWords({ path, applied, found }: FieldDifference): string {
  const ours = applied === undefined ? 'nothing' : plain(applied);
  const theirs = found === undefined ? 'nothing' : plain(found);
  return `${path}: ${ours} applied, ${theirs} there`;
}

/** A text without its quotes. */
function plain(json: string): string {
  return boundText(
    /^"[^"\\]*"$/.test(json) ? json.slice(1, -1) : json,
    LONGEST_VALUE,
  );
}
