/** The parent's side of one replica of the portal. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Memory, Question, ReplicaOptions } from './messages';

const READY_WITHIN_MILLISECONDS = 90_000;
const PACKAGE = resolvePackagePath('live-tests');

export interface ReplicaStart extends ReplicaOptions {
  /** Where its log goes. */
  logFile: string;
  /** By how much its clock is wrong. */
  clockSkewMilliseconds?: number;
}

export class Replica {
  private constructor(
    private readonly process: ChildProcess,
    private readonly port: number,
    readonly logFile: string,
  ) {}

  static async start(options: ReplicaStart): Promise<Replica> {
    const { logFile, clockSkewMilliseconds = 0, ...replica } = options;
    const log = openSync(logFile, 'a');
    const child = spawn(
      process.execPath,
      [
        '--expose-gc',
        '-r',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        resolve(PACKAGE, 'src/portal/replicaProcess.ts'),
      ],
      {
        cwd: PACKAGE,
        env: {
          ...withoutJest(process.env),
          NODE_ENV: 'test',
          LOG_LEVEL: 'info',
          PORTAL_REPLICA: JSON.stringify(replica),
          PORTAL_CLOCK_SKEW: String(clockSkewMilliseconds),
        },
        stdio: ['ignore', log, log, 'ipc'],
      },
    );
    closeSync(log);
    const first = await answerOf(child, () => true, READY_WITHIN_MILLISECONDS);
    if (first.tell !== 'ready') {
      child.kill('SIGKILL');
      throw new Error(
        `The replica did not start; ${logFile}:\n${
          first.tell === 'failed' ? first.reason : await readLog(logFile)
        }`,
      );
    }
    return new Replica(child, first.port, logFile);
  }

  get running(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Asks the API as a user who may read everything. */
  async get<T>(path: string): Promise<T> {
    const response = await fetch(
      `http://127.0.0.1:${this.port}/api/shift-down${path}`,
      { headers: { authorization: mockCredentials.user.header() } },
    );
    if (!response.ok) {
      throw new Error(
        `${path} answered ${response.status}: ${await response.text()}`,
      );
    }
    return (await response.json()) as T;
  }

  /** Its memory after a collection of garbage. */
  async memory(): Promise<{ memory: Memory; peakResident: number }> {
    const answer = this.#answer('memory');
    this.#ask({ ask: 'memory' });
    return answer;
  }

  /** What it logged so far. */
  async log(): Promise<string> {
    return readFile(this.logFile, 'utf8');
  }

  /** How many file descriptors it has open. Linux only. */
  async fileDescriptors(): Promise<number> {
    return (await readdir(`/proc/${this.process.pid}/fd`)).length;
  }

  /** Seconds of processor time that it took so far. Linux only. */
  async processorSeconds(): Promise<number> {
    const stat = await readFile(`/proc/${this.process.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  /** Shuts down in order, as a rolling update does. */
  async stop(): Promise<void> {
    if (!this.running) {
      return;
    }
    const exit = once(this.process, 'exit');
    this.#ask({ ask: 'stop' });
    const timer = setTimeout(() => this.process.kill('SIGKILL'), 60_000);
    await exit;
    clearTimeout(timer);
  }

  /** Ends it in the middle of whatever it does. */
  async kill(): Promise<void> {
    const exit = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exit;
  }

  /** Stops it as a machine does that is suspended, and lets it go on. */
  suspend(): void {
    this.process.kill('SIGSTOP');
  }

  resume(): void {
    this.process.kill('SIGCONT');
  }

  #ask(question: Question): void {
    this.process.send(question);
  }

  async #answer<T extends Answer['tell']>(
    tell: T,
  ): Promise<Extract<Answer, { tell: T }>> {
    return (await answerOf(
      this.process,
      answer => answer.tell === tell,
      60_000,
    )) as Extract<Answer, { tell: T }>;
  }
}

function answerOf(
  child: ChildProcess,
  isIt: (answer: Answer) => boolean,
  withinMilliseconds: number,
): Promise<Answer> {
  const settled = new AbortController();
  const { signal } = settled;
  return new Promise<Answer>(done => {
    child.on('message', function take(message: object) {
      if (signal.aborted) {
        child.off('message', take);
        // What transforms the sources says on the same channel which files it read.
      } else if ('tell' in message && isIt(message as Answer)) {
        done(message as Answer);
      }
    });
    once(child, 'exit', { signal }).then(
      () => done({ tell: 'stopped' }),
      () => {},
    );
    sleep(withinMilliseconds, undefined, { signal }).then(
      () => done({ tell: 'failed', reason: 'it gave no answer in time' }),
      () => {},
    );
  }).finally(() => settled.abort());
}

/** The test kit behaves otherwise in Jest, which a replica is not in. */
function withoutJest(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { JEST_WORKER_ID: _, NODE_OPTIONS: __, ...rest } = env;
  return rest;
}

async function readLog(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.slice(-4_000);
}
