/** The strings extension, version 2, as Kubernetes has it. */
import { CelError } from '../failures';
import { global, method } from '../overloads';
import { itemsOf, type CelList } from '../values';
import { formatText } from './stringFormat';
import {
  codePointIndex,
  GO_ESCAPES,
  sizeOfText,
  sliceOfText,
  unitIndex,
} from './text';

const outOfRange = (index: bigint) =>
  new CelError(`index out of range: ${index}`);

function charAt(text: string, index: bigint): string {
  const size = sizeOfText(text);
  if (index < 0 || index > size) {
    throw outOfRange(index);
  }
  return sliceOfText(text, Number(index), Number(index) + 1);
}

function indexOf(text: string, part: string, offset = 0n): bigint {
  if (part === '') {
    return offset;
  }
  if (offset < 0) {
    throw outOfRange(offset);
  }
  if (offset >= sizeOfText(text)) {
    return -1n;
  }
  const found = text.indexOf(part, unitIndex(text, Number(offset)));
  return BigInt(codePointIndex(text, found));
}

function lastIndexOf(text: string, part: string, offset?: bigint): bigint {
  const size = BigInt(sizeOfText(text));
  if (part === '') {
    return offset ?? size;
  }
  if (offset === undefined) {
    return BigInt(codePointIndex(text, text.lastIndexOf(part)));
  }
  if (offset < 0) {
    throw outOfRange(offset);
  }
  if (offset >= size || part.length > text.length) {
    return -1n;
  }
  const found = text.lastIndexOf(part, unitIndex(text, Number(offset)));
  return BigInt(codePointIndex(text, found));
}

function substring(text: string, start: bigint, end?: bigint): string {
  const size = BigInt(sizeOfText(text));
  const stop = end ?? size;
  if (end !== undefined && start > end) {
    throw new CelError(`invalid substring range. start: ${start}, end: ${end}`);
  }
  if (start < 0 || start > size) {
    throw outOfRange(start);
  }
  if (stop < 0 || stop > size) {
    throw outOfRange(stop);
  }
  return sliceOfText(text, Number(start), Number(stop));
}

/** Splits as Go does: at most so many parts, none for 0, all for less than 0. */
function split(text: string, separator: string, limit = -1n): string[] {
  if (limit === 0n) {
    return [];
  }
  const parts = separator === '' ? Array.from(text) : text.split(separator);
  if (limit < 0 || BigInt(parts.length) <= limit) {
    return parts;
  }
  const last = Number(limit) - 1;
  return [...parts.slice(0, last), parts.slice(last).join(separator)];
}

function replace(
  text: string,
  old: string,
  replacement: string,
  limit = -1n,
): string {
  if (limit === 0n) {
    return text;
  }
  if (old !== '') {
    const parts = split(text, old, limit < 0 ? -1n : limit + 1n);
    return parts.join(replacement);
  }
  // Go puts the replacement before each code point and at the end.
  const characters = Array.from(text);
  const gaps = characters.length + 1;
  const count = limit < 0 ? gaps : Math.min(gaps, Number(limit));
  return (
    characters
      .map((character, index) =>
        index < count ? replacement + character : character,
      )
      .join('') + (count === gaps ? replacement : '')
  );
}

const quote = (text: string) =>
  `"${Array.from(text, character => GO_ESCAPES[character] ?? character).join(
    '',
  )}"`;

const joinItems = (list: CelList, separator = '') =>
  itemsOf(list)
    .map(item => {
      if (typeof item !== 'string') {
        throw new CelError(`join: invalid input: ${String(item)}`);
      }
      return item;
    })
    .join(separator);

const traversal = (text: string) => Math.ceil(text.length * 0.1);
const rewriting = (text: string) => Math.ceil(text.length * 0.2);
const replacing = (text: string, _old: string, replacement: string) =>
  Math.ceil(text.length * 0.2) +
  Math.ceil(text.length * replacement.length * 0.01);
const joining = (list: CelList, separator: string | object = '') =>
  Math.ceil(
    list.reduce<number>(
      (size, item) =>
        size +
        (typeof item === 'string' ? item.length : 1) +
        (typeof separator === 'string' ? separator.length : 0),
      0,
    ) * 0.2,
  );

// White space as Go's `unicode.IsSpace` has it, which is not that of `trim`.
const SPACE =
  '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const SPACE_BEFORE = new RegExp(`^${SPACE}+`);

function trim(text: string): string {
  const start = text.replace(SPACE_BEFORE, '');
  let end = start.length;
  while (end > 0 && SPACE_BEFORE.test(start[end - 1])) {
    end--;
  }
  return start.slice(0, end);
}

const SINCE_29 = { since: 29 };

export const strings = [
  method('charAt(string, int): string', charAt),
  method(
    'indexOf(string, string): int',
    (text: string, part: string) => indexOf(text, part),
    { cost: traversal },
  ),
  method(
    'indexOf(string, string, int): int',
    (text: string, part: string, offset: bigint) => indexOf(text, part, offset),
    { cost: traversal },
  ),
  method(
    'lastIndexOf(string, string): int',
    (text: string, part: string) => lastIndexOf(text, part),
    { cost: traversal },
  ),
  method(
    'lastIndexOf(string, string, int): int',
    (text: string, part: string, offset: bigint) =>
      lastIndexOf(text, part, offset),
    { cost: traversal },
  ),
  method(
    'lowerAscii(string): string',
    (text: string) => text.replace(/[A-Z]+/g, part => part.toLowerCase()),
    { cost: traversal },
  ),
  method(
    'upperAscii(string): string',
    (text: string) => text.replace(/[a-z]+/g, part => part.toUpperCase()),
    { cost: traversal },
  ),
  method(
    'replace(string, string, string): string',
    (text: string, old: string, replacement: string) =>
      replace(text, old, replacement),
    { cost: replacing },
  ),
  method(
    'replace(string, string, string, int): string',
    (text: string, old: string, replacement: string, limit: bigint) =>
      replace(text, old, replacement, limit),
    { cost: replacing },
  ),
  method(
    'split(string, string): list(string)',
    (text: string, separator: string) => split(text, separator),
    { cost: rewriting },
  ),
  method(
    'split(string, string, int): list(string)',
    (text: string, separator: string, limit: bigint) =>
      split(text, separator, limit),
    { cost: rewriting },
  ),
  method(
    'substring(string, int): string',
    (text: string, start: bigint) => substring(text, start),
    { cost: traversal },
  ),
  method(
    'substring(string, int, int): string',
    (text: string, start: bigint, end: bigint) => substring(text, start, end),
    { cost: traversal },
  ),
  method('trim(string): string', trim, { cost: traversal }),
  method('join(list(string)): string', (list: CelList) => joinItems(list), {
    cost: joining,
  }),
  method(
    'join(list(string), string): string',
    (list: CelList, separator: string) => joinItems(list, separator),
    { cost: joining },
  ),
  method('format(string, list(dyn)): string', formatText, {
    ...SINCE_29,
    cost: traversal,
  }),
  global('strings.quote(string): string', quote, {
    ...SINCE_29,
    cost: traversal,
  }),
];
