// @ts-check

/** Worker thread that reads one upload, away from the event loop. */

const { parentPort, workerData } = require('worker_threads');
const { readUpload } = require('@shift-down/plugin-shift-down-policy');

try {
  parentPort?.postMessage({
    type: 'read',
    upload: readUpload(workerData.bytes, workerData.format),
  });
} catch (error) {
  parentPort?.postMessage({
    type: 'refused',
    // What is wrong with a document is told to whoever uploads it; the rest is not.
    isInput: error instanceof Error && error.name === 'InputError',
    message: error instanceof Error ? error.message : String(error),
  });
}
