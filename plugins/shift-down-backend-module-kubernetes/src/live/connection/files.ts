/**
 * Files with credentials, read at every use: they rotate under us, and reading a few
 * kilobytes costs nothing beside the request that they are for.
 */
import { readFile } from 'fs/promises';
import { ConnectionError } from './ConnectionError';

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EACCES: 'the backend may not read it',
  EISDIR: 'it is a folder',
};

/**
 * @param what - What the file holds, for people: `token`.
 * @throws ConnectionError `credentials` that names the file.
 * @internal
 */
export async function readCredentialFile(
  path: string,
  what: string,
): Promise<string> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new ConnectionError(
      'credentials',
      `The ${what} file ${path} can't be read: ${
        REASONS[code] ?? code
      }. Check the path and its mount.`,
    );
  }
  if (text.trim() === '') {
    throw new ConnectionError(
      'credentials',
      `The ${what} file ${path} is empty; write the ${what} into it.`,
    );
  }
  return text;
}

/**
 * The header that carries a token. Files end with a line break more often than not,
 * which a header must not.
 *
 * @param origin - Where the token comes from, for people.
 * @throws ConnectionError `credentials` when it can't be a token.
 * @internal
 */
export function bearer(token: string, origin: string): string {
  const trimmed = token.trim();
  if (!/^[\x21-\x7e]+$/.test(trimmed)) {
    throw new ConnectionError(
      'credentials',
      `The token from ${origin} is empty or has characters that no token has; put the bare token there.`,
    );
  }
  return `Bearer ${trimmed}`;
}
