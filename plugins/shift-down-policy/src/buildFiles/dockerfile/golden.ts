/** Whether a base is one of the platform's golden images. */
import { parseImageReference } from '../../imageReference';
import type { GoldenBase } from './options';
import type { Base, Stage } from './ParsedDockerfile';

/** What the whole chain of stages is built on in the end. */
export function rootOf(stage: Stage): {
  stage: Stage;
  base: Exclude<Base, { type: 'stage' }>;
} {
  let at = stage;
  while (at.base.type === 'stage') {
    at = at.base.stage;
  }
  return { stage: at, base: at.base };
}

export function goldenImageOf(
  base: Base,
  goldenImages: readonly GoldenBase[],
): GoldenBase | undefined {
  if (base.type === 'scratch') {
    return goldenImages.find(({ repository }) => repository === 'scratch');
  }
  if (base.type !== 'image') {
    return undefined;
  }
  const { repository } = parseImageReference(base.reference);
  return goldenImages.find(golden => matches(repository, golden.repository));
}

function matches(repository: string, pattern: string): boolean {
  const parts = parseImageReference(pattern).repository.split('*');
  if (parts.length === 1) {
    return repository === parts[0];
  }
  const first = parts[0];
  const last = parts[parts.length - 1];
  if (
    repository.length < first.length + last.length ||
    !repository.startsWith(first) ||
    !repository.endsWith(last)
  ) {
    return false;
  }
  const end = repository.length - last.length;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = repository.indexOf(part, at);
    if (found < 0 || found + part.length > end) {
      return false;
    }
    at = found + part.length;
  }
  return true;
}
