/** What changes from one version of the baseline to another. */
import type { FieldDifference } from '@shift-down/plugin-shift-down-common';
import { compare } from 'semver';
import type { FieldPath, JsonValue } from '../../evaluation';
import type { Baseline, BaselineObject } from '../types';
import { fieldInWords } from '../../evaluation/fieldInWords';
import { fillIn, PLACEHOLDERS, type PlaceholderValues } from './placeholders';

/**
 * Orders versions of baselines, the oldest first.
 * @public
 */
export function compareBaselineVersions(a: string, b: string): number {
  return compare(a, b);
}

/** How an object differs between two versions of the baseline. @public */
export interface BaselineDifference {
  /** Of the object of the baseline. */
  id: string;
  title: string;
  change: 'added' | 'changed' | 'removed';
  /**
   * Of its template and its conditions: `applied` is the older version's, `found` the
   * newer one's. Empty for what is added or removed as a whole.
   */
  differences: FieldDifference[];
}

/**
 * What differs, in the order of the newer version; then what it does not have any more.
 * The version's own number is no difference.
 *
 * @param older - Unset where there is none: everything is added.
 * @public
 */
export function compareBaselines(
  older: Baseline | undefined,
  newer: Baseline,
): BaselineDifference[] {
  const before = new Map(older?.objects.map(object => [object.id, object]));
  const after = new Set(newer.objects.map(({ id }) => id));
  return [
    ...newer.objects.flatMap(object => {
      const known = before.get(object.id);
      return known && older
        ? compareObject(known, older, object, newer)
        : { ...named(object), change: 'added' as const, differences: [] };
    }),
    ...[...before.values()]
      .filter(({ id }) => !after.has(id))
      .map(object => ({
        ...named(object),
        change: 'removed' as const,
        differences: [],
      })),
  ];
}

function compareObject(
  known: BaselineObject,
  older: Baseline,
  object: BaselineObject,
  newer: Baseline,
): BaselineDifference[] {
  const differences: FieldDifference[] = [];
  collect(comparable(known, older), comparable(object, newer), [], differences);
  return differences.length > 0
    ? [{ ...named(object), change: 'changed', differences }]
    : [];
}

function named({ id, title }: BaselineObject) {
  return { id, title };
}

/** With the one value that the version itself gives; all others stay as they are written. */
function comparable(
  { template, forEach, limits, madeByCluster }: BaselineObject,
  { podSecurityVersion }: Baseline,
): JsonValue {
  const values: PlaceholderValues = {
    ...Object.fromEntries(
      Object.keys(PLACEHOLDERS).map(path => [path, `\${${path}}`]),
    ),
    'podSecurity.version': podSecurityVersion,
  };
  const manifest = fillIn(template, values);
  return {
    ...(manifest as Record<string, JsonValue>),
    ...(forEach && { forEach }),
    ...(limits && { limits }),
    ...(madeByCluster && { madeByCluster }),
  };
}

function collect(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  path: FieldPath,
  differences: FieldDifference[],
): void {
  if (isMap(before) && isMap(after)) {
    for (const key of new Set([
      ...Object.keys(before),
      ...Object.keys(after),
    ])) {
      collect(
        Object.hasOwn(before, key) ? before[key] : undefined,
        Object.hasOwn(after, key) ? after[key] : undefined,
        [...path, key],
        differences,
      );
    }
    return;
  }
  const applied = before === undefined ? undefined : JSON.stringify(before);
  const found = after === undefined ? undefined : JSON.stringify(after);
  if (applied !== found) {
    differences.push({
      path: fieldInWords(path),
      ...(applied !== undefined && { applied }),
      ...(found !== undefined && { found }),
    });
  }
}

function isMap(
  value: JsonValue | undefined,
): value is Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
