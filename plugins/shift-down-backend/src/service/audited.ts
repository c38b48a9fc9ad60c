import type {
  AuditorService,
  AuditorServiceEventSeverityLevel,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { Request } from 'express';

/** What somebody wants to do, for the audit log. @internal */
export interface AuditedEvent {
  eventId: string;
  severityLevel: AuditorServiceEventSeverityLevel;
  request: unknown;
  meta: JsonObject;
}

/**
 * Does some work for somebody, and has it in the audit log whether it succeeds or fails.
 * @param outcomeOf - What is told of the outcome.
 * @internal
 */
export async function audited<T>(
  auditor: AuditorService,
  event: AuditedEvent,
  work: () => Promise<T>,
  outcomeOf: (result: T) => JsonObject,
): Promise<T> {
  const audit = await auditor.createEvent({
    ...event,
    request: event.request as Request,
  });
  try {
    const result = await work();
    await audit.success({ meta: outcomeOf(result) });
    return result;
  } catch (error) {
    await audit.fail({ error: toError(error) });
    throw error;
  }
}
