/** The command `shift-down`. */
import { processConsole } from './console';
import { run } from './program';

// Who reads the report may have seen enough, as `head` has.
process.stdout.on('error', error => {
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') {
    throw error;
  }
});

// Not process.exit(): a pipe may still have to be written to.
run(process.argv.slice(2), processConsole()).then(code => {
  process.exitCode = code;
});
