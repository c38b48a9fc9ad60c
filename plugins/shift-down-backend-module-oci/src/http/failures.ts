// What goes wrong on the way, in words.
import { ProblemError } from '../problem';

/** @internal */
export function problemOfStatus({
  status,
  host,
  what,
  retryAfterSeconds,
}: {
  status: number;
  host: string;
  what: string;
  retryAfterSeconds?: number;
}): ProblemError {
  switch (status) {
    case 401:
      return new ProblemError(
        'unauthorised',
        `${host} wants other credentials than the configured ones (401)`,
      );
    case 403:
      return new ProblemError(
        'unauthorised',
        `${host} does not let the configured credentials read this (403)`,
      );
    case 404:
      return new ProblemError('not-found', `${what} is not on ${host}`);
    case 429:
      return new ProblemError(
        'rate-limited',
        `${host} was asked too often (429); it is asked again in ${retryAfterSeconds} seconds`,
        retryAfterSeconds,
      );
    default:
      return status >= 500
        ? new ProblemError(
            'unavailable',
            `${host} answers with an error of its own (${status})`,
            retryAfterSeconds,
          )
        : new ProblemError(
            'invalid',
            `${host} answers in a way that registries don't (${status})`,
          );
  }
}

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'refuses the connection',
  ECONNRESET: 'ended the connection',
  EHOSTUNREACH: "can't be reached",
  ENETUNREACH: "can't be reached",
  ENOTFOUND: "has a name that can't be resolved",
  EAI_AGAIN: "has a name that can't be resolved at the moment",
  UND_ERR_SOCKET: 'ended the connection before its answer was complete',
  UND_ERR_ABORTED: 'ended the connection before its answer was complete',
  UND_ERR_CONNECT_TIMEOUT: 'does not take the connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'does not answer in time',
  UND_ERR_BODY_TIMEOUT: 'does not answer in time',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH:
    'ended the connection before its answer was complete',
};

/** @internal */
export function problemOfError(
  error: unknown,
  host: string,
  { isLate, seconds }: { isLate: boolean; seconds: number },
): ProblemError {
  const own = ownProblem(error);
  if (own) {
    return own;
  }
  if (isLate) {
    return new ProblemError(
      'unavailable',
      `${host} did not answer completely within ${seconds} seconds`,
    );
  }
  const code = codeOf(error);
  const isCertificate = /CERT|TLS|SSL|ALTNAME/.test(code);
  return new ProblemError(
    'unavailable',
    isCertificate
      ? `${host} shows a certificate that is not trusted (${code})`
      : `${host} ${REASONS[code] ?? `can't be talked to (${code})`}`,
  );
}

/** Ours arrive from the connector as they are, or as a cause. */
function ownProblem(error: unknown): ProblemError | undefined {
  if (error instanceof ProblemError) {
    return error;
  }
  const { cause, errors } = Object(error);
  return [cause, ...(Array.isArray(errors) ? errors : [])].find(
    (it): it is ProblemError => it instanceof ProblemError,
  );
}

function codeOf(error: unknown): string {
  const { code, cause, errors, name } = Object(error);
  const [first] = Array.isArray(errors) ? errors : [];
  const found = [code, Object(cause).code, Object(first).code, name].find(
    it => typeof it === 'string' && it !== '',
  );
  return found ?? 'unknown error';
}
