/** An API server that answered, but not with what was asked for. */
import { CustomErrorBase } from '@backstage/errors';
import type { ApiResponse } from '../connection/ClusterConnection';

/** Of the body of an error; it is a small Status object in practice. */
const MAX_BODY = 64 * 1024;
const MAX_MESSAGE = 500;
const MAX_RETRY_SECONDS = 300;

/** @internal */
export class AnswerError extends CustomErrorBase {
  name = 'AnswerError' as const;

  /**
   * @param status - HTTP status, or the code of an event that ends a watch.
   * @param retryAfterMilliseconds - When the server wants to be asked again.
   */
  constructor(
    message: string,
    readonly status: number,
    readonly retryAfterMilliseconds?: number,
  ) {
    super(message);
  }
}

/** The answer broke off, or what came can't be understood. @internal */
export class BrokenAnswerError extends CustomErrorBase {
  name = 'BrokenAnswerError' as const;
}

/** Nothing came for so long that the connection must be dead. @internal */
export class IdleError extends CustomErrorBase {
  name = 'IdleError' as const;
}

/** Reads the body of an answer that is not a success. @internal */
export async function readAnswerError(
  response: ApiResponse,
): Promise<AnswerError> {
  const { status, headers } = response;
  let said = '';
  try {
    const text = await readText(response.body, MAX_BODY);
    const { message } = JSON.parse(text);
    said = typeof message === 'string' ? message.slice(0, MAX_MESSAGE) : '';
  } catch {
    // The status alone has to do.
  }
  const seconds = Number(headers['retry-after'] ?? NaN);
  return new AnswerError(
    `The API server answered ${status}${said ? `: ${said}` : ''}.`,
    status,
    Number.isFinite(seconds)
      ? Math.min(seconds, MAX_RETRY_SECONDS) * 1000
      : undefined,
  );
}

/** @throws RangeError if the body is longer than that many bytes. @internal */
export async function readText(
  body: ApiResponse['body'],
  maximum: number,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      length += chunk.length;
      if (length > maximum) {
        throw new RangeError('The answer is too long.');
      }
      chunks.push(chunk);
    }
  } finally {
    body.destroy();
  }
  return Buffer.concat(chunks).toString('utf8');
}
