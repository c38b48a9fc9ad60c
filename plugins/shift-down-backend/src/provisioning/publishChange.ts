import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import { NAMESPACE_EVENT_TOPIC } from '@shift-down/plugin-shift-down-common';
import { describeError } from '../collection/describeError';

/**
 * Says that something of a managed namespace has changed. Whoever misses it learns of it on
 * their next full look: nothing waits for it, and nothing fails with it.
 * @internal
 */
export function publishChange(
  events: Pick<EventsService, 'publish'>,
  id: string,
  logger: LoggerService,
): void {
  events
    .publish({ topic: NAMESPACE_EVENT_TOPIC, eventPayload: { id } })
    .catch(error =>
      logger.warn(
        `The change of managed namespace ${id} could not be published: ${describeError(
          error,
        )}`,
      ),
    );
}
