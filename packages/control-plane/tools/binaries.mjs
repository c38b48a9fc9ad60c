/*
 * Prints, as JSON, where etcd, kube-apiserver, kube-controller-manager and kubectl are; builds
 * them first where they are not. What it does goes to stderr.
 *
 * Node built-ins only, for Node 20: the launcher starts it before anything is installed.
 */
import { NoGoError } from './lib/go.mjs';
import { findBinaries } from './lib/lookup.mjs';

const EXIT_CODE_WITHOUT_GO = 3;

const LOOK_FOR_PARENT_EVERY_MS = 1_000;

// Both by way of `exit`, so that a running compiler is stopped as well.
const parent = process.ppid;
const looking = setInterval(() => {
  if (process.ppid !== parent) {
    // Nobody waits for the answer any more.
    process.exit(1);
  }
}, LOOK_FOR_PARENT_EVERY_MS);
looking.unref();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => process.exit(1));
}

try {
  console.log(JSON.stringify(await findBinaries(process.env)));
} catch (error) {
  console.error(error instanceof NoGoError ? error.message : error.stack);
  process.exitCode = error instanceof NoGoError ? EXIT_CODE_WITHOUT_GO : 1;
}
