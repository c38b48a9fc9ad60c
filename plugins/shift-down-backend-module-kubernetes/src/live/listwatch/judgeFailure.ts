/** What a failure means for a list, in words that say what to do next. */
import { isError } from '@backstage/errors';
import { ConnectionError } from '../connection/ConnectionError';
import { AnswerError, BrokenAnswerError, IdleError } from './AnswerError';
import type { WatchTarget } from './target';

/** @internal */
export interface Failure {
  state: 'failed' | 'forbidden';
  error: string;
  /** The resource isn't there. */
  missing?: boolean;
  retryAfterMilliseconds?: number;
}

/** @internal */
export function judgeFailure(
  error: unknown,
  target: Pick<WatchTarget, 'grant'>,
): Failure {
  if (error instanceof AnswerError) {
    const { status, message, retryAfterMilliseconds } = error;
    if (status === 403) {
      return {
        state: 'forbidden',
        error: `The credential may not read it. Grant ${target.grant}.`,
      };
    }
    return {
      state: 'failed',
      error:
        status === 401
          ? 'The API server does not accept the credential (401). Renew it, or correct it in the configuration of the cluster.'
          : message,
      ...(status === 404 && { missing: true }),
      retryAfterMilliseconds,
    };
  }
  if (error instanceof ConnectionError) {
    return {
      state: error.code === 'forbidden' ? 'forbidden' : 'failed',
      error: error.message,
    };
  }
  if (error instanceof BrokenAnswerError || error instanceof IdleError) {
    return { state: 'failed', error: error.message };
  }
  // Messages of others may quote what they stumbled over.
  const name = isError(error) ? error.name : 'unknown error';
  return {
    state: 'failed',
    error: `The answer of the API server broke off (${name}).`,
  };
}
