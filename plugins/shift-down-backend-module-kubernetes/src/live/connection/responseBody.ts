/** The body of an answer, in chunks. */
import { finished, type Readable } from 'stream';
import type { ApiResponse } from './ClusterConnection';

/**
 * @param options - `onEnd` is called once, however the body ends; `describe` turns what
 * broke it off into what the reader is told.
 * @internal
 */
export function responseBody(
  stream: Readable,
  options: { onEnd(): void; describe(error: unknown): Error },
): ApiResponse['body'] {
  let destroyedWith: Error | undefined;
  // Also keeps an error that nobody reads from ending the process.
  finished(stream, { writable: false }, options.onEnd);
  return {
    async *[Symbol.asyncIterator]() {
      try {
        yield* stream;
      } catch (error) {
        throw destroyedWith ?? options.describe(error);
      }
    },
    destroy: error => {
      destroyedWith ??= error;
      stream.destroy(error);
    },
  };
}
