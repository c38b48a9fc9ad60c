import type { Readable } from 'node:stream';
import { ProblemError } from '../problem';

/**
 * Reads to the end, or until it is larger than allowed.
 * @param what - For people, such as `The manifest sha256:…`.
 * @throws ProblemError if it is too large.
 * @internal
 */
export async function readBody(
  body: Readable,
  options: { what: string; limit: number; announced?: string },
): Promise<Buffer> {
  const tooLarge = () =>
    new ProblemError(
      'too-large',
      `${options.what} is larger than ${inMebibytes(options.limit)}`,
    );
  if (Number(options.announced) > options.limit) {
    body.destroy();
    throw tooLarge();
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > options.limit) {
      body.destroy();
      throw tooLarge();
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function inMebibytes(bytes: number): string {
  return `${Number((bytes / 1024 / 1024).toFixed(2))} MiB`;
}
