/*
 * Starts child processes in groups of their own, and makes sure that none of them
 * outlives the launcher.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const STOP_LIMIT_MS = 8_000;
const running = new Set();
const cleanups = [];

/** Registers what must happen before the launcher ends, last registered first. */
export function beforeExit(cleanup) {
  cleanups.push(cleanup);
}

/** Stops every child, then cleans up. Safe to call more than once. */
export async function shutDown() {
  await Promise.all([...running].map(stop));
  while (cleanups.length > 0) {
    await cleanups.pop()();
  }
  await Promise.all([...running].map(stop));
}

let stopping = false;

/** Whether a signal has asked the launcher to end, and it is about to. */
export function isStopping() {
  return stopping;
}

export function stopOnSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, async () => {
      if (stopping) {
        return;
      }
      stopping = true;
      await shutDown();
      process.exit(128 + constants.signals[signal]);
    });
  }
}

/**
 * Starts a command. With `log` its output goes to that file, otherwise to the
 * terminal; `output: 'pipe'` leaves stdout to the caller in both cases.
 */
export async function launch(command, args, options = {}) {
  const { log, output, ...spawnOptions } = options;
  let stdio = ['ignore', output ?? 'inherit', 'inherit'];
  if (log) {
    await mkdir(dirname(log), { recursive: true });
    stdio = ['ignore', 'pipe', 'pipe'];
  }
  const child = spawn(command, args, {
    ...spawnOptions,
    stdio,
    // A group of its own, so that grandchildren are stopped with it.
    detached: true,
  });
  child.log = log;
  child.finished = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve(code ?? 128 + (constants.signals[signal] ?? 0)),
    );
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  if (log) {
    const file = createWriteStream(log);
    if (output !== 'pipe') {
      child.stdout.pipe(file, { end: false });
    }
    child.stderr.pipe(file, { end: false });
    child.once('close', () => file.end());
    // Whoever reads the log afterwards shall find all of it.
    child.finished = child.finished.then(async code => {
      await once(file, 'close');
      return code;
    });
  }
  // Whoever waits for it sees the rejection; nobody has to.
  child.finished.catch(() => {});
  return child;
}

/** Runs a command to its end and returns its exit code. */
export async function run(command, args, options) {
  const child = await launch(command, args, options);
  return child.finished;
}

/** Runs a command and returns what it wrote to stdout; throws when it fails. */
export async function capture(command, args, options = {}) {
  const child = await launch(command, args, {
    ...options,
    output: 'pipe',
  });
  let text = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', chunk => {
    text += chunk;
  });
  const code = await child.finished;
  if (code !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
  }
  return text.trim();
}

/** Asks a child and its descendants to end, and insists after a while. */
export async function stop(child) {
  if (child.exitCode === null && child.signalCode === null) {
    signalGroup(child, 'SIGTERM');
    await Promise.race([
      child.finished.catch(() => {}),
      sleep(STOP_LIMIT_MS, undefined, { ref: false }),
    ]);
  }
  signalGroup(child, 'SIGKILL');
  running.delete(child);
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') {
      throw error;
    }
  }
}

/** The last lines of a log, for an error message. */
export async function tail(log, lines = 30) {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
