/** Values of ARG and ENV, and the words they stand in. */

/** `unknown` where only the build or the base image can tell. */
export type VariableValue = { text: string } | 'unset' | 'unknown';

export type Lookup = (name: string) => VariableValue;

/** A word with its variables replaced, or the variable that could not be. */
export type Expansion = { text: string } | { unresolved: string };

const REFERENCE = /^\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([^}]*)\})/;
const BRACED = /^([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+?])([\s\S]*))?$/;

/**
 * Replaces variables and takes quotes away, as a build does.
 * @see https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
export function expandWord(
  word: string,
  lookup: Lookup,
  escape: string,
): Expansion {
  let text = '';
  let quote = '';
  for (let index = 0; index < word.length; ) {
    const character = word[index];
    if (quote !== "'" && character === escape && index + 1 < word.length) {
      text += word[index + 1];
      index += 2;
    } else if (character === quote) {
      quote = '';
      index++;
    } else if (!quote && (character === '"' || character === "'")) {
      quote = character;
      index++;
    } else if (character === '$' && quote !== "'") {
      const reference = REFERENCE.exec(word.slice(index));
      if (!reference) {
        text += character;
        index++;
        continue;
      }
      const value = valueOf(reference[1] ?? reference[2], lookup, escape);
      if ('unresolved' in value) {
        return value;
      }
      text += value.text;
      index += reference[0].length;
    } else {
      text += character;
      index++;
    }
  }
  return { text };
}

function valueOf(reference: string, lookup: Lookup, escape: string): Expansion {
  const [, name, operator, alternative = ''] = BRACED.exec(reference) ?? [];
  if (name === undefined) {
    return { unresolved: reference };
  }
  const value = lookup(name);
  if (value === 'unknown') {
    return { unresolved: name };
  }
  const text = value === 'unset' ? undefined : value.text;
  const isThere = operator?.startsWith(':')
    ? Boolean(text)
    : text !== undefined;
  switch (operator?.at(-1)) {
    case '-':
      return isThere
        ? { text: text ?? '' }
        : expandWord(alternative, lookup, escape);
    case '+':
      return isThere ? expandWord(alternative, lookup, escape) : { text: '' };
    case '?':
      return isThere ? { text: text ?? '' } : { unresolved: name };
    default:
      return { text: text ?? '' };
  }
}

/** Variables of a stage, as they were at each of its instructions. */
export class Scope {
  readonly #values = new Map<
    string,
    { since: number; value: VariableValue }[]
  >();
  #now = 0;

  constructor(inherited: Iterable<[string, VariableValue]>) {
    for (const [name, value] of inherited) {
      this.set(name, value);
    }
  }

  set(name: string, value: VariableValue): void {
    const values = this.#values.get(name) ?? [];
    values.push({ since: ++this.#now, value });
    this.#values.set(name, values);
  }

  /** Looks up what is set now, whenever it is called. What is not may be in the base image. */
  lookup(): Lookup {
    const now = this.#now;
    return name =>
      this.#values.get(name)?.findLast(({ since }) => since <= now)?.value ??
      'unknown';
  }
}
