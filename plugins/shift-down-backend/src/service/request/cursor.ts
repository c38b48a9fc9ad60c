/**
 * Cursors: where the last page ended, opaque to clients. A cursor holds the sort
 * values of the last row shown and nothing of any other row.
 */
import { createHash } from 'node:crypto';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

const VERSION = 1;

const cursorSchema = z.object({
  version: z.literal(VERSION),
  after: z.array(z.union([z.string(), z.number()])),
  digest: z.string(),
});

/** What a list is sorted and filtered by; a cursor fits no other. */
export interface CursorContext {
  list: string;
  sort: string;
  filters: object;
}

/** The sort values of the last row shown. */
export type CursorPosition = (string | number)[];

export function encodeCursor(
  position: CursorPosition,
  context: CursorContext,
): string {
  const cursor = {
    version: VERSION,
    after: position,
    digest: digest(position, context),
  };
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/**
 * Reads a cursor back.
 * @throws InputError if it is none, was changed, or belongs to another list,
 * other filters or another order.
 */
export function decodeCursor(
  cursor: string | undefined,
  context: CursorContext,
): CursorPosition | undefined {
  if (cursor === undefined) {
    return undefined;
  }
  const parsed = cursorSchema.safeParse(parseJson(cursor));
  if (
    !parsed.success ||
    parsed.data.digest !== digest(parsed.data.after, context)
  ) {
    throw new InputError(
      'The cursor does not fit this request. Start again from the first page, without a cursor, and keep filters and sort as they are while paging.',
    );
  }
  return parsed.data.after;
}

function parseJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function digest(position: CursorPosition, context: CursorContext): string {
  const filters = Object.entries(context.filters)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(
      JSON.stringify([VERSION, context.list, context.sort, filters, position]),
    )
    .digest('base64url')
    .slice(0, 22);
}
