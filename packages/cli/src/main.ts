/** The command `shift-down`. */
import { processConsole } from './console';
import { run } from './program';

// Not process.exit(): a pipe may still have to be written to.
run(process.argv.slice(2), processConsole()).then(code => {
  process.exitCode = code;
});
