// @ts-check

/** Turns the body of one answer of an API server into entries, one for each object. */

const { countValues, LineCutter, ListCutter, membersOf } = require('./cutJson');
const { projectObject } = require('./projectObject');

/** An event's own members beside its object. */
const EVENT_BYTES = 1_024;
/** An object above this is remembered while it is parsed, in case it can't be. */
const LARGE = 1024 * 1024;
/**
 * Tiny values take far more memory than their text. Parsing can't be stopped half way:
 * running out of memory there would end the whole process and not the thread alone.
 */
const MAX_VALUES = 1_000_000;
const TOO_COSTLY = 'parsing it takes too much memory';

/**
 * @typedef {{
 *   mode: 'list' | 'watch',
 *   apiVersion: string,
 *   kind: string,
 *   objectBytes: number,
 *   refused: string[],
 * }} AnswerOptions
 * @typedef {{ namespace: string, name: string, version: string }} Identity
 */

class AnswerReader {
  #options;
  #cutter;
  #onLarge;

  /**
   * @param {AnswerOptions} options
   * @param {(identity: string | undefined) => void} onLarge - Told what a large object
   *   is before it is parsed, and `undefined` after.
   */
  constructor(options, onLarge) {
    this.#options = options;
    this.#onLarge = onLarge;
    this.#cutter =
      options.mode === 'list'
        ? new ListCutter(options.objectBytes)
        : new LineCutter(options.objectBytes + EVENT_BYTES);
  }

  /** @param {Buffer} chunk */
  *push(chunk) {
    for (const piece of this.#cutter.push(chunk)) {
      yield this.#options.mode === 'list'
        ? this.#readItem(piece)
        : this.#readEvent(piece);
    }
  }

  end() {
    if (this.#cutter instanceof LineCutter) {
      return { type: 'end', whole: this.#cutter.end() };
    }
    const frame = this.#cutter.end();
    const metadata = frame?.metadata;
    const whole = typeof metadata?.resourceVersion === 'string';
    return {
      type: 'end',
      whole,
      ...(whole && {
        version: metadata.resourceVersion,
        next: typeof metadata.continue === 'string' ? metadata.continue : '',
      }),
    };
  }

  /** @param {import('./cutJson').Piece} piece */
  #readItem({ bytes, cut }) {
    const head =
      bytes.length > LARGE || cut ? this.#headOf(bytes, 0) : undefined;
    if (cut) {
      return this.#unreadable(head, this.#tooLarge());
    }
    if (this.#isRefused(head, bytes)) {
      return this.#unreadable(head, TOO_COSTLY);
    }
    const value = this.#parse(bytes, head);
    return value === undefined
      ? this.#unreadable(this.#headOf(bytes, 0), 'it could not be parsed')
      : this.#toEntry(value);
  }

  /** @param {import('./cutJson').Piece} piece */
  #readEvent({ bytes, cut }) {
    const start = bytes.indexOf('{');
    if (cut || bytes.length > LARGE) {
      const { members, open } = membersOf(bytes, start, ['type', 'object']);
      const event = parseText(members.type);
      const objectStart =
        open?.key === 'object' ? bytes.indexOf('{', open.valueStart) : -1;
      const head = members.object
        ? this.#headOf(Buffer.from(members.object), 0)
        : this.#headOf(bytes, objectStart);
      if (cut || this.#isRefused(head, bytes)) {
        const reason = cut ? this.#tooLarge() : TOO_COSTLY;
        return isChange(event) && head
          ? { ...this.#unreadable(head, reason), event }
          : { type: 'broken' };
      }
      return this.#toEventEntry(this.#parse(bytes, head));
    }
    return this.#toEventEntry(this.#parse(bytes, undefined));
  }

