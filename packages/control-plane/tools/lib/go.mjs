// Go: where it is, and running it.
import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { delimiter, join } from 'node:path';

/** Go's own installer puts it there, and on no PATH. */
const USUAL_FOLDER = '/usr/local/go/bin';
/** Behind whatever else the machine does. */
const NICENESS = 10;

/** There is no Go; the message says how to do without. */
export class NoGoError extends Error {}

export async function findGo(env, usualFolder = USUAL_FOLDER) {
  const folders = [...(env.PATH ?? '').split(delimiter), usualFolder];
  for (const folder of folders.filter(Boolean)) {
    const path = join(folder, 'go');
    try {
      await access(path, constants.X_OK);
      return path;
    } catch {
      // The next one may hold it.
    }
  }
  throw new NoGoError(
    `There is no Go on the PATH or in ${usualFolder}, with which etcd and the Kubernetes API ` +
      'server would be built. Install Go 1.26 or later, or name a folder that holds etcd, ' +
      'kube-apiserver and kube-controller-manager in KUBEBUILDER_ASSETS.',
  );
}

/** Runs Go to its end and returns what it wrote to stdout. */
export async function runGo(go, args, { cwd, env }) {
  const child = spawn(go, args, {
    cwd,
    env: { ...env, GOWORK: 'off' },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, so that its compilers can be stopped with it.
    detached: true,
  });
  const stopOnExit = () => stop(child);
  process.once('exit', stopOnExit);
  try {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', text => {
      output += text;
    });
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('spawn', () => setPriority(child.pid, NICENESS));
      child.once('close', resolve);
    });
    if (code !== 0) {
      throw new Error(`go ${args.join(' ')} ended with ${code}`);
    }
    return output.trim();
  } finally {
    process.off('exit', stopOnExit);
  }
}

function stop(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
