/** What `shiftDown.clusters` says, parsed once at start-up. */
import { readDurationFromConfig, type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { z } from 'zod';
import type { RecordedClusterOptions } from './recorded/RecordedCluster';
import { resolveFolder } from './recorded/resolveFolder';

const SUPPORTED_TYPES = ['recorded'] as const;

const clusterSchema = z.object({
  name: z
    .string()
    .regex(
      /^[a-zA-Z0-9]([-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/,
      'is made of letters, digits, "-", "_" and ".", 63 at most',
    ),
  type: z.enum(SUPPORTED_TYPES, {
    error: issue =>
      issue.input === undefined
        ? `is missing; supported: ${SUPPORTED_TYPES.join(', ')}`
        : `"${issue.input}" is not supported; supported: ${SUPPORTED_TYPES.join(
            ', ',
          )}`,
  }),
  title: z.string().min(1).optional(),
  path: z.string().min(1),
  maxFileSizeMiB: z.number().positive().max(256).default(16),
});

const DEFAULT_REFRESH_MILLISECONDS = 2_000;
const MINIMUM_REFRESH_MILLISECONDS = 100;

/**
 * Reads the configured clusters.
 *
 * @param directory - Where relative paths are resolved from, see {@link resolveFolder}.
 * @throws InputError that names the entry and what is wrong with it.
 * @internal
 */
export function readClusters(
  config: Config,
  directory: string,
): RecordedClusterOptions[] {
  const entries = config.getOptionalConfigArray('shiftDown.clusters') ?? [];
  const names = new Set<string>();
  return entries.map((entry, index) => {
    const parsed = clusterSchema.safeParse(entry.get());
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new InputError(
        `shiftDown.clusters[${index}].${issue.path.join('.')}: ${
          issue.message
        }`,
      );
    }
    const { name, title, path, maxFileSizeMiB } = parsed.data;
    if (names.has(name)) {
      throw new InputError(
        `shiftDown.clusters[${index}].name: "${name}" is used twice; give each cluster its own name`,
      );
    }
    names.add(name);
    return {
      id: name,
      title: title ?? name,
      folder: resolveFolder(path, directory),
      refreshMilliseconds: readRefresh(entry),
      maxFileBytes: Math.floor(maxFileSizeMiB * 1024 * 1024),
    };
  });
}

function readRefresh(entry: Config): number {
  if (!entry.has('refresh')) {
    return DEFAULT_REFRESH_MILLISECONDS;
  }
  const duration = readDurationFromConfig(entry, { key: 'refresh' });
  return Math.max(
    durationToMilliseconds(duration),
    MINIMUM_REFRESH_MILLISECONDS,
  );
}
