// @ts-check

/**
 * Cuts what an API server streams into the JSON texts of single objects, by bytes and
 * without parsing: a list by its `items`, a watch by its lines. Memory is bounded by
 * the largest object allowed, however long the answer is.
 */

const QUOTE = 0x22;
const COMMA = 0x2c;
const NEWLINE = 0x0a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** What surrounds the items of a list: a few hundred bytes in practice. */
const MAX_FRAME = 1024 * 1024;

/** @typedef {{ bytes: Buffer, cut: boolean }} Piece */

/** Gathers one piece out of chunks; of what is too large only the head is kept. */
class Gathering {
  /** @param {number} limit */
  constructor(limit) {
    this.limit = limit;
    /** @type {Buffer[]} */
    this.parts = [];
    this.length = 0;
  }

  /** @param {Buffer} part */
  add(part) {
    const room = this.limit - this.length;
    if (part.length > 0 && room > 0) {
      this.parts.push(part.length > room ? part.subarray(0, room) : part);
    }
    this.length += part.length;
  }

  /** @returns {Piece} */
  take() {
    const bytes =
      this.parts.length === 1 ? this.parts[0] : Buffer.concat(this.parts);
    const cut = this.length > this.limit;
    this.parts = [];
    this.length = 0;
    return { bytes, cut };
  }
}

/** Knows where in a JSON text it is: how deep, and whether inside a string. */
class Depth {
  constructor() {
    this.depth = 0;
    this.inString = false;
    /** Whether an odd number of backslashes ends what was seen of the string. */
    this.escaped = false;
  }

  /**
   * Goes on from `at`, which is inside a string, to after its end, or to the end.
   *
   * @param {Buffer} chunk
   * @param {number} at
   */
  skipString(chunk, at) {
    let from = at;
    for (;;) {
      const quote = chunk.indexOf(QUOTE, from);
      const end = quote < 0 ? chunk.length : quote;
      let backslashes = 0;
      while (
        end - 1 - backslashes >= from &&
        chunk[end - 1 - backslashes] === BACKSLASH
      ) {
        backslashes += 1;
      }
      const carried = end - backslashes === from && this.escaped ? 1 : 0;
      this.escaped = (backslashes + carried) % 2 === 1;
      if (quote < 0) {
        return chunk.length;
      }
      if (!this.escaped) {
        this.inString = false;
        return quote + 1;
      }
      this.escaped = false;
      from = quote + 1;
    }
  }
}

/** Cuts one page of a list. */
class ListCutter {
  #state = new Depth();
  #inItems = false;
  #inItem = false;
  /** @type {Gathering} */
  #item;
  #frame = '';

  /** @param {number} objectBytes */
  constructor(objectBytes) {
    this.#item = new Gathering(objectBytes);
  }

  /**
   * @param {Buffer} chunk
   * @returns {Generator<Piece>}
   */
  *push(chunk) {
    const state = this.#state;
    // Up to where the chunk was handed on, to the item or to the frame.
    let done = 0;
    let at = 0;
    while (at < chunk.length) {
      if (state.inString) {
        at = state.skipString(chunk, at);
        continue;
      }
      const byte = chunk[at];
      at += 1;
      if (byte === QUOTE) {
        state.inString = true;
        if (this.#inItems && !this.#inItem) {
          throw new Error('a list holds what is not an object');
        }
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        if (this.#inItems && !this.#inItem) {
          this.#inItem = true;
          done = at - 1;
        } else if (
          byte === OPEN_LIST &&
          state.depth === 1 &&
          !this.#inItems &&
          this.#endsWithItems(chunk.subarray(done, at - 1))
        ) {
          this.#addFrame(chunk.subarray(done, at));
          this.#inItems = true;
          done = at;
        }
        state.depth += 1;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        state.depth -= 1;
        if (this.#inItem && state.depth === 2) {
          this.#item.add(chunk.subarray(done, at));
          this.#inItem = false;
          done = at;
          yield this.#item.take();
        } else if (this.#inItems && state.depth === 1) {
          this.#inItems = false;
          done = at - 1;
        }
      }
    }
    const rest = chunk.subarray(done);
    if (this.#inItem) {
      this.#item.add(rest);
    } else if (!this.#inItems) {
      this.#addFrame(rest);
    }
  }

