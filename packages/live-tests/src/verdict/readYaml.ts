import type { KubernetesObject } from '@shift-down/plugin-shift-down-policy';
import { readFile } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';

export async function readYaml(path: string): Promise<KubernetesObject[]> {
  return parseAllDocuments(await readFile(path, 'utf8'))
    .map(document => document.toJS() as KubernetesObject | null)
    .filter(object => object !== null);
}
