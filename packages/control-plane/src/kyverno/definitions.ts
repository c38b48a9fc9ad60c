/** Kyverno's own custom resources, read from its Go module. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import type { KubernetesObject } from '../objects/KubernetesObject';

/** Of its `config/crds`. */
const FOLDERS = ['kyverno', 'policies.kyverno.io', 'policyreport', 'reports'];
const LIMIT_MS = 60_000;
const POLL_MS = 100;

export interface Definition extends KubernetesObject {
  spec: {
    group: string;
    names: { plural: string };
    versions: { name: string; served: boolean }[];
  };
}

export async function readDefinitions(sources: string): Promise<Definition[]> {
  const definitions: Definition[] = [];
  for (const name of FOLDERS) {
    const folder = join(sources, 'config', 'crds', name);
    for (const file of await readdir(folder)) {
      definitions.push(parse(await readFile(join(folder, file), 'utf8')));
    }
  }
  return definitions;
}

/** Waits until objects of each can be read, in every version that is served. */
export async function untilServed(
  server: { request(path: string): Promise<{ ok: boolean }> },
  definitions: Definition[],
): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  for (const { spec } of definitions) {
    for (const { name } of spec.versions.filter(({ served }) => served)) {
      const path = `/apis/${spec.group}/${name}/${spec.names.plural}?limit=1`;
      while (!(await server.request(path)).ok) {
        if (Date.now() > deadline) {
          throw new Error(`${path} is not served.`);
        }
        await sleep(POLL_MS);
      }
    }
  }
}
