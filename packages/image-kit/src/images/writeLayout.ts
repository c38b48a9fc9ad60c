import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Made, jsonBytes } from './content';
import { MEDIA_TYPES } from './mediaTypes';

export interface LayoutEntry {
  made: Made;
  /** `org.opencontainers.image.ref.name`: a tag, or a repository with one. */
  name?: string;
}

/**
 * Writes an OCI image layout; what was in the folder is removed before.
 * @see https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
export async function writeLayout(
  folder: string,
  entries: LayoutEntry[],
): Promise<void> {
  const blobs = join(folder, 'blobs', 'sha256');
  await rm(folder, { recursive: true, force: true });
  await mkdir(blobs, { recursive: true });
  for (const [digest, content] of contentsOf(entries.map(it => it.made))) {
    await writeFile(join(blobs, digest.slice('sha256:'.length)), content);
  }
  await writeFile(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  await writeFile(
    join(folder, 'index.json'),
    jsonBytes({
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.index,
      manifests: entries.map(({ made, name }) => ({
        ...made.descriptor,
        ...(name && {
          annotations: {
            ...made.descriptor.annotations,
            'org.opencontainers.image.ref.name': name,
          },
        }),
      })),
    }),
  );
}

/** Everything that is reached from these, by digest. */
export function contentsOf(roots: Made[]): Map<string, Buffer> {
  const contents = new Map<string, Buffer>();
  const add = (made: Made) => {
    contents.set(made.descriptor.digest, made.content);
    made.blobs.forEach(it => contents.set(it.digest, it.content));
    made.children.forEach(add);
  };
  roots.forEach(add);
  return contents;
}
