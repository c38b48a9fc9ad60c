/** Who may upload what, as the platform says in config. */
import {
  parseEntityRef,
  stringifyEntityRef,
  DEFAULT_NAMESPACE,
} from '@backstage/catalog-model';
import { readDurationFromConfig, type Config } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import { UPLOAD_FORMATS } from '@shift-down/plugin-shift-down-policy';
import { z } from 'zod';

const DAY = 24 * 60 * 60 * 1000;
const MEBIBYTE = 1024 * 1024;

const entitySchema = z.string().transform((value, context) => {
  if (value === '*') {
    return value;
  }
  try {
    return stringifyEntityRef(
      parseEntityRef(value, {
        defaultKind: 'component',
        defaultNamespace: DEFAULT_NAMESPACE,
      }),
    );
  } catch {
    context.addIssue({
      code: 'custom',
      message: `'${value}' is neither * nor the ref of an entity, such as component:default/shop`,
    });
    return z.NEVER;
  }
});

const entrySchema = z
  .strictObject({
    subject: z.string().min(1),
    repositories: z.array(z.string().min(1)).default([]),
    entities: z.array(entitySchema).default([]),
    formats: z.array(z.enum(UPLOAD_FORMATS)).nonempty().optional(),
    complete: z.boolean().default(false),
  })
  .refine(entry => entry.repositories.length + entry.entities.length > 0, {
    message: 'names neither repositories nor entities, so it allows nothing',
  });

/** One service, and what it may speak about. @internal */
export type UploadEntry = z.infer<typeof entrySchema>;

/** @internal */
export const uploadsSchema = z.array(entrySchema).default([]);

/** @internal */
export const uploadLimitsSchema = z
  .strictObject({
    bytes: z
      .number()
      .int()
      .min(1024)
      .max(256 * MEBIBYTE)
      .default(32 * MEBIBYTE),
    perMinute: z.number().int().min(1).default(60),
    // Durations, which Backstage reads.
    scanAge: z.unknown().optional(),
    retention: z.unknown().optional(),
  })
  .prefault({});

/** @internal */
export interface UploadConfig {
  entries: UploadEntry[];
  /** Of a document, compressed or not. */
  bytes: number;
  /** Uploads of one service. */
  perMinute: number;
  /** For how long a scan counts as one, in milliseconds. */
  scanAge: number;
  /** For how long an upload about what does not run is kept, in milliseconds. */
  retention: number;
}

/** @internal */
export function uploadConfigOf(
  entries: UploadEntry[],
  { bytes, perMinute }: z.infer<typeof uploadLimitsSchema>,
  section: Config | undefined,
): UploadConfig {
  const duration = (key: string) =>
    section?.has(`uploadLimits.${key}`)
      ? durationToMilliseconds(
          readDurationFromConfig(section, { key: `uploadLimits.${key}` }),
        )
      : 30 * DAY;
  return {
    entries,
    bytes,
    perMinute,
    scanAge: duration('scanAge'),
    retention: duration('retention'),
  };
}
