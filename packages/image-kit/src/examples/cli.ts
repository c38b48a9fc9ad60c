// yarn workspace image-kit examples: writes examples/images anew.
import { resolve } from 'node:path';
import { fixClock } from './fixedClock';
import { generate } from './generate';

// The day before the example cluster was recorded.
fixClock('2026-11-19T08:00:00Z');
// Yarn starts the script in the folder of the package.
generate(resolve('../../examples/images')).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
