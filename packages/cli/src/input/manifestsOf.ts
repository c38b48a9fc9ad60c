/** The Kubernetes objects in a value that was read, those in lists one by one. */
import type {
  FieldPath,
  JsonObject,
  JsonValue,
  KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';
import type { Inputs, Position } from './types';

/** Where a value comes from. */
export interface Origin {
  file: string;
  /** What it was rendered from, if that is known. */
  source?: string;
  /** Comments above it. */
  comment?: string;
  locate(field: FieldPath): Position;
}

/** Deeper values are no objects of Kubernetes, and evaluators walk by recursion. */
const MAXIMUM_DEPTH = 500;

/** Adds the objects, and what is none, to the inputs. */
export function addManifests(
  value: JsonValue,
  origin: Origin,
  inputs: Inputs,
): void {
  if (deeperThan(value, MAXIMUM_DEPTH)) {
    inputs.problems.push({
      file: origin.file,
      ...origin.locate([]),
      message: 'Nested too deeply',
    });
    return;
  }
  addAt(value, [], origin, inputs);
}

function addAt(
  value: JsonValue,
  path: FieldPath,
  origin: Origin,
  inputs: Inputs,
): void {
  if (value === null) {
    return;
  }
  if (Array.isArray(value)) {
    value.forEach((item, index) =>
      addAt(item, [...path, index], origin, inputs),
    );
    return;
  }
  if (!isKubernetesObject(value)) {
    inputs.notEvaluated.push({
      file: origin.file,
      ...origin.locate(path),
      resource: '',
      reason: 'No Kubernetes object: it has no apiVersion and kind',
    });
    return;
  }
  const items = itemsOf(value);
  if (items) {
    items.forEach((item, index) =>
      addAt(item, [...path, 'items', index], origin, inputs),
    );
    return;
  }
  inputs.manifests.push({
    object: value,
    file: origin.file,
    // Few are asked for, and finding places takes longer than reading.
    get position() {
      return origin.locate(path);
    },
    ...(origin.source && { origin: origin.source }),
    comment: origin.comment ?? '',
    locate: field => origin.locate([...path, ...field]),
  });
}

function isKubernetesObject(value: JsonValue): value is KubernetesObject {
  return (
    isObject(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    value.kind !== ''
  );
}

/** Items of a `List`, or of a list of one kind such as `PodList`, whose items may not name it. */
function itemsOf(list: KubernetesObject): JsonValue[] | undefined {
  if (!list.kind.endsWith('List') || !Array.isArray(list.items)) {
    return undefined;
  }
  const kind = list.kind.slice(0, -'List'.length);
  return kind === ''
    ? list.items
    : list.items.map(item =>
        isObject(item) ? { apiVersion: list.apiVersion, kind, ...item } : item,
      );
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function deeperThan(root: JsonValue, limit: number): boolean {
  // By levels, for recursion would overflow where it matters.
  let level: JsonValue[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) {
      return true;
    }
    const next: JsonValue[] = [];
    for (const value of level) {
      if (typeof value === 'object' && value !== null) {
        for (const child of Object.values(value)) {
          if (typeof child === 'object' && child !== null) {
            next.push(child);
          }
        }
      }
    }
    level = next;
  }
  return false;
}
