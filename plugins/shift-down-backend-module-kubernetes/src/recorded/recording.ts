/** `recording.yaml`: what a folder can't say by the objects in it. */
import { COLLECTED_KINDS } from '@shift-down/plugin-shift-down-common';
import { InputError } from '@backstage/errors';
import { readFile, stat } from 'fs/promises';
import { join } from 'path';
import { parse } from 'yaml';
import { z } from 'zod';
import { errorCode } from './errorCode';

/** @internal */
export const RECORDING_FILE = 'recording.yaml';
const MAX_BYTES = 64 * 1024;

const sourceState = z.discriminatedUnion('state', [
  z.object({ state: z.enum(['fresh', 'not-installed']) }),
  z.object({
    state: z.enum(['forbidden', 'failed']),
    error: z.string().min(1).max(500),
  }),
]);

const recordingSchema = z.object({
  apiVersion: z.literal('shift-down.io/v1alpha1'),
  kind: z.literal('Recording'),
  recordedAt: z.iso.datetime({ offset: true }).optional(),
  kubernetesVersion: z
    .string()
    .regex(/^v1\.\d{1,4}(\D|$)/)
    .optional(),
  sources: z.partialRecord(z.enum(COLLECTED_KINDS), sourceState).default({}),
});

/** @internal */
export interface Recording {
  /** ISO 8601 in UTC; ages are measured to it. Absent: the folder is kept up to date. */
  recordedAt?: string;
  /** Of the API server that the objects come from, such as `v1.36`. */
  kubernetesVersion?: string;
  /** How recording went, of kinds where the objects alone don't tell. */
  sources: z.infer<typeof recordingSchema>['sources'];
}

/**
 * Reads the description of a recording; a folder without one is live.
 *
 * @throws InputError if there is one that isn't understood: ages would be wrong.
 * @internal
 */
export async function readRecording(folder: string): Promise<Recording> {
  const path = join(folder, RECORDING_FILE);
  let text: string;
  try {
    if ((await stat(path)).size > MAX_BYTES) {
      throw new InputError(`${RECORDING_FILE} is larger than 64 KiB`);
    }
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return { sources: {} };
    }
    throw error;
  }
  const parsed = recordingSchema.safeParse(parseYaml(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(
      `${RECORDING_FILE}: ${
        issue.path.join('.') || 'the document'
      } is not as its format wants it`,
    );
  }
  const { recordedAt, kubernetesVersion, sources } = parsed.data;
  return {
    ...(recordedAt && { recordedAt: new Date(recordedAt).toISOString() }),
    ...(kubernetesVersion && {
      kubernetesVersion: /^v1\.\d+/.exec(kubernetesVersion)?.[0],
    }),
    sources,
  };
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { prettyErrors: false, maxAliasCount: 0 });
  } catch {
    throw new InputError(`${RECORDING_FILE} is not valid YAML`);
  }
}
