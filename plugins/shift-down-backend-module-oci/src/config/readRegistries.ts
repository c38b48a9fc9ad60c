/** What `shiftDown.registries` says, parsed once at start-up. */
import type { Config } from '@backstage/config';
import { resolve } from 'node:path';
import { InputError } from '@backstage/errors';
import {
  type LayoutEntry,
  type RegistryEntry,
  registryEntrySchema,
} from './schema';

/**
 * Reads the configured registries and layouts, in the order in which they are asked.
 * @param directory - Where relative paths are resolved from, the folder of the app-config.
 * @throws InputError that names the entry and what is wrong with it.
 * @internal
 */
export function readRegistries(
  config: Config,
  directory: string,
): (RegistryEntry | LayoutEntry)[] {
  const entries = config.getOptionalConfigArray('shiftDown.registries') ?? [];
  const seen = new Set<string>();
  return entries.map((entry, index) => {
    const at = `shiftDown.registries[${index}]`;
    const parsed = registryEntrySchema.safeParse(entry.get());
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new InputError(
        `${[at, ...issue.path.map(String)].join('.')}: ${issue.message}`,
      );
    }
    if (seen.has(parsed.data.host)) {
      throw new InputError(
        `${at}.host: "${parsed.data.host}" is configured twice; one entry answers for a host`,
      );
    }
    seen.add(parsed.data.host);
    return withAbsolutePaths(parsed.data, directory);
  });
}

function withAbsolutePaths(
  entry: RegistryEntry | LayoutEntry,
  directory: string,
): RegistryEntry | LayoutEntry {
  if (entry.type === 'layout') {
    return { ...entry, path: resolve(directory, entry.path) };
  }
  const { auth, caFile } = entry;
  return {
    ...entry,
    ...(caFile !== undefined && { caFile: resolve(directory, caFile) }),
    auth:
      auth.type === 'dockerConfig'
        ? { ...auth, path: resolve(directory, auth.path) }
        : auth,
  };
}
