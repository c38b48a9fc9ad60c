/** Runs the command in this process, in a folder of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Report } from '../report/types';
import { run } from '../program';

export interface Ran {
  code: number;
  out: string;
  error: string;
}

export interface Workspace {
  folder: string;
  /** Writes a file and answers with its path. */
  write(name: string, content: string | Buffer): string;
  shiftDown(...commandLine: string[]): Promise<Ran>;
  /** `check … --format json`, parsed. */
  check(...commandLine: string[]): Promise<Omit<Report, 'passed'> & Ran>;
  environment: Record<string, string>;
  now: Date;
}

/** A folder for each test, which is the working folder while it runs. */
export function workspace(): Workspace {
  const before = process.cwd();
  const self: Workspace = {
    folder: '',
    environment: {},
    now: new Date('2026-03-01T12:00:00Z'),
    write(name, content) {
      const path = join(self.folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
    async shiftDown(...commandLine) {
      const ran = { code: 0, out: '', error: '' };
      ran.code = await run(commandLine, {
        out: text => {
          ran.out += text;
        },
        error: text => {
          ran.error += text;
        },
        colour: false,
        environment: self.environment,
        now: () => self.now,
      });
      return ran;
    },
    async check(...commandLine) {
      const ran = await self.shiftDown(
        'check',
        ...commandLine,
        '--format',
        'json',
      );
      return { ...JSON.parse(ran.out), ...ran };
    },
  };
  beforeEach(() => {
    self.folder = mkdtempSync(join(tmpdir(), 'shift-down-cli-'));
    self.environment = {};
    process.chdir(self.folder);
  });
  afterEach(() => {
    process.chdir(before);
    rmSync(self.folder, { recursive: true, force: true });
  });
  return self;
}

/** A Deployment that meets the restricted standard, but for what is changed. */
export function deployment(
  name = 'web',
  { privileged = false, namespace = 'shop' } = {},
): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  selector:
    matchLabels: { app: ${name} }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      securityContext:
        runAsNonRoot: true
        seccompProfile: { type: RuntimeDefault }
      containers:
        - name: app
          image: registry.example.com/shop/${name}:1.0
          securityContext:
            allowPrivilegeEscalation: false
            capabilities: { drop: [ALL] }
            privileged: ${privileged}
`;
}

/** Line of `privileged` in {@link deployment}, and its column. */
export const PRIVILEGED = { line: 22, column: 13 };
