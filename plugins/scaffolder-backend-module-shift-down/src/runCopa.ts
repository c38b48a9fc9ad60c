/** Runs Copa as a process of its own, and keeps what it said. */
import { InputError } from '@backstage/errors';
import { redact } from '@shift-down/plugin-shift-down-policy';
import { spawn } from 'node:child_process';

/** @public */
export interface CopaConfig {
  /** Path of the program. */
  command: string;
  /** Address of BuildKit, such as `tcp://127.0.0.1:8888`. */
  buildkit?: string;
  timeoutSeconds: number;
}

export interface CopaRun {
  image: string;
  /** Tag of the patched image. */
  tag: string;
  /** Path of a report of vulnerabilities; all packages are updated without one. */
  report?: string;
  push: boolean;
}

/** Arguments as Copa's command line takes them. */
export function copaArguments(config: CopaConfig, run: CopaRun): string[] {
  return [
    'patch',
    '--image',
    run.image,
    '--tag',
    run.tag,
    '--timeout',
    `${config.timeoutSeconds}s`,
    ...(run.report === undefined ? [] : ['--report', run.report]),
    ...(config.buildkit === undefined ? [] : ['--addr', config.buildkit]),
    ...(run.push ? ['--push'] : []),
  ];
}

/** @throws InputError with what it said last, if it is not there or fails. */
export async function runCopa(
  config: CopaConfig,
  run: CopaRun,
  onLine: (line: string) => void,
): Promise<void> {
  // No shell, so that no name can be a command.
  const child = spawn(config.command, copaArguments(config, run), {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: config.timeoutSeconds * 1_000 + 10_000,
  });
  const last: string[] = [];
  const listen = (stream: NodeJS.ReadableStream) => {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines.map(redact)) {
        last.push(line);
        last.splice(0, last.length - 20);
        onLine(line);
      }
    });
  };
  listen(child.stdout);
  listen(child.stderr);
  const code = await new Promise<number | string>((resolve, reject) => {
    child.once('error', error =>
      reject(
        new InputError(
          `Copa can't be run as ${config.command}. Install it, and set shiftDown.copa.command`,
          error,
        ),
      ),
    );
    child.once('close', (exit, signal) => resolve(exit ?? signal ?? 'nothing'));
  });
  if (code !== 0) {
    throw new InputError(
      `Copa ended with ${code}; is BuildKit there, at shiftDown.copa.buildkit? It said: ${last.join(
        '\n',
      )}`,
    );
  }
}
