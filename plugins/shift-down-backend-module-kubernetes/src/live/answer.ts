/** Small questions to an API server, answered in one piece. */
import { readAnswerError, readText } from './listwatch/AnswerError';
import type { ClusterConnection } from './connection/ClusterConnection';

/** Discovery of a cluster with thousands of kinds stays far below. */
const MAX_ANSWER = 32 * 1024 * 1024;

/**
 * @throws AnswerError for any answer but 200; SyntaxError if it isn't JSON; what the
 * connection throws.
 * @internal
 */
export async function askJson(
  connection: ClusterConnection,
  path: string,
  options: { signal: AbortSignal; milliseconds: number; accept?: string },
): Promise<unknown> {
  const { signal, milliseconds, accept } = options;
  signal.throwIfAborted();
  const scope = new AbortController();
  const giveUp = () => scope.abort(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  const timer = setTimeout(
    () => scope.abort(new DOMException('No answer in time.', 'TimeoutError')),
    milliseconds,
  );
  try {
    const response = await connection.request(path, {
      signal: scope.signal,
      headersTimeoutMilliseconds: milliseconds,
      ...(accept && { accept }),
    });
    if (response.status !== 200) {
      throw await readAnswerError(response);
    }
    return JSON.parse(await readText(response.body, MAX_ANSWER));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}
