/** From the payload of an export whose signature was verified to its exceptions. */
import { InputError } from '@backstage/errors';
import { exceptionsExportSchema, type ExceptionsExport } from './schema';

/** How far the clocks of portal and pipeline may differ, in milliseconds. */
const CLOCK_TOLERANCE = 60_000;

/**
 * Reads the payload of an export. The signature has to be verified before, by the caller.
 * @param payload - parsed JSON
 * @throws InputError if it is no export, if it has expired, or if it is of the future.
 * @public
 */
export function readExceptionsExport(
  payload: unknown,
  now: Date,
): ExceptionsExport {
  const parsed = exceptionsExportSchema.safeParse(payload);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new InputError(
      `The exceptions are no export of a portal: ${
        path.length > 0 ? `${path.join('.')}: ` : ''
      }${message}`,
    );
  }
  const { issued, expires } = parsed.data;
  if (Date.parse(expires) <= now.getTime()) {
    throw new InputError(
      `The export of exceptions has expired at ${expires}: export them again`,
    );
  }
  if (Date.parse(issued) > now.getTime() + CLOCK_TOLERANCE) {
    throw new InputError(
      `The export of exceptions was issued at ${issued}, in the future: look at the clocks of portal and pipeline`,
    );
  }
  return parsed.data;
}
