/**
 * The outbox of messages: each is handed to Backstage's notifications once. A portal
 * without them loses nothing else.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { ExceptionRules } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { backoffMilliseconds } from '../../collection/backoff';
import { describeError } from '../../collection/describeError';
import type { FencedWriter } from '../../collection/HeldLease';
import type { Clock } from '../../database/DatabaseClock';
import {
  noteAttempt,
  noteSent,
} from '../../database/operations/exceptions/notices/noteSending';
import {
  selectDueNotices,
  type DueNotice,
} from '../../database/operations/exceptions/notices/selectDueNotices';
import { composeNotice } from './composeNotice';

/** At once; the next round takes the rest. */
const BATCH = 50;
/** Over about two days. */
const ATTEMPTS = 16;
const RETRY = { minimumSeconds: 60, maximumSeconds: 6 * 60 * 60 };

/** @internal */
export interface NoticeServiceOptions {
  database: Knex;
  clock: Clock;
  notifications: Pick<NotificationService, 'send'>;
  /** Who decides, and so is told. */
  rules: Pick<ExceptionRules, 'deciders'>;
  logger: LoggerService;
}

/** @internal */
export class NoticeService {
  readonly #options: NoticeServiceOptions;
  #failing = false;

  constructor(options: NoticeServiceOptions) {
    this.#options = options;
  }

  /** Sends what is due. */
  async round(lease: FencedWriter, signal: AbortSignal): Promise<void> {
    const { clock, database } = this.#options;
    for (const notice of await selectDueNotices(database, clock.now(), BATCH)) {
      signal.throwIfAborted();
      await this.#send(notice, lease);
    }
  }

  async #send(notice: DueNotice, lease: FencedWriter): Promise<void> {
    const { clock, database, notifications, rules } = this.#options;
    const attempt = notice.attempts + 1;
    const retryAt =
      attempt < ATTEMPTS
        ? new Date(clock.now().getTime() + backoffMilliseconds(attempt, RETRY))
        : undefined;
    await lease.transact(tx => noteAttempt(tx, notice.id, retryAt));
    const message = composeNotice(notice, rules.deciders);
    try {
      if (message) {
        await notifications.send(message);
      }
    } catch (error) {
      this.#noteFailure(error, retryAt === undefined);
      return;
    }
    this.#failing = false;
    // Whoever has the lease now: it has been sent.
    await noteSent(database, notice.id, clock.now());
  }

  /** Once, however many messages wait. */
  #noteFailure(error: unknown, isLast: boolean): void {
    const { logger } = this.#options;
    if (isLast) {
      logger.warn(
        `A notification about an exception was given up: ${describeError(
          error,
        )}`,
      );
    } else if (!this.#failing) {
      logger.warn(
        `Notifications about exceptions can't be sent, trying again: ${describeError(
          error,
        )}. Install @backstage/plugin-notifications-backend if this portal has none`,
      );
    }
    this.#failing = true;
  }
}
