// npm run setup: toolchain and dependencies, nothing more.
import { say } from '../console.mjs';
import { setUp } from '../setup.mjs';

export async function run() {
  await setUp();
  say('Everything is in place. Next: npm start');
}
