// npm run yarn -- <arguments>: the repository's own Yarn, for machines without one.
import { run as runProcess } from '../processes.mjs';
import { setUp } from '../setup.mjs';

export async function run(args) {
  const { env } = await setUp();
  return runProcess('yarn', args, { env });
}
