// @ts-check

/**
 * Worker thread that reads answers of API servers, several at once, chunk by chunk.
 * Every chunk is answered with the entries that it completed; the main thread sends
 * no more than it can take back, so nothing piles up on either side.
 */

const { parentPort, workerData } = require('worker_threads');
const { AnswerReader } = require('./readAnswer');

/** @type {Map<number, AnswerReader>} */
const readers = new Map();

/**
 * Memory that outlives this thread: the answer being read and what the large object
 * in it is, so that the one which takes all memory can be named.
 */
const length = new Int32Array(workerData.current, 0, 2);
const text = new Uint8Array(workerData.current, 8);

/**
 * @param {number} stream
 * @param {string | undefined} identity
 */
function remember(stream, identity) {
  const bytes = Buffer.from(identity ?? '').subarray(0, text.length);
  text.set(bytes);
  length[0] = stream;
  length[1] = bytes.length;
}

parentPort?.on('message', message => {
  const { type, stream } = message;
  if (type === 'open') {
    readers.set(
      stream,
      new AnswerReader(message.options, identity => remember(stream, identity)),
    );
    return;
  }
  const reader = readers.get(stream);
  if (type === 'close') {
    readers.delete(stream);
    return;
  }
  if (!reader) {
    return;
  }
  let entries;
  try {
    entries =
      type === 'chunk'
        ? [...reader.push(Buffer.from(message.bytes))]
        : [reader.end()];
  } catch {
    entries = [{ type: 'broken' }];
  }
  parentPort?.postMessage({ stream, entries });
});
