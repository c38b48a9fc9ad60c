/**
 * Values that manifests hold where secrets are put (environment, arguments,
 * annotations), kept in memory only, so that reports which repeat one are masked.
 */

/** Shorter values are too common to be masked, and too weak to be secrets. */
const MIN_LENGTH = 8;
const BEGINNINGS = 2 ** 16;
/** Of longer values, such as whole manifests in annotations, no other forms are kept. */
const MAX_ENCODED = 4_096;

/** @internal */
export class KnownValues {
  /**
   * Values by the first characters of each form they may be written in, so that a
   * text is walked once, however many there are.
   */
  readonly #byPrefix = new Map<string, { form: string; value: string }[]>();
  /** Which beginnings there are at all, to pass over nearly all of a text quickly. */
  readonly #beginnings = new Uint8Array(BEGINNINGS);

  /**
   * @param values - What to look for.
   * @param published - What is shown anyway (names, images, labels) and so isn't hidden.
   */
  constructor(values: Iterable<string>, published: ReadonlySet<string>) {
    const trimmed = [...values].map(value => value.trim());
    for (const value of new Set(trimmed)) {
      if (value.length >= MIN_LENGTH && !published.has(value)) {
        formsOf(value).forEach(form => this.#add(form, value));
      }
    }
  }

  #add(form: string, value: string): void {
    this.#beginnings[beginningAt(form, 0)] = 1;
    const prefix = form.slice(0, MIN_LENGTH);
    const same = this.#byPrefix.get(prefix);
    if (same) {
      same.push({ form, value });
    } else {
      this.#byPrefix.set(prefix, [{ form, value }]);
    }
  }

  /** Those of the values that the text repeats, in whatever form. */
  in(text: string): string[] {
    if (this.#byPrefix.size === 0) {
      return [];
    }
    const found = new Set<string>();
    for (let at = 0; at + MIN_LENGTH <= text.length; at += 1) {
      const candidates = this.#beginnings[beginningAt(text, at)]
        ? this.#byPrefix.get(text.slice(at, at + MIN_LENGTH))
        : undefined;
      for (const { form, value } of candidates ?? []) {
        if (text.startsWith(form, at)) {
          found.add(value);
        }
      }
    }
    return [...found];
  }
}

/** A number that equal beginnings share, and others seldom. */
function beginningAt(text: string, at: number): number {
  let sum = 0;
  for (let offset = 0; offset < 4; offset += 1) {
    sum = (sum * 31 + text.charCodeAt(at + offset)) % BEGINNINGS;
  }
  return sum;
}

/** As they are, and as URLs, JSON and Secrets would hold them. */
function formsOf(value: string): Set<string> {
  if (value.length > MAX_ENCODED) {
    return new Set([value]);
  }
  return new Set([
    value,
    encodeURIComponent(Buffer.from(value).toString()),
    JSON.stringify(value).slice(1, -1),
    Buffer.from(value).toString('base64'),
  ]);
}
