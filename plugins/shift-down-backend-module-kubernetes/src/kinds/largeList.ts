/**
 * Parses objects whose one list can be very long: the list item by item, with pauses,
 * the rest at once.
 */
import {
  forEachInSteps,
  type Steps,
} from '@shift-down/plugin-shift-down-policy';
import { z } from 'zod';

/** Shorter lists are parsed with the rest. */
const MIN_LENGTH = 200;

/** Where the list is, and what its items look like. @internal */
export interface LargeList {
  path: string[];
  item: z.ZodType;
}

/** @throws ZodError as the schema alone would. @internal */
export function* parseInSteps<T>(
  raw: unknown,
  schema: z.ZodType<T>,
  { path, item }: LargeList,
): Steps<T> {
  const list = path.reduce<unknown>(childOf, raw);
  if (!Array.isArray(list) || list.length < MIN_LENGTH) {
    return schema.parse(raw);
  }
  const head = schema.parse(withList(raw, path, []));
  const items: unknown[] = [];
  yield* forEachInSteps(list, (entry, index) => {
    const parsed = item.safeParse(entry);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new z.ZodError([
        { ...issue, path: [...path, index, ...issue.path] },
      ]);
    }
    items.push(parsed.data);
  });
  // The schema has said that this is what it looks like, with the same items.
  return withList(head, path, items) as T;
}

function childOf(parent: unknown, key: string): unknown {
  return isObject(parent) && Object.hasOwn(parent, key)
    ? parent[key]
    : undefined;
}

function withList(parent: unknown, path: string[], list: unknown[]): unknown {
  const [key, ...rest] = path;
  return key === undefined
    ? list
    : {
        ...(isObject(parent) ? parent : {}),
        [key]: withList(childOf(parent, key), rest, list),
      };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object';
}
