/** Takes the body of a request as a stream: never more of it than is allowed. */
import { InputError } from '@backstage/errors';
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { TooLargeError, UnsupportedEncodingError } from './errors';

/** A body that takes longer is one that somebody holds back. */
const LIMIT_MILLISECONDS = 120_000;

/** Room for a document whose length nobody announces. */
const FIRST_BYTES = 64 * 1024;

/** @internal */
export interface ReceivedBody {
  /** In memory of its own, which can be handed to a thread. */
  bytes: Uint8Array;
  /** `sha256:…` of the document, decompressed. */
  digest: string;
}

/**
 * @param limit - In bytes, of the body as it comes and as it is decompressed.
 * @throws TooLargeError, UnsupportedEncodingError, or InputError if it is cut or corrupt.
 * @internal
 */
export async function receiveBody(
  request: IncomingMessage,
  limit: number,
): Promise<ReceivedBody> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim();
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new UnsupportedEncodingError(
      'The body must be JSON as it is, or compressed with gzip',
    );
  }
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    throw tooLarge(limit);
  }
  const hash = createHash('sha256');
  const announced = Number(request.headers['content-length']);
  let buffer = Buffer.allocUnsafeSlow(announced > 0 ? announced : FIRST_BYTES);
  let length = 0;
  const take = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      if (length + chunk.length > limit) {
        throw tooLarge(limit);
      }
      if (length + chunk.length > buffer.length) {
        const larger = Buffer.allocUnsafeSlow((length + chunk.length) * 2);
        buffer.copy(larger, 0, 0, length);
        buffer = larger;
      }
      // As it comes: all of it at once would hold up everybody else.
      hash.update(chunk);
      chunk.copy(buffer, length);
      length += chunk.length;
    }
  };
  const signal = AbortSignal.timeout(LIMIT_MILLISECONDS);
  try {
    await (encoding === 'gzip'
      ? pipeline(request, counted(limit), createGunzip(), take, { signal })
      : pipeline(request, take, { signal }));
  } catch (error) {
    if (error instanceof TooLargeError) {
      throw error;
    }
    throw new InputError(
      encoding === 'gzip'
        ? 'The body could not be received and decompressed in full: upload it again'
        : 'The body could not be received in full: upload it again',
    );
  }
  if (length === 0) {
    throw new InputError('The body is empty: send the report as it is');
  }
  return {
    bytes: buffer.subarray(0, length),
    digest: `sha256:${hash.digest('hex')}`,
  };
}

function counted(limit: number) {
  let length = 0;
  return async function* count(source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      length += chunk.length;
      if (length > limit) {
        throw tooLarge(limit);
      }
      yield chunk;
    }
  };
}

function tooLarge(limit: number): TooLargeError {
  return new TooLargeError(
    `The document is larger than ${limit} bytes: leave out the list of packages, or have shiftDown.uploadLimits.bytes raised`,
  );
}
