import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Guard } from './Guard';
import { stateOf } from './stateOf';

const STOP_LIMIT_MS = 10_000;
const POLL_MS = 50;
const LINES_OF_LOG = 30;

export interface ManagedProcessOptions {
  name: string;
  command: string;
  arguments: string[];
  /** Beside our own environment. */
  environment?: Record<string, string>;
  /** Output of all its lives. */
  log: string;
  guard: Guard;
  /** Rejects or returns false as long as it isn't ready. */
  isReady(signal: AbortSignal): Promise<boolean>;
  readyWithinMs: number;
}

/** One program of the control plane, which can be stopped, killed, frozen and started again. */
export class ManagedProcess {
  readonly name: string;
  readonly log: string;
  readonly #options: ManagedProcessOptions;
  #child?: ChildProcess;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: ManagedProcessOptions) {
    this.name = options.name;
    this.log = options.log;
    this.#options = options;
  }

  /** Undefined while it doesn't run. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts it with the same address and data, and waits until it is ready. */
  async start(): Promise<void> {
    if (this.#child) {
      throw new Error(`${this.name} runs already.`);
    }
    this.#spawn();
    await this.#untilReady();
  }

  /** Asks it to end, and kills it when it takes more than 10 seconds. */
  async stop(): Promise<void> {
    this.#child?.kill('SIGCONT');
    this.#child?.kill('SIGTERM');
    await Promise.race([
      this.#ended,
      sleep(STOP_LIMIT_MS, undefined, { ref: false }),
    ]);
    await this.kill();
  }

  /** SIGKILL: connections are reset, nothing is flushed. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Freezes it: connections stay open, and new ones are accepted, but nothing answers. */
  async pause(): Promise<void> {
    this.#child?.kill('SIGSTOP');
    // Its threads stop when they get the processor next, and may answer until then.
    while (
      this.pid !== undefined &&
      !(await stateOf(this.pid)).startsWith('T')
    ) {
      await sleep(POLL_MS);
    }
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  #spawn() {
    const { name, command, guard } = this.#options;
    const log = openSync(this.log, 'a');
    const child = spawn(command, this.#options.arguments, {
      stdio: ['ignore', log, log],
      env: { ...process.env, ...this.#options.environment },
      // Ctrl+C is for us; we stop it.
      detached: true,
    });
    closeSync(log);
    if (child.pid !== undefined) {
      guard.note(name, child.pid);
    }
    this.#child = child;
    this.#ended = new Promise(resolve => {
      const end = () => {
        this.#child = undefined;
        guard.forget(name);
        resolve();
      };
      child.once('exit', end);
      child.once('error', end);
    });
  }

  async #untilReady() {
    const { readyWithinMs, isReady } = this.#options;
    const deadline = Date.now() + readyWithinMs;
    let lastProblem = 'it never answered';
    while (this.#child && Date.now() < deadline) {
      try {
        if (await isReady(AbortSignal.timeout(5_000))) {
          return;
        }
        lastProblem = 'it answered that it is not ready';
      } catch (error) {
        lastProblem = String((error as Error).cause ?? error);
      }
      await sleep(POLL_MS);
    }
    const what = this.#child
      ? `was not ready after ${readyWithinMs / 1000} s: ${lastProblem}`
      : 'ended while it started';
    await this.kill();
    throw new Error(`${this.name} ${what}.\n${await this.#tail()}`);
  }

  async #tail() {
    const text = await readFile(this.log, 'utf8').catch(() => '');
    return text.trimEnd().split('\n').slice(-LINES_OF_LOG).join('\n');
  }
}
