/** Compares the object that the API server answers with the one that we prepared. */
import { WITHHELD, type JsonValue } from '@shift-down/plugin-shift-down-policy';

/** Only the API server writes it, and no policy reads it. */
const IGNORED = new Set(['metadata.managedFields']);

/**
 * The answer to a dry run was encoded for storage and decoded again: empty lists and bytes
 * became null or the other way round, and defaults were set once more, so that a Job has
 * the labels that its template was given meanwhile. Policies are asked before that.
 */
const OF_STORAGE = [
  /^status\.phase: "Pending" there, undefined here$/,
  /^metadata\.labels: \{"batch\.kubernetes\.io\/controller-uid":.* there, undefined here$/,
];
const EMPTY = new Set(['null', '[]', '""']);
const GENERATED_VOLUME = /^kube-api-access-[a-z0-9]{5}$/;

/** One line for each place where they differ. */
export function differences(
  theirs: JsonValue | undefined,
  ours: JsonValue | undefined,
  path: readonly string[] = [],
): string[] {
  const name = path.join('.');
  if (IGNORED.has(name) || (ours === WITHHELD && theirs !== undefined)) {
    return [];
  }
  if (isMap(theirs) && isMap(ours)) {
    const keys = new Set([...Object.keys(theirs), ...Object.keys(ours)]);
    return [...keys].flatMap(key =>
      differences(theirs[key], ours[key], [...path, key]),
    );
  }
  if (Array.isArray(theirs) && Array.isArray(ours)) {
    return Array.from({ length: Math.max(theirs.length, ours.length) }).flatMap(
      (_, index) =>
        differences(theirs[index], ours[index], [...path, String(index)]),
    );
  }
  const generated =
    typeof theirs === 'string' &&
    GENERATED_VOLUME.test(theirs) &&
    typeof ours === 'string' &&
    GENERATED_VOLUME.test(ours);
  const [there, here] = [JSON.stringify(theirs), JSON.stringify(ours)];
  const difference = `${name}: ${there} there, ${here} here`;
  const empty = EMPTY.has(there) && EMPTY.has(here);
  return theirs === ours ||
    generated ||
    empty ||
    OF_STORAGE.some(it => it.test(difference))
    ? []
    : [difference];
}

function isMap(
  value: JsonValue | undefined,
): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
