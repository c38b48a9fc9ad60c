/** etcd, which holds all contents. It asks nobody who they are: loopback, and for a test. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fetch } from 'undici';
import { ManagedProcess } from '../processes/ManagedProcess';
import type { Surroundings } from './surroundings';

export interface Etcd {
  process: ManagedProcess;
  compact(revision?: number): Promise<number>;
  /** While it is down: forgets everything. */
  empty(): Promise<void>;
}

export function createEtcd(
  surroundings: Surroundings,
  options: { binary: string; url: string; arguments: string[] },
): Etcd {
  const { url } = options;
  const data = join(surroundings.directory, 'etcd');

  /** etcd's own JSON gateway; 64-bit numbers are strings in it. */
  async function call<T>(path: string, body: object): Promise<T> {
    const response = await fetch(`${url}/v3/kv/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error(`etcd refused ${path}: ${await response.text()}`);
    }
    return (await response.json()) as T;
  }

  return {
    process: new ManagedProcess({
      ...surroundings.process,
      name: 'etcd',
      log: join(surroundings.directory, 'etcd.log'),
      command: options.binary,
      arguments: [
        `--data-dir=${data}`,
        `--listen-client-urls=${url}`,
        `--advertise-client-urls=${url}`,
        '--listen-peer-urls=http://127.0.0.1:0',
        '--unsafe-no-fsync',
        `--quota-backend-bytes=${8 * 2 ** 30}`,
        '--log-level=warn',
        ...options.arguments,
      ],
      async isReady(signal) {
        return (await fetch(`${url}/health`, { signal })).ok;
      },
    }),
    async compact(revision) {
      let before = revision;
      if (before === undefined) {
        const { header } = await call<{ header: { revision: string } }>(
          'range',
          { key: Buffer.from('/').toString('base64'), count_only: true },
        );
        before = Number(header.revision);
      }
      await call('compaction', { revision: String(before), physical: true });
      return before;
    },
    empty: () => rm(data, { recursive: true, force: true }),
  };
}
