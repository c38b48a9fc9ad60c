// Why nothing can be said about an image, on its way up to the one who asked.
import type { ImageProblem } from '@shift-down/plugin-shift-down-common';
import type { ImageSourceProblem } from '@shift-down/plugin-shift-down-node';

/**
 * Thrown within this module only: what an {@link ImageSource} does with it is to answer.
 * @internal
 */
export class ProblemError extends Error {
  readonly name = 'ProblemError';

  constructor(
    readonly problem: ImageProblem,
    /** A sentence for people, without credentials. */
    message: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

/**
 * Does the work; what went wrong becomes the answer. Only an abort is thrown.
 * @internal
 */
export async function answering<T>(
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T | ImageSourceProblem> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ProblemError) {
      return {
        outcome: 'unknown',
        problem: error.problem,
        reason: error.message,
        ...(error.retryAfterSeconds !== undefined && {
          retryAfterSeconds: error.retryAfterSeconds,
        }),
      };
    }
    throw error;
  }
}
