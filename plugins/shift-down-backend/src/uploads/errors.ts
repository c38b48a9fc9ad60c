/** Refusals that Backstage has no error for; its middleware goes by their status. */
import { CustomErrorBase } from '@backstage/errors';

/** @internal */
export class TooLargeError extends CustomErrorBase {
  name = 'TooLargeError' as const;
  readonly statusCode = 413;
}

/** @internal */
export class UnsupportedEncodingError extends CustomErrorBase {
  name = 'UnsupportedEncodingError' as const;
  readonly statusCode = 415;
}

/** @internal */
export class TooManyRequestsError extends CustomErrorBase {
  name = 'TooManyRequestsError' as const;
  readonly statusCode = 429;

  constructor(message: string, readonly retryAfterSeconds: number) {
    super(message);
  }
}
