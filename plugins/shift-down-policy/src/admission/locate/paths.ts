/** Constant paths into an object, and what stands there. */
import type { FieldPath, JsonValue } from '../../evaluation';

/** What stands at a path; undefined if nothing does. @internal */
export function valueAt(
  root: JsonValue | undefined,
  path: FieldPath,
): JsonValue | undefined {
  let value = root;
  for (const step of path) {
    value = fieldOf(value, step);
  }
  return value;
}

/** A field or an item; undefined if it is not there. @internal */
export function fieldOf(
  value: JsonValue | undefined,
  step: string | number,
): JsonValue | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  return Array.isArray(value)
    ? value[Number(step)]
    : ownProperty(value, String(step));
}

/** The object with something else at a path, which is there. @internal */
export function withValueAt<T extends JsonValue>(
  root: T,
  path: FieldPath,
  value: JsonValue,
  from = 0,
): T {
  if (from === path.length) {
    return value as T;
  }
  const step = path[from];
  if (Array.isArray(root)) {
    const copy: JsonValue[] = [...root];
    const index = Number(step);
    copy[index] = withValueAt(copy[index], path, value, from + 1);
    return copy as T;
  }
  if (typeof root === 'object' && root !== null) {
    const inner = root[String(step)];
    return { ...root, [step]: withValueAt(inner, path, value, from + 1) };
  }
  return root;
}

/** Stands in a path for any item of a list. @internal */
export const EACH = '*';

const IDENTITY = new Set([
  '',
  'apiVersion',
  'kind',
  'metadata.name',
  'metadata.namespace',
]);

/** Whether it only tells objects or items of a list apart: nothing stands below it. @internal */
export function isIdentity(path: FieldPath): boolean {
  const ofItem = path.at(-1) === 'name' && typeof path.at(-2) === 'number';
  return ofItem || IDENTITY.has(path.join('.'));
}

/**
 * The path to look at first. What another path leads further is passed over; of the
 * others, the one of which most is there, then the one of which least is missing, then the
 * first. What tells objects apart is no field to change unless nothing else is read.
 * @internal
 */
export function bestPath(
  root: JsonValue | undefined,
  paths: readonly FieldPath[],
): FieldPath {
  const whole = paths.map(path =>
    path.includes(EACH) ? path.slice(0, path.indexOf(EACH)) : path,
  );
  const changeable = whole.filter(path => !isIdentity(path));
  const candidates = changeable.length > 0 ? changeable : whole;
  let best: { path: FieldPath; there: number } | undefined;
  for (const path of candidates) {
    if (candidates.some(other => leadsFurther(other, path))) {
      continue;
    }
    const there = lengthThere(root, path);
    if (
      !best ||
      there > best.there ||
      (there === best.there && path.length < best.path.length)
    ) {
      best = { path, there };
    }
  }
  return best?.path ?? [];
}

/** @internal */
export function startsWith(path: FieldPath, beginning: FieldPath): boolean {
  return beginning.every((step, index) => path[index] === step);
}

function leadsFurther(other: FieldPath, path: FieldPath): boolean {
  return other.length > path.length && startsWith(other, path);
}

function lengthThere(root: JsonValue | undefined, path: FieldPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    if (valueAt(root, path.slice(0, length)) !== undefined) {
      return length;
    }
  }
  return 0;
}

function ownProperty(object: { [key: string]: JsonValue }, key: string) {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
