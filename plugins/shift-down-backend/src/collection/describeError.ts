import { redact } from '@shift-down/plugin-shift-down-policy';

const MAX_LENGTH = 300;

/**
 * An error in words fit for people and logs: without the statement that a database
 * error begins with, redacted, and short.
 * @internal
 */
export function describeError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const isStatement = /^\s*(insert|update|delete|select|with)\b/i.test(message);
  const separator = message.lastIndexOf(' - ');
  const text =
    isStatement && separator !== -1 ? message.slice(separator + 3) : message;
  return redact(text).slice(0, MAX_LENGTH);
}
