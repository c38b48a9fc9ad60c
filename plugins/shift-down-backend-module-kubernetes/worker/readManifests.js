// @ts-check

/**
 * Reads one file of Kubernetes manifests, YAML or JSON, into JSON texts of single
 * objects. Runs in a worker thread (see `parseManifests.js`), so it may take its time;
 * what it says about a bad document never quotes it, since it may hold secrets.
 */

const fs = require('fs');
const YAML = require('yaml');
const { identityOf, recoverIdentity } = require('./identity');
const { countLines, splitDocuments, splitList } = require('./splitText');

/**
 * @typedef {{ fileBytes: number, objectBytes: number, objects: number, depth: number }} Limits
 * @typedef {{ type: 'object', text: string }
 *   | { type: 'foreign', reason: string }
 *   | { type: 'unreadable', reason: string, identity?: string }} Entry
 */

/** How much of a document is looked at to learn what it is, when it can't be read. */
const HEAD_CHARACTERS = 64 * 1024;
const MAX_NODES = 2_000_000;
const MAX_ALIASES = 100;

/** @param {number} bytes */
const mebibytes = bytes =>
  `${Math.round((bytes / 1024 / 1024) * 100) / 100} MiB`;

/**
 * @param {string} path
 * @param {Limits} limits
 * @returns {Generator<Entry>}
 */
function* readManifests(path, limits) {
  // The folder was checked for links that leave it; one that appears since is refused.
  const file = fs.openSync(
    path,
    fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK,
  );
  let bytes;
  try {
    const wanted = Math.min(fs.fstatSync(file).size, limits.fileBytes) + 1;
    bytes = Buffer.alloc(wanted);
    let length = 0;
    for (let read = -1; read !== 0 && length < wanted; length += read) {
      read = fs.readSync(file, bytes, length, wanted - length, null);
    }
    bytes = bytes.subarray(0, length);
  } finally {
    fs.closeSync(file);
  }

  if (bytes.length > limits.fileBytes) {
    yield unreadable(
      `the file is larger than ${mebibytes(limits.fileBytes)}`,
      bytes.subarray(0, HEAD_CHARACTERS).toString('utf8'),
    );
    return;
  }
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = '\0';
  }
  if (text.includes('\0')) {
    yield { type: 'unreadable', reason: 'the file is not UTF-8 text' };
    return;
  }

  let count = 0;
  for (const entry of readText(text, limits)) {
    count += 1;
    if (count > limits.objects) {
      yield {
        type: 'unreadable',
        reason: `the file holds more than ${limits.objects} objects`,
      };
      return;
    }
    yield entry;
  }
}

/**
 * @param {string} text
 * @param {Limits} limits
 * @returns {Generator<Entry>}
 */
