/** What a new version of the baseline changes in one namespace: pure. */
import type { FieldDifference } from '@shift-down/plugin-shift-down-common';
import {
  redact,
  type BaselineManifest,
  type PlannedObject,
} from '@shift-down/plugin-shift-down-policy';

/** An object that comes, goes or changes; as the API tells of it. @internal */
export interface ManifestChange {
  id: string;
  title: string;
  change: 'added' | 'removed' | 'changed';
  differences?: FieldDifference[];
}

type Rendered = Pick<PlannedObject, 'id' | 'title' | 'manifest'>;

/** @internal */
export function manifestChanges(
  before: readonly Rendered[],
  after: readonly Rendered[],
): ManifestChange[] {
  const older = new Map(before.map(it => [it.id, it]));
  const newer = new Map(after.map(it => [it.id, it]));
  return [
    ...after.flatMap(({ id, title, manifest }): ManifestChange[] => {
      const was = older.get(id);
      if (!was) {
        return [{ id, title, change: 'added' }];
      }
      const differences = differencesBetween(was.manifest, manifest);
      return differences.length === 0
        ? []
        : [{ id, title, change: 'changed', differences }];
    }),
    // The provisioner deletes nothing: it is only not ours any more.
    ...before
      .filter(({ id }) => !newer.has(id))
      .map(({ id, title }) => ({ id, title, change: 'removed' as const })),
  ];
}

function differencesBetween(
  before: BaselineManifest,
  after: BaselineManifest,
): FieldDifference[] {
  const [older, newer] = [leavesOf(before), leavesOf(after)];
  const paths = new Set([...older.keys(), ...newer.keys()]);
  return [...paths].sort().flatMap(path => {
    const [applied, found] = [older.get(path), newer.get(path)];
    return applied === found
      ? []
      : [
          {
            path,
            ...(applied !== undefined && { applied: redact(applied) }),
            ...(found !== undefined && { found: redact(found) }),
          },
        ];
  });
}

/** JSON of every field that has no fields of its own, by its path. */
function leavesOf(
  value: unknown,
  path = '',
  leaves = new Map<string, string>(),
): Map<string, string> {
  const entries =
    typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (entries.length === 0) {
    if (value !== undefined) {
      leaves.set(path, JSON.stringify(value));
    }
    return leaves;
  }
  for (const [name, inner] of entries) {
    leavesOf(inner, join(path, name, Array.isArray(value)), leaves);
  }
  return leaves;
}

function join(path: string, name: string, isPosition: boolean): string {
  if (isPosition) {
    return `${path}[${name}]`;
  }
  return /^\w+$/.test(name)
    ? `${path}${path && '.'}${name}`
    : `${path}["${name}"]`;
}
