/** Asks for a list or a watch and reads what comes, however long it takes. */
import type { ClusterConnection } from '../connection/ClusterConnection';
import type { AnswerParser } from '../parsing/AnswerParser';
import type { AnswerEntry, AnswerOptions } from '../parsing/entries';
import { IdleError, readAnswerError } from './AnswerError';

/**
 * @throws AnswerError for any answer but 200; IdleError if nothing comes for too long;
 * what the connection and the parser throw.
 * @internal
 */
export async function readAnswer(
  path: string,
  options: {
    connection: ClusterConnection;
    parser: AnswerParser;
    answer: AnswerOptions;
    idleMilliseconds: number;
    signal: AbortSignal;
    /** The server has begun to answer. */
    onAnswer(): void;
    onBytes(length: number): void;
    take(entries: AnswerEntry[]): Promise<void>;
  },
): Promise<void> {
  const { connection, parser, idleMilliseconds, signal } = options;
  const response = await connection.request(path, {
    signal,
    headersTimeoutMilliseconds: idleMilliseconds,
  });
  if (response.status !== 200) {
    throw await readAnswerError(response);
  }
  options.onAnswer();
  const { body } = response;
  let idle: IdleError | undefined;
  const watchdog = setTimeout(() => {
    idle = new IdleError(
      `Nothing came for ${Math.round(idleMilliseconds / 1000)} s.`,
    );
    body.destroy(idle);
  }, idleMilliseconds);
  try {
    await parser.read(body, options.answer, {
      onBytes(length) {
        watchdog.refresh();
        options.onBytes(length);
      },
      take: options.take,
    });
  } catch (error) {
    throw idle ?? error;
  } finally {
    clearTimeout(watchdog);
  }
  if (idle) {
    throw idle;
  }
}
