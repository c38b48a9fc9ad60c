/**
 * Where in an object to look when a validation fails. What the expression reads tells the
 * field; where it runs over a list, the items are tried one by one.
 */
import type {
  FieldPath,
  JsonObject,
  JsonValue,
  Violation,
} from '../../evaluation';
import type { CompiledPolicy, PolicyExpression } from '../types';
import { fieldsRead } from './fieldsRead';
import {
  bestPath,
  EACH,
  fieldOf,
  startsWith,
  valueAt,
  withValueAt,
} from './paths';

/** @internal */
export interface FailedValidation {
  policy: CompiledPolicy;
  expression: PolicyExpression;
  object: JsonObject;
  message: string;
  /** Whether the validation fails in the same way for another object. */
  fails: (object: JsonObject) => boolean;
}

const CONTAINER_LISTS = new Set([
  'containers',
  'initContainers',
  'ephemeralContainers',
]);

/** How many items are tried before the search stays with what it has. */
const MOST_TRIES = 64;

/** @internal */
export function locateViolations(failed: FailedValidation): Violation[] {
  const { policy, expression, object, message } = failed;
  const paths = fieldsRead(policy, expression);
  let tries = 0;
  const fails = (changed: JsonObject) => {
    tries += 1;
    return tries <= MOST_TRIES && failed.fails(changed);
  };
  return locate(object, paths, fails).map(field => ({
    component: containerOf(object, field),
    field,
    message,
  }));
}

type Fails = FailedValidation['fails'];

function locate(
  object: JsonObject,
  paths: readonly FieldPath[],
  fails: Fails,
): FieldPath[] {
  const lists = listsIn(object, paths);
  const ofContainers = lists.filter(path =>
    CONTAINER_LISTS.has(String(path[path.length - 1])),
  );
  const others = lists.filter(path => !ofContainers.includes(path));

  for (const group of [ofContainers, others]) {
    const places = locateInItems(object, paths, group, fails);
    if (places.length > 0) {
      return places;
    }
  }
  return [bestPath(object, paths)];
}

/** Items with which the validation fails although all the others are taken away. */
function locateInItems(
  object: JsonObject,
  paths: readonly FieldPath[],
  lists: readonly FieldPath[],
  fails: Fails,
): FieldPath[] {
  if (lists.length === 0) {
    return [];
  }
  const none = lists.reduce(
    (rest, list) => withValueAt(rest, list, []),
    object,
  );
  if (fails(none)) {
    return [];
  }
  const items = lists.flatMap(list => itemsAt(object, list));
  return lists.flatMap(list => {
    const alone = [...list, 0];
    const each = [...list, EACH];
    const inItem = paths
      .filter(path => startsWith(path, each))
      .map(path => [...alone, ...path.slice(alone.length)]);
    return itemsAt(object, list).flatMap((item, index) => {
      const only = withValueAt(none, list, [item]);
      // A single item alone is the object as it is, and that fails.
      if (items.length > 1 && !fails(only)) {
        return [];
      }
      const places = inItem.length > 0 ? locate(only, inItem, fails) : [alone];
      return places.map(place => [
        ...list,
        index,
        ...place.slice(alone.length),
      ]);
    });
  });
}

/** The lists that paths lead to or through, but for those an item is chosen of already. */
function listsIn(object: JsonObject, paths: readonly FieldPath[]): FieldPath[] {
  const lists = new Map<string, FieldPath>();
  for (const path of paths) {
    let value: JsonValue | undefined = object;
    for (let at = 0; at < path.length && value !== undefined; at += 1) {
      value = fieldOf(value, path[at]);
      if (Array.isArray(value) && typeof path[at + 1] !== 'number') {
        const list = path.slice(0, at + 1);
        lists.set(list.join('/'), list);
        break;
      }
    }
  }
  return [...lists.values()];
}

function itemsAt(object: JsonObject, list: FieldPath): JsonValue[] {
  return valueAt(object, list) as JsonValue[];
}

function containerOf(object: JsonObject, field: FieldPath): string {
  const at = field.findIndex(
    (step, index) =>
      CONTAINER_LISTS.has(String(step)) && typeof field[index + 1] === 'number',
  );
  const name =
    at < 0 ? undefined : valueAt(object, [...field.slice(0, at + 2), 'name']);
  return typeof name === 'string' ? name : '';
}
