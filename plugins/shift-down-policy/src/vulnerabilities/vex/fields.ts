/** What both formats of VEX have in common. */
import { z } from 'zod';
import { redact } from '../../redact';

const LONGEST_ID = 2048;

/** Free text of somebody else: redacted and bounded. */
export const freeText = z
  .string()
  .transform(text => redact(text.trim()) || undefined)
  .optional()
  .catch(undefined);

export const identifier = z
  .string()
  .transform(text => text.trim())
  .pipe(z.string().max(LONGEST_ID))
  .optional()
  .catch(undefined);

/** ISO 8601 in UTC. */
export const moment = z
  .string()
  .transform(text => Date.parse(text))
  .pipe(z.number())
  .transform(time => new Date(time).toISOString())
  .optional()
  .catch(undefined);

/** A list of which what can't be read is left out. */
export function listOf<T extends z.ZodType>(schema: T) {
  return z
    .array(z.unknown())
    .catch([])
    .transform(items =>
      items.flatMap(item => {
        const parsed = schema.safeParse(item);
        return parsed.success ? [parsed.data] : [];
      }),
    );
}

/** Advisory ids in the form in which they are compared. */
export function advisoryId(text: string): string {
  return text.trim().toUpperCase();
}
