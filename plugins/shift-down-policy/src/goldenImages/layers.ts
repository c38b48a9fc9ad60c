/** Layers as what images are compared by. */

/**
 * Layers without a file: the archive of nothing, as builders write it for instructions
 * that change no file. Images share them without sharing anything.
 */
const EMPTY_LAYERS = new Set([
  // 1024 zero bytes, an empty tar archive
  'sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
  // 10240 zero bytes, the same with the blocking factor of tar
  'sha256:84ff92691f909a05b224e1c56abb4864f01b4f8e3c854e4bb4c7baf1d3f6d652',
  // nothing at all
  'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
]);

export function isEmptyLayer(diffId: string): boolean {
  return EMPTY_LAYERS.has(diffId);
}

export function withoutEmpty(diffIds: readonly string[]): string[] {
  return diffIds.filter(diffId => !isEmptyLayer(diffId));
}

/** Spellings of one platform as one: v8 is the only arm64, and v1 every amd64. */
export function normalisePlatform(platform: string): string {
  return platform
    .toLocaleLowerCase('en-US')
    .replace(/^([^/]+)\/arm64\/v8$/, '$1/arm64')
    .replace(/^([^/]+)\/amd64\/v1$/, '$1/amd64');
}
