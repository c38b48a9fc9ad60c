/*
 * The state of the local portal: databases, a working copy of the recorded cluster
 * that people may edit, and a note of the portal that runs on them.
 */
import {
  access,
  cp,
  mkdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { LauncherError } from './console.mjs';
import { clustersDir, databaseDir, logsDir, root, stateDir } from './paths.mjs';

export const recordedCluster = join(clustersDir, 'demo');
const runningNote = join(stateDir, 'running.json');

/** Makes the folders and, once, the working copy; never overwrites it. */
export async function prepareState() {
  await mkdir(databaseDir, { recursive: true });
  await mkdir(logsDir, { recursive: true });
  await mkdir(clustersDir, { recursive: true });
  await copyOnce(join(root, 'examples', 'clusters', 'demo'), recordedCluster);
}

async function copyOnce(source, target) {
  const present = await access(target).then(
    () => true,
    () => false,
  );
  if (present) {
    return;
  }
  const temporary = `${target}.new`;
  await rm(temporary, { recursive: true, force: true });
  await cp(source, temporary, { recursive: true });
  await rename(temporary, target);
}

/** Empties databases and working copies; the toolchain stays. */
export async function resetState() {
  await refuseWhileRunning();
  await rm(databaseDir, { recursive: true, force: true });
  await rm(clustersDir, { recursive: true, force: true });
}

/** Two portals on the same SQLite files would spoil each other's state. */
export async function refuseWhileRunning() {
  const note = await readFile(runningNote, 'utf8')
    .then(JSON.parse)
    .catch(() => undefined);
  if (note && isAlive(note.pid) && (await answers(note.backendUrl))) {
    throw new LauncherError(
      `The portal already runs at ${note.url} (process ${note.pid}). Stop it first ` +
        'with Ctrl+C in its terminal, or set SHIFT_DOWN_STATE to another folder.',
    );
  }
}

/** Leaves the note; returns what takes it away. */
export async function noteRunning(portal) {
  await writeFile(
    runningNote,
    JSON.stringify({ pid: process.pid, ...portal }, undefined, 2),
  );
  return () => rm(runningNote, { force: true });
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function answers(url) {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    () => true,
    () => false,
  );
}
