// What a source remembers of an inspection, kept by those who asked.
import { z } from 'zod';
import type { Places } from './listPlaces';
import { sha256Of } from './digest';

const VERSION = 1;

const stateSchema = z.object({
  version: z.literal(VERSION),
  /** Of what was inspected. */
  digest: z.string(),
  /** When the places were looked at, in milliseconds. */
  checkedAt: z.number(),
  /** Digests that documents can speak of. */
  subjects: z.array(z.string()),
  /** Of the places as they were; unset if reading them again may bring more. */
  fingerprint: z.string().optional(),
});

/** @internal */
export type InspectionState = z.infer<typeof stateSchema>;

/** Undefined for what another version wrote. @internal */
export function parseState(
  text: string | undefined,
): InspectionState | undefined {
  if (text === undefined) {
    return undefined;
  }
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** @internal */
export function formatState(state: Omit<InspectionState, 'version'>): string {
  return JSON.stringify({ version: VERSION, ...state });
}

/** Equal as long as the places name the same. @internal */
export function fingerprintOf({ places, problem }: Places): string {
  const parts = places.map(({ subject, place, found }) => [
    subject,
    place,
    'tagged' in found
      ? [found.tagged]
      : found.manifests.map(it => it.digest).sort(),
  ]);
  return sha256Of(JSON.stringify([parts, problem ?? null]));
}
