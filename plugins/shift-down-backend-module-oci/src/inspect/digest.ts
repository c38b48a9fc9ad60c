import { createHash } from 'node:crypto';
import { ProblemError } from '../problem';

const FORMS = { sha256: /^[0-9a-f]{64}$/, sha512: /^[0-9a-f]{128}$/ };

/** Whether it is a digest that can be checked. @internal */
export function isDigest(text: string): boolean {
  const [algorithm, hex] = partsOf(text);
  return algorithm !== undefined && FORMS[algorithm].test(hex);
}

/** Of content as it is. @internal */
export function sha256Of(content: Buffer | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/**
 * @param what - For people, such as `The manifest`.
 * @throws ProblemError if the content is other than its digest says.
 * @internal
 */
export function assertDigest(
  content: Buffer,
  digest: string,
  what: string,
): void {
  const [algorithm, hex] = partsOf(digest);
  if (
    algorithm === undefined ||
    createHash(algorithm).update(content).digest('hex') !== hex
  ) {
    throw new ProblemError(
      'invalid',
      `${what} is other content than its digest ${digest} says`,
    );
  }
}

function partsOf(text: string): [keyof typeof FORMS | undefined, string] {
  const colon = text.indexOf(':');
  const algorithm = text.slice(0, Math.max(colon, 0));
  const hex = text.slice(colon + 1);
  return algorithm === 'sha256' || algorithm === 'sha512'
    ? [algorithm, hex]
    : [undefined, hex];
}
