/** The portal of `npm start`, as people open it, over other clusters than the recorded one. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually';

const ROOT = resolvePackagePath('live-tests', '../..');
const START_SECONDS = 300;
const KEPT_CHARACTERS = 5_000;

export interface WholePortal {
  /** Of the page. */
  url: string;
  /** Of the back end; what it serves lies below `/api`. */
  backendUrl: string;
  stop(): Promise<void>;
}

/** @param settings - By the paths of their keys, as `APP_CONFIG_…` has them. */
export async function startWholePortal(
  settings: Record<string, unknown>,
): Promise<WholePortal> {
  const port = await freePort();
  const state = await mkdtemp(join(tmpdir(), 'portal-'));
  const child = spawn(process.execPath, ['scripts/launcher.mjs', 'start'], {
    cwd: ROOT,
    env: {
      ...process.env,
      // What Jest sets would make it another portal.
      NODE_ENV: undefined,
      NODE_OPTIONS: undefined,
      JEST_WORKER_ID: undefined,
      PORT: String(port),
      SHIFT_DOWN_STATE: state,
      ...Object.fromEntries(
        Object.entries(settings).map(([path, value]) => [
          `APP_CONFIG_${path.replaceAll('.', '_')}`,
          JSON.stringify(value),
        ]),
      ),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = `${output}${chunk}`.slice(-KEPT_CHARACTERS);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const stop = async () => {
    if (child.exitCode === null) {
      const ended = new Promise(resolve => child.once('exit', resolve));
      child.kill('SIGINT');
      await ended;
    }
    await rm(state, { recursive: true, force: true });
  };
  try {
    await eventually(
      START_SECONDS,
      async () =>
        output.includes('Shift Down is ready')
          ? undefined
          : output || 'no word of it',
      1_000,
    );
  } catch (error) {
    await stop();
    throw error;
  }
  const { url, backendUrl } = JSON.parse(
    await readFile(join(state, 'running.json'), 'utf8'),
  );
  return { url, backendUrl, stop };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const listener = createServer();
    listener.once('error', reject);
    listener.listen(0, '127.0.0.1', () => {
      const { port } = listener.address() as { port: number };
      listener.close(() => resolve(port));
    });
  });
}
