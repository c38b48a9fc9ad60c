/** Label selectors over labels that may be known in part only. */
import { WITHHELD } from '../../evaluation';
import type { JsonValue } from '../../evaluation';
import type { LabelSelector } from '../schema/matchResources';

/** Yes, no, or not known. @internal */
export type Ternary = boolean | undefined;

/** @internal */
export interface KnownLabels {
  labels: Readonly<Record<string, string>>;
  /** Whether there are no labels but these. */
  complete: boolean;
}

/** @internal */
export function labelsOf(metadata: JsonValue | undefined): KnownLabels {
  const labels: Record<string, string> = {};
  let complete = true;
  const source = isObject(metadata) ? metadata.labels : undefined;
  for (const [key, value] of Object.entries(isObject(source) ? source : {})) {
    if (key === WITHHELD) {
      complete = false;
    } else {
      labels[key] = typeof value === 'string' ? value : String(value);
    }
  }
  return { labels, complete };
}

/** @internal */
export function isEmptySelector(selector: LabelSelector | null | undefined) {
  return (
    Object.keys(selector?.matchLabels ?? {}).length === 0 &&
    (selector?.matchExpressions ?? []).length === 0
  );
}

/** @internal */
export function matchesLabels(
  selector: LabelSelector | null | undefined,
  known: KnownLabels,
): Ternary {
  const answers = [
    ...Object.entries(selector?.matchLabels ?? {}).map(([key, value]) =>
      isIn(known, key, [value]),
    ),
    ...(selector?.matchExpressions ?? []).map(requirement => {
      const { key, operator } = requirement;
      switch (operator) {
        case 'In':
          return isIn(known, key, requirement.values);
        case 'NotIn':
          return not(isIn(known, key, requirement.values));
        case 'Exists':
          return exists(known, key);
        default:
          return not(exists(known, key));
      }
    }),
  ];
  if (answers.includes(false)) {
    return false;
  }
  return answers.includes(undefined) ? undefined : true;
}

function exists({ labels, complete }: KnownLabels, key: string): Ternary {
  return Object.hasOwn(labels, key) || (complete ? false : undefined);
}

function isIn(
  known: KnownLabels,
  key: string,
  values: readonly string[],
): Ternary {
  const present = exists(known, key);
  if (!present) {
    return present;
  }
  const value = known.labels[key];
  return value === WITHHELD ? undefined : values.includes(value);
}

function not(answer: Ternary): Ternary {
  return answer === undefined ? undefined : !answer;
}

function isObject(
  value: JsonValue | undefined,
): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
