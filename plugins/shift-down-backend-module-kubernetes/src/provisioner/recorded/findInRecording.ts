/** Looks for an object in the files of a recording, as whoever made it wrote it. */
import { ServiceUnavailableError } from '@backstage/errors';
import type {
  ClusterManifest,
  ClusterObject,
  ClusterObjectReference,
} from '@shift-down/plugin-shift-down-node';
import { createHash } from 'crypto';
import { readFile, stat } from 'fs/promises';
import { z } from 'zod';
import {
  DEFAULT_LIMITS,
  ManifestParser,
  type ParserLimits,
} from '../../recorded/ManifestParser';
import { scanFolder, type ScannedFile } from '../../recorded/scanFolder';

const texts = z.record(z.string(), z.string()).optional().catch(undefined);

const object = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({
    name: z.string(),
    namespace: z.string().optional(),
    uid: z.string().optional().catch(undefined),
    labels: texts,
    annotations: texts,
  }),
});

/** @internal */
export interface FoundObject {
  /** Relative to the folder. */
  file: string;
  object: ClusterObject;
}

/**
 * The first that is it, in the order of files.
 *
 * @param skipped - Files that are not looked at, relative to the folder.
 * @throws ServiceUnavailableError if the folder can't be listed.
 * @internal
 */
export async function findInRecording(
  folder: string,
  reference: ClusterObjectReference,
  options: { maxFileBytes: number; skipped?: string; signal: AbortSignal },
): Promise<FoundObject | undefined> {
  const { maxFileBytes, skipped, signal } = options;
  const limits = { ...DEFAULT_LIMITS, fileBytes: maxFileBytes };
  const parser = new ManifestParser(limits);
  try {
    for (const [file, scanned] of await listed(folder)) {
      signal.throwIfAborted();
      if (file !== skipped && (await mayHold(scanned, reference, limits))) {
        for await (const batch of parser.parse(scanned.path)) {
          for (const entry of batch) {
            const found =
              entry.type === 'object' && toObject(entry.text, reference);
            if (found) {
              return { file, object: found };
            }
          }
        }
      }
    }
    return undefined;
  } finally {
    await parser.close();
  }
}

async function listed(folder: string): Promise<Map<string, ScannedFile>> {
  try {
    return await scanFolder(folder);
  } catch {
    throw new ServiceUnavailableError(
      'The folder of the recorded cluster can’t be listed; see that it is there and can be read.',
    );
  }
}

/** Parsing takes long, and nearly all files are about something else. */
async function mayHold(
  { path, refused }: ScannedFile,
  { kind, name }: ClusterObjectReference,
  { fileBytes }: ParserLimits,
): Promise<boolean> {
  if (refused !== undefined) {
    return false;
  }
  try {
    const { size } = await stat(path);
    const text = size <= fileBytes ? await readFile(path, 'utf8') : '';
    return text.includes(name) && text.includes(kind);
  } catch {
    return false;
  }
}

function toObject(
  text: string,
  reference: ClusterObjectReference,
): ClusterObject | undefined {
  const parsed = object.safeParse(JSON.parse(text));
  if (!parsed.success) {
    return undefined;
  }
  const { status: _status, metadata, ...rest } = parsed.data;
  const { uid, ...kept } = metadata;
  if (
    rest.apiVersion !== reference.apiVersion ||
    rest.kind !== reference.kind ||
    kept.name !== reference.name ||
    (kept.namespace ?? '') !== reference.namespace
  ) {
    return undefined;
  }
  const manifest: ClusterManifest = { ...rest, metadata: kept };
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return { uid: uid ?? `recorded-${hash}`, resourceVersion: hash, manifest };
}
