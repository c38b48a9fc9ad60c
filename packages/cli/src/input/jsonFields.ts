/** Where a field stands in a JSON text that is known to be sound. */
import type { FieldPath } from '@shift-down/plugin-shift-down-policy';

interface Found {
  /** Of the name or item. */
  offset: number;
  /** Of the value. */
  value: number;
}

class Scan {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  skipSpace(from: number): number {
    let at = from;
    while (this.#text.charCodeAt(at) <= 0x20) {
      at += 1;
    }
    return at;
  }

  /** What a map or list has at a step; nothing where it is neither. */
  child(value: number, step: string | number): Found | undefined {
    switch (this.#text[value]) {
      case '{':
        return this.#member(value, String(step));
      case '[':
        return this.#item(value, Number(step));
      default:
        return undefined;
    }
  }

  #member(object: number, name: string): Found | undefined {
    let found: Found | undefined;
    let at = this.skipSpace(object + 1);
    while (this.#text[at] === '"') {
      const end = this.#endOfString(at);
      const key = JSON.parse(this.#text.slice(at, end));
      const value = this.skipSpace(this.skipSpace(end) + 1);
      // The last of several wins, as in JSON.parse.
      if (key === name) {
        found = { offset: at, value };
      }
      at = this.#next(value);
    }
    return found;
  }

  #item(list: number, index: number): Found | undefined {
    let at = this.skipSpace(list + 1);
    for (let place = 0; this.#text[at] !== ']'; place += 1) {
      if (at >= this.#text.length) {
        return undefined;
      }
      if (place === index) {
        return { offset: at, value: at };
      }
      at = this.#next(at);
    }
    return undefined;
  }

  /** Start of what follows a value and its comma. */
  #next(value: number): number {
    const after = this.skipSpace(this.#endOfValue(value));
    return this.#text[after] === ',' ? this.skipSpace(after + 1) : after;
  }

  #endOfValue(start: number): number {
    let depth = 0;
    let at = start;
    do {
      switch (this.#text[at]) {
        case '"':
          at = this.#endOfString(at);
          break;
        case '{':
        case '[':
          depth += 1;
          at += 1;
          break;
        case '}':
        case ']':
          depth -= 1;
          at += 1;
          break;
        case undefined:
          return at;
        default:
          at = depth > 0 ? at + 1 : this.#endOfWord(at);
      }
    } while (depth > 0);
    return at;
  }

  #endOfWord(start: number): number {
    let at = start;
    while (at < this.#text.length && !/[\s,\]}]/.test(this.#text[at])) {
      at += 1;
    }
    return at;
  }

  #endOfString(start: number): number {
    let at = start + 1;
    while (this.#text[at] !== '"' && at < this.#text.length) {
      at += this.#text[at] === '\\' ? 2 : 1;
    }
    return at + 1;
  }
}

/**
 * Offset of the field's name, or of the list's item; of the nearest parent that is there
 * where it is not. Reads no further than the field.
 */
export function jsonFieldOffset(text: string, field: FieldPath): number {
  const scan = new Scan(text);
  let offset = scan.skipSpace(0);
  let value = offset;
  for (const step of field) {
    const found = scan.child(value, step);
    if (!found) {
      return offset;
    }
    ({ offset, value } = found);
  }
  return offset;
}
