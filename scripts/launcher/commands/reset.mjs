// npm run reset: forget databases and the working copy of the recorded cluster.
import { say } from '../console.mjs';
import { resetState } from '../state.mjs';

export async function run() {
  await resetState();
  say('Databases and the working copy of the recorded cluster are gone.');
}