  /** What surrounds the items, or `undefined` if the page broke off. */
  end() {
    try {
      return JSON.parse(this.#frame);
    } catch {
      return undefined;
    }
  }

  /** @param {Buffer} part */
  #endsWithItems(part) {
    return /"items"\s*:\s*$/.test(
      this.#frame.slice(-64) + part.subarray(-64).toString('latin1'),
    );
  }

  /** @param {Buffer} part */
  #addFrame(part) {
    // Names and versions only; other characters could be cut in halves here.
    this.#frame += part.toString('latin1');
    if (this.#frame.length > MAX_FRAME) {
      throw new Error('what surrounds the items of a list is too long');
    }
  }
}

/** Cuts a watch, one event a line. */
class LineCutter {
  #line;

  /** @param {number} lineBytes */
  constructor(lineBytes) {
    this.#line = new Gathering(lineBytes);
  }

  /**
   * @param {Buffer} chunk
   * @returns {Generator<Piece>}
   */
  *push(chunk) {
    let done = 0;
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, done);
      if (newline < 0) {
        this.#line.add(chunk.subarray(done));
        return;
      }
      this.#line.add(chunk.subarray(done, newline));
      done = newline + 1;
      if (this.#line.length > 0) {
        yield this.#line.take();
      }
    }
  }

  /** Whether it broke off within a line. */
  end() {
    return this.#line.length === 0;
  }
}

/**
 * Members of an object whose text may end too early: the texts of those in `wanted`
 * that are complete, and where the value starts that isn't.
 *
 * @param {Buffer} bytes
 * @param {number} start - Of the object's opening brace.
 * @param {readonly string[]} wanted
 */
function membersOf(bytes, start, wanted) {
  const state = new Depth();
  /** @type {Record<string, string>} */
  const members = {};
  let key = '';
  let keyStart = -1;
  let valueStart = -1;
  const finish = end => {
    if (valueStart >= 0 && wanted.includes(key)) {
      members[key] = bytes.toString('utf8', valueStart, end);
    }
    valueStart = -1;
    key = '';
  };
  let at = start;
  while (at < bytes.length) {
    if (state.inString) {
      at = state.skipString(bytes, at);
      if (!state.inString && keyStart >= 0) {
        key = bytes.toString('utf8', keyStart, at - 1);
        keyStart = -1;
      }
      continue;
    }
    const byte = bytes[at];
    at += 1;
    if (byte === QUOTE) {
      state.inString = true;
      if (state.depth === 1 && valueStart < 0) {
        keyStart = at;
      }
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      state.depth += 1;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      state.depth -= 1;
      if (state.depth === 0) {
        finish(at - 1);
        break;
      }
    } else if (byte === COMMA && state.depth === 1) {
      finish(at - 1);
    } else if (byte === 0x3a && state.depth === 1 && valueStart < 0) {
      valueStart = at;
    }
  }
  return { members, open: valueStart < 0 ? undefined : { key, valueStart } };
}

/**
 * How many values a JSON text holds, about.
 *
 * @param {Buffer} bytes
 */
function countValues(bytes) {
  const state = new Depth();
  let values = 0;
  let at = 0;
  while (at < bytes.length) {
    if (state.inString) {
      at = state.skipString(bytes, at);
      continue;
    }
    const byte = bytes[at];
    at += 1;
    if (byte === QUOTE) {
      state.inString = true;
    } else if (byte === COMMA || byte === OPEN_LIST || byte === OPEN_OBJECT) {
      values += 1;
    }
  }
  return values;
}

module.exports = { countValues, LineCutter, ListCutter, membersOf };
