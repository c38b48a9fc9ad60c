/**
 * The one redactor: every free text passes it before it is stored, logged or sent.
 *
 * It errs towards taking out too much. What people need to find their way is kept:
 * digests, UUIDs, image references, advisory ids, package URLs, names of objects and
 * field paths. Every pattern is bounded or can match in one way only, so that time
 * grows with the length of the text and no faster.
 */
import { redactAssignments } from './redaction/assignments';
import { redactRandomness } from './redaction/randomness';
import { MARK } from './redaction/mark';
import { redactTokens } from './redaction/tokens';

/** Free text is cut to this many characters, the ellipsis among them. */
const MAXIMUM_LENGTH = 2_000;

/** What a longer text is cut to before it is looked at. */
const MAXIMUM_READ = 200_000;

/**
 * Cuts a text to a length, with an ellipsis where something was cut.
 * @internal
 */
export function boundText(text: string, length = MAXIMUM_LENGTH): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/**
 * Takes secrets out of a free text and bounds its length to 2,000 characters.
 * Redacting twice changes nothing more.
 * @public
 */
export function redact(text: string): string {
  return redactWithin(text, MAXIMUM_LENGTH);
}

/**
 * {@link redact} for texts of which more is kept.
 * @param length - At most so many characters, below 200,000.
 * @internal
 */
export function redactWithin(text: string, length: number): string {
  // Cut after redaction, or else half a secret at the cut would go unrecognised.
  return boundText(
    redactRandomness(
      redactAssignments(redactTokens(text.slice(0, MAXIMUM_READ))),
    ),
    length,
  );
}

/**
 * Whether a text was changed by {@link redact}, as far as one can tell from the outcome:
 * a secret taken out, or the end cut off.
 * @public
 */
export function redactionIn(text: string): 'masked' | 'cut' | undefined {
  if (text.includes(MARK)) {
    return 'masked';
  }
  return text.endsWith('…') ? 'cut' : undefined;
}

/** Values shorter than this say nothing, and would be found in every other word. */
const SHORTEST_SECRET = 4;
/** Values shorter than this are replaced where they stand as a word only. */
const SHORTEST_ANYWHERE = 8;

/**
 * Replaces values that are known to be sensitive, such as those of environment
 * variables and arguments, as they are and as Base64 or URL-encoded. For sources that
 * see them in memory; {@link redact} still has to follow.
 * @public
 */
export function redactKnown(
  text: string,
  knownSecrets: Iterable<string>,
): string {
  const forms = new Set<string>();
  for (const secret of knownSecrets) {
    const value = secret.trim();
    if (
      value.length >= SHORTEST_SECRET &&
      !/^(true|false|null|\d{1,5})$/i.test(value)
    ) {
      forms.add(value);
      forms.add(new URLSearchParams([[value, '']]).toString().slice(0, -1));
      forms.add(JSON.stringify(value).slice(1, -1));
      forms.add(Buffer.from(value).toString('base64'));
    }
  }
  // Longest first, lest one secret that contains another leave the rest of it.
  return [...forms]
    .sort((a, b) => b.length - a.length)
    .reduce(replaceLiteral, text);
}

function replaceLiteral(text: string, literal: string): string {
  if (!text.includes(literal)) {
    return text;
  }
  if (literal.length >= SHORTEST_ANYWHERE) {
    return text.replaceAll(literal, MARK);
  }
  const escaped = literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(
    new RegExp(`(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9])`, 'g'),
    () => MARK,
  );
}
