// Everything that must be there before anything of the portal can run.
import { ensureDependencies } from './dependencies.mjs';
import { capture } from './processes.mjs';
import { ensureToolchain } from './toolchain.mjs';

/** Brings the toolchain and the dependencies; does only what is missing. */
export async function setUp() {
  const toolchain = await ensureToolchain();
  const version = await capture(toolchain.node, [
    '-p',
    'process.versions.node',
  ]);
  await ensureDependencies(toolchain, version);
  return toolchain;
}