  /** @param {any} line */
  #toEventEntry(line) {
    const event = line?.type;
    const object = line?.object;
    if (object === null || typeof object !== 'object') {
      return { type: 'broken' };
    }
    if (event === 'BOOKMARK') {
      const version = object.metadata?.resourceVersion;
      return typeof version === 'string'
        ? { type: 'bookmark', version }
        : { type: 'broken' };
    }
    if (event === 'ERROR') {
      const { code, reason, message } = object;
      return {
        type: 'error',
        code: typeof code === 'number' ? code : 0,
        reason: String(reason ?? ''),
        message: String(message ?? '').slice(0, 500),
      };
    }
    if (!isChange(event)) {
      return { type: 'broken' };
    }
    const entry = this.#toEntry(object);
    return entry.name ? { ...entry, event } : { type: 'broken' };
  }

  /**
   * @param {any} value
   * @returns {any}
   */
  #toEntry(value) {
    const { apiVersion, kind } = this.#options;
    const metadata = value?.metadata;
    if (typeof metadata?.name !== 'string') {
      return this.#unreadable(undefined, 'it has no name');
    }
    const object = { ...value, apiVersion, kind };
    try {
      return {
        type: 'object',
        ...identityOf(object),
        text: JSON.stringify(projectObject(object)),
      };
    } catch {
      return this.#unreadable(object, 'it is nested too deeply');
    }
  }

  /**
   * @param {any} object - At least what identifies it.
   * @param {string} reason
   */
  #unreadable(object, reason) {
    if (!object) {
      return {
        type: 'unreadable',
        namespace: '',
        name: '',
        version: '',
        reason,
      };
    }
    const { name, namespace, uid, ownerReferences } = object.metadata;
    const { apiVersion, kind, scope } = object;
    return {
      type: 'unreadable',
      ...identityOf(object),
      reason,
      head: JSON.stringify({
        apiVersion,
        kind,
        metadata: { name, namespace, uid, ownerReferences },
        scope,
      }),
    };
  }

  /**
   * What the beginning of an object says of what it is.
   *
   * @param {Buffer} bytes
   * @param {number} start
   */
  #headOf(bytes, start) {
    if (start < 0) {
      return undefined;
    }
    const { members } = membersOf(bytes, start, ['metadata', 'scope']);
    const metadata = parseText(members.metadata);
    if (typeof metadata?.name !== 'string') {
      return undefined;
    }
    const { apiVersion, kind } = this.#options;
    return { apiVersion, kind, metadata, scope: parseText(members.scope) };
  }

  /**
   * @param {Buffer} bytes
   * @param {any} head - Of a large object.
   */
  #parse(bytes, head) {
    if (head) {
      const { namespace, name } = identityOf(head);
      this.#onLarge(JSON.stringify({ namespace, name }));
    }
    const value = parseText(bytes.toString('utf8'));
    if (head) {
      this.#onLarge(undefined);
    }
    return value;
  }

  #tooLarge() {
    const mebibytes = this.#options.objectBytes / 1024 / 1024;
    return `it is larger than ${Math.round(mebibytes * 100) / 100} MiB`;
  }

  /**
   * @param {any} head
   * @param {Buffer} bytes
   */
  #isRefused(head, bytes) {
    if (bytes.length > LARGE && countValues(bytes) > MAX_VALUES) {
      return true;
    }
    if (!head) {
      return false;
    }
    const { namespace, name } = identityOf(head);
    return this.#options.refused.includes(`${namespace}/${name}`);
  }
}

/** @param {unknown} event */
function isChange(event) {
  return event === 'ADDED' || event === 'MODIFIED' || event === 'DELETED';
}

/**
 * @param {any} object
 * @returns {Identity & { uid: string }}
 */
function identityOf({ metadata }) {
  const text = value => (typeof value === 'string' ? value : '');
  return {
    namespace: text(metadata.namespace),
    name: text(metadata.name),
    uid: text(metadata.uid),
    version: text(metadata.resourceVersion),
  };
}

/** @param {string | undefined} text */
function parseText(text) {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

module.exports = { AnswerReader };