function* readText(text, limits) {
  if (/^\s*[{[]/.test(text)) {
    let value;
    try {
      value = JSON.parse(text);
    } catch {
      // YAML in flow style looks the same, and its parser says where it breaks.
    }
    if (value !== undefined) {
      yield* expand(value, limits, 'document 1');
      return;
    }
  }

  let number = 0;
  for (const document of splitDocuments(text)) {
    number += 1;
    yield* readDocument(document, limits, `document ${number}`);
  }
}

/**
 * @param {{ text: string, line: number }} document
 * @param {Limits} limits
 * @param {string} where
 * @returns {Generator<Entry>}
 */
function* readDocument(document, limits, where) {
  const list = splitList(document);
  if (list) {
    const frame = parseYaml(list.frame);
    if (frame.value && isList({ ...frame.value, items: [] })) {
      for (const [index, item] of list.items.entries()) {
        yield* readObject(item, limits, `${where}, item ${index + 1}`, value =>
          Array.isArray(value) ? withType(value[0], frame.value) : value,
        );
      }
      return;
    }
  }
  yield* readObject(document, limits, where, value => value);
}

/**
 * @param {{ text: string, line: number }} source
 * @param {Limits} limits
 * @param {string} where
 * @param {(value: any) => any} unwrap
 * @returns {Generator<Entry>}
 */
function* readObject(source, limits, where, unwrap) {
  const looksLikeList = /^(kind|"kind"):[ \t]*"?\w*List\b/m.test(
    source.text.slice(0, HEAD_CHARACTERS),
  );
  if (source.text.length > limits.objectBytes && !looksLikeList) {
    yield unreadable(
      `${where} is larger than ${mebibytes(limits.objectBytes)}`,
      source.text,
    );
    return;
  }
  const { value, error, offset } = parseYaml(source.text);
  if (error) {
    const line =
      offset === undefined
        ? source.line
        : source.line + countLines(source.text.slice(0, offset));
    yield unreadable(`${where}, line ${line}: ${error}`, source.text);
    return;
  }
  yield* expand(unwrap(value), limits, where, source.text);
}

/**
 * @param {string} text
 * @returns {{ value?: any, error?: string, offset?: number }}
 */
function parseYaml(text) {
  try {
    const documents = YAML.parseAllDocuments(text, {
      prettyErrors: false,
      uniqueKeys: false,
      merge: true,
      logLevel: 'silent',
    });
    for (const document of documents) {
      const [error] = document.errors;
      if (error) {
        return {
          error: `not valid YAML (${error.code})`,
          offset: error.pos[0],
        };
      }
    }
    if (documents.length > 1) {
      return { error: 'more than one document where one was expected' };
    }
    return {
      value: documents[0]?.toJS({ maxAliasCount: MAX_ALIASES }) ?? null,
    };
  } catch (error) {
    return {
      error:
        error instanceof RangeError
          ? 'nested too deeply'
          : 'too many or unresolved aliases',
    };
  }
}

/**
 * @param {any} value
 * @param {Limits} limits
 * @param {string} where
 * @param {string} [source]
 * @returns {Generator<Entry>}
 */
function* expand(value, limits, where, source) {
  if (value === null) {
    return;
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* expand(item, limits, `${where}, item ${index + 1}`);
    }
    return;
  }
  if (isList(value)) {
    for (const [index, item] of value.items.entries()) {
      yield* one(withType(item, value), limits, `${where}, item ${index + 1}`);
    }
    return;
  }
  yield* one(value, limits, where, source);
}

/**
 * @param {any} value
 * @param {Limits} limits
 * @param {string} where
 * @param {string} [source]
 * @returns {Generator<Entry>}
 */
function* one(value, limits, where, source) {
  const excess = measure(value, limits.depth);
  if (excess) {
    yield unreadable(`${where} ${excess}`, source ?? identityOf(value));
    return;
  }
  if (
    typeof value?.apiVersion !== 'string' ||
    typeof value.kind !== 'string' ||
    typeof value.metadata?.name !== 'string'
  ) {
    yield {
      type: 'foreign',
      reason: `${where} is not a Kubernetes object: apiVersion, kind or metadata.name is missing`,
    };
    return;
  }
  const text = JSON.stringify(value);
  if (text.length > limits.objectBytes) {
    yield unreadable(
      `${where} is larger than ${mebibytes(limits.objectBytes)}`,
      source ?? identityOf(value),
    );
    return;
  }
  yield { type: 'object', text };
}

/** @param {any} value */
function isList(value) {
  return (
    typeof value?.kind === 'string' &&
    value.kind.endsWith('List') &&
    Array.isArray(value.items)
  );
}

/**
 * Items of a typed list leave out the type that the list names.
 *
 * @param {any} item
 * @param {any} list
 */
function withType(item, list) {
  const kind = list.kind.slice(0, -'List'.length);
  if (kind === '' || item === null || typeof item !== 'object') {
    return item;
  }
  return { apiVersion: list.apiVersion, kind, ...item };
}

/**
 * Cycles show as depth, expanded aliases as a number of nodes.
 *
 * @param {any} root
 * @param {number} maxDepth
 */
function measure(root, maxDepth) {
  const stack = [{ value: root, depth: 1 }];
  let nodes = 0;
  while (stack.length > 0) {
    const { value, depth } = /** @type {{ value: any, depth: number }} */ (
      stack.pop()
    );
    if (value === null || typeof value !== 'object') {
      continue;
    }
    if (depth > maxDepth) {
      return `is nested more than ${maxDepth} levels deep`;
    }
    for (const key of Object.keys(value)) {
      nodes += 1;
      if (nodes > MAX_NODES) {
        return `expands to more than ${MAX_NODES} values`;
      }
      stack.push({ value: value[key], depth: depth + 1 });
    }
  }
  return undefined;
}

/**
 * @param {string} reason
 * @param {string} source
 * @returns {Entry}
 */
function unreadable(reason, source) {
  const identity = recoverIdentity(source.slice(0, HEAD_CHARACTERS));
  return { type: 'unreadable', reason, ...(identity && { identity }) };
}

module.exports = { readManifests };
