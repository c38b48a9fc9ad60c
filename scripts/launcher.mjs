/*
 * The one entry behind `npm start`, `npm test`, `npm run setup` and `npm run reset`.
 * Node built-ins only, and runs on Node 20: what it starts runs on the Node that
 * it finds or brings.
 */
import { LauncherError, say } from './launcher/console.mjs';
import { isStopping, shutDown, stopOnSignals } from './launcher/processes.mjs';

const COMMANDS = {
  start: () => import('./launcher/commands/start.mjs'),
  test: () => import('./launcher/commands/test.mjs'),
  setup: () => import('./launcher/commands/setup.mjs'),
  reset: () => import('./launcher/commands/reset.mjs'),
  yarn: () => import('./launcher/commands/yarn.mjs'),
};

const [name, ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command) {
  console.error(
    `Usage: node scripts/launcher.mjs <${Object.keys(COMMANDS).join('|')}>`,
  );
  process.exit(2);
}

stopOnSignals();
let exitCode;
try {
  const { run } = await command();
  exitCode = (await run(args)) ?? 0;
} catch (error) {
  exitCode = 1;
  if (!isStopping()) {
    // A LauncherError says itself what to do; anything else is a defect and needs its stack.
    say(error instanceof LauncherError ? error.message : error.stack);
  }
}
// After a signal, its handler ends the process, and with the signal's own exit code.
if (!isStopping()) {
  await shutDown();
  process.exit(exitCode);
}
