// npm start: the portal for a person to look at. With --check it is started, judged
// by what it says of the example entities, and stopped.
import { parseArgs } from 'node:util';
import { checkExamples } from '../checkExamples.mjs';
import { LauncherError, say } from '../console.mjs';
import { logsDir } from '../paths.mjs';
import { startPortal } from '../portal.mjs';
import { setUp } from '../setup.mjs';

export async function run(args) {
  const { check } = readOptions(args);
  const toolchain = await setUp();
  const portal = await startPortal(toolchain, { frontEnd: !check });
  if (check) {
    const lines = await checkExamples(portal.backendUrl);
    lines.forEach(line => say(line));
    return 0;
  }
  say();
  say(`Shift Down is ready: ${portal.url}`);
  say(`Logs are in ${logsDir}. Ctrl+C stops it.`);
  throw new LauncherError(await portal.whenEnded);
}

function readOptions(args) {
  try {
    return parseArgs({ args, options: { check: { type: 'boolean' } } }).values;
  } catch (error) {
    throw new LauncherError(`${error.message}\nUsage: npm start [-- --check]`);
  }
}
