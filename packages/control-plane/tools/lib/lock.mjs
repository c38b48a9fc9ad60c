// A lock between processes, as a file that its holder keeps young.
import { rmSync } from 'node:fs';
import { mkdir, open, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const TOUCH_EVERY_MS = 5_000;
/** A holder that was killed no longer touches it. */
const ABANDONED_AFTER_MS = 30_000;

/** Waits for the lock, does the work, and gives the lock back. */
export async function withLock(file, work, { onWait } = {}) {
  await mkdir(dirname(file), { recursive: true });
  let waited = false;
  while (!(await take(file))) {
    if (!waited) {
      onWait?.();
      waited = true;
    }
    await removeAbandoned(file);
    await sleep(500);
  }
  const giveBack = () => rmSync(file, { force: true });
  process.once('exit', giveBack);
  const touching = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, TOUCH_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(touching);
    process.off('exit', giveBack);
    giveBack();
  }
}

async function take(file) {
  try {
    await (await open(file, 'wx')).close();
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

/**
 * Two that wait may both remove it, and the second the lock of the first. Then two build
 * at once, which wastes time and does no harm: a finished build is put in place by a rename.
 */
async function removeAbandoned(file) {
  const found = await stat(file).catch(() => undefined);
  if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS) {
    await rm(file, { force: true });
  }
}
