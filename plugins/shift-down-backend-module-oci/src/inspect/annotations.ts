// Which annotations and labels of an image are kept, and which of documents about it.
import { redact } from '@shift-down/plugin-shift-down-policy';

/** Anything may stand in a label, secrets among it. */
const PREFIXES = [
  'org.opencontainers.image.',
  'sh.copa.',
  'com.docker.dhi.',
  'com.docker.official-images.',
];
const NAMES = new Set([
  // Copacetic names here what it patched.
  'BaseImage',
]);
const MAXIMUM_VALUE = 1_024;

/** Those on the list, as they may be shown. @internal */
export function imageAnnotations(
  annotations: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations)
      .filter(([name]) => isKept(name))
      .map(([name, value]) => [name, redact(value.slice(0, MAXIMUM_VALUE))]),
  );
}

function isKept(name: string): boolean {
  return NAMES.has(name) || PREFIXES.some(prefix => name.startsWith(prefix));
}
