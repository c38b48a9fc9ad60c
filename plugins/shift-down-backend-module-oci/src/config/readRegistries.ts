/** What `shiftDown.registries` says, parsed once at start-up. */
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { resolvePath } from '../resolvePath';
import {
  type LayoutEntry,
  type RegistryEntry,
  registryEntrySchema,
} from './schema';

/**
 * Reads the configured registries and layouts, in the order in which they are asked.
 * @param directory - Where relative paths are resolved from, see {@link resolvePath}.
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
    return { ...entry, path: resolvePath(entry.path, directory) };
  }
  const { auth, caFile } = entry;
  return {
    ...entry,
    ...(caFile !== undefined && { caFile: resolvePath(caFile, directory) }),
    auth:
      auth.type === 'dockerConfig'
        ? { ...auth, path: resolvePath(auth.path, directory) }
        : auth,
  };
}
