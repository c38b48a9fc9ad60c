/** Nothing outlives us, not even when we can't clean up. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from './processes/stateOf';

jest.setTimeout(60_000);

const PROGRAM = `
  const { startControlPlane } = require('./index');
  startControlPlane({ controllerManager: false }).then(controlPlane =>
    console.log(JSON.stringify({
      directory: controlPlane.directory,
      pids: [controlPlane.apiServer.pid, controlPlane.etcd.pid],
    })),
  );
`;

it('a control plane dies with a process that is killed', async () => {
  const parent = spawn(
    process.execPath,
    ['-r', '@backstage/cli/config/nodeTransform.cjs', '-e', PROGRAM],
    { cwd: __dirname, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = await once(createInterface(parent.stdout), 'line');
  const { directory, pids } = JSON.parse(line);
  const areRunning = () => Promise.all(pids.map(isRunning));
  expect(await areRunning()).toEqual([true, true]);

  parent.kill('SIGKILL');
  for (let attempt = 0; attempt < 100 && existsSync(directory); attempt++) {
    await sleep(50);
  }
  expect(existsSync(directory)).toBe(false);
  expect(await areRunning()).toEqual([false, false]);
});
