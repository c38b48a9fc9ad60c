/**
 * Tells open pages that something of exceptions has changed, and nothing of what: each asks
 * again for what its reader may see.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';
import { describeError } from '../../collection/describeError';

/** What pages listen to. @internal */
export const CHANGE_CHANNEL = 'shift-down';

/** Many changes at once are one signal. */
const QUIET_MILLISECONDS = 500;

/** @internal */
export class ChangeSignal {
  readonly #signals: Pick<SignalsService, 'publish'>;
  readonly #logger: LoggerService;
  #timer: NodeJS.Timeout | undefined;

  constructor(signals: Pick<SignalsService, 'publish'>, logger: LoggerService) {
    this.#signals = signals;
    this.#logger = logger;
  }

  /** Returns at once and never fails. To be called when the change is committed. */
  readonly send = (): void => {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#publish();
    }, QUIET_MILLISECONDS).unref();
  };

  #publish(): void {
    this.#signals
      .publish({
        recipients: { type: 'broadcast' },
        channel: CHANGE_CHANNEL,
        message: {},
      })
      .catch(error =>
        this.#logger.debug(`A signal was not sent: ${describeError(error)}`),
      );
  }
}
