/** How refusals are worded. */
import type { FieldPath } from '../evaluation';

/** A path as people write it: `spec.containers[0].image`. */
export function inWords(path: FieldPath): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') {
      return `${text}[${key}]`;
    }
    if (!/^[\w-]+$/.test(key)) {
      return `${text}['${key}']`;
    }
    return text ? `${text}.${key}` : key;
  }, '');
}

/** One form for one, the other for every other count. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}

/** `"a", "b"`, unescaped, as API servers join. */
export function quoted(items: readonly string[]): string {
  return items.map(item => `"${item}"`).join(', ');
}

/** Each once, in order. */
export function sortedSet(items: readonly string[]): string[] {
  return [...new Set(items)].sort();
}

const ESCAPES: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** A text in quotes, escaped as Go's `%q` does. */
export function goQuoted(text: string): string {
  const escaped = text.replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, it => {
    const code = it.codePointAt(0) ?? 0;
    if (it in ESCAPES) {
      return ESCAPES[it];
    }
    if (code < 0x80) {
      return `\\x${code.toString(16).padStart(2, '0')}`;
    }
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}
