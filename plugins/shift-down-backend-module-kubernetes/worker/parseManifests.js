// @ts-check

/**
 * Worker thread that parses manifests, one file at a time. Entries leave in batches,
 * each only when the last was taken, so that the main thread never receives more at
 * once than it can take in without holding up its event loop.
 */

const { parentPort } = require('worker_threads');
const { readManifests } = require('./readManifests');

const BATCH_CHARACTERS = 64 * 1024;

/** @type {Iterator<any> | undefined} */
let entries;

parentPort?.on('message', request => {
  const batch = [];
  let characters = 0;
  let done = false;
  try {
    if (request.type === 'open') {
      entries = readManifests(request.path, request.limits);
    }
    while (!done && characters < BATCH_CHARACTERS) {
      const next = entries?.next();
      if (!next || next.done) {
        done = true;
      } else {
        batch.push(next.value);
        characters += 200 + (next.value.text?.length ?? 0);
      }
    }
  } catch (error) {
    const code = /** @type {any} */ (error)?.code;
    batch.push({
      type: 'unreadable',
      reason: `the file could not be read (${code ?? 'parser failed'})`,
    });
    done = true;
  }
  parentPort?.postMessage({ batch, done });
});
