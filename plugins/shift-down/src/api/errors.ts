import type { ResponseError } from '@backstage/errors';

/**
 * Whether the backend answered that there is nothing for this user. Unknown and
 * forbidden are one case for people, so that the page can't tell them apart either.
 */
export function isNothingForUser(error: Error): boolean {
  const status = (error as Partial<ResponseError>).statusCode;
  return status === 404 || status === 403;
}

/** The backend's own words, without the client's prefix about status codes. */
export function messageOf(error: Error): string {
  const body = (error as Partial<ResponseError>).body;
  return body?.error?.message || error.message;
}
