/** What the command asks a portal for. It calls no other address than the one it is given. */
import { InputError } from '@backstage/errors';

const PATIENCE = 30_000;

export interface Portal {
  /** Of the back end, such as `https://portal.example.com`. */
  url: string;
  token?: string;
}

/** Whether an argument is an address rather than a path. */
export function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/** @throws InputError for what is no address, and for one that would leak the token. */
export function portalOf(address: string, token?: string): Portal {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw new InputError(`'${address}' is no address of a portal`);
  }
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !local) {
    throw new InputError(
      `The portal’s address '${address}' has to begin with https: what comes from it decides what passes`,
    );
  }
  return { url: address.replace(/\/+$/, ''), token };
}

/**
 * @param path - below `/api/shift-down`
 * @throws InputError with what to do, if the portal does not answer with it.
 */
export async function askPortal(
  { url, token }: Portal,
  path: string,
): Promise<string> {
  const address = `${url}/api/shift-down${path}`;
  let response: Response;
  try {
    response = await fetch(address, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
      // A redirect could lead to where nobody configured us to call.
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch (error) {
    const { message, cause } = error as Error;
    throw new InputError(
      `The portal does not answer at ${address}: ${
        cause instanceof Error ? cause.message : message
      }`,
    );
  }
  if (!response.ok) {
    throw new InputError(
      `The portal answered ${response.status} at ${address}${
        response.status === 401 || response.status === 403
          ? ': give a token that may read it, as SHIFT_DOWN_TOKEN'
          : ''
      }`,
    );
  }
  return await response.text();
}
