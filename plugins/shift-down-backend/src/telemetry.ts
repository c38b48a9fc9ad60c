/** Metrics and traces of this plugin, by Backstage's services over OpenTelemetry. */
import type {
  MetricsService,
  TracingService,
  TracingServiceAttributes,
} from '@backstage/backend-plugin-api/alpha';
import { describeError } from './collection/describeError';

/** @internal */
export interface Telemetry {
  metrics: MetricsService;
  tracing: TracingService;
}

/**
 * Runs work inside a span. What it throws is told to the span redacted and short,
 * and to the caller as it is: left to itself, a span would export the statement and
 * the values of a database error.
 * @internal
 */
export async function inSpan<T>(
  tracing: TracingService,
  name: string,
  attributes: TracingServiceAttributes,
  work: () => Promise<T>,
): Promise<T> {
  const outcome = await tracing.startActiveSpan(
    name,
    { attributes },
    async span => {
      try {
        return { value: await work() };
      } catch (error) {
        span.setStatus({ code: 'error', message: describeError(error) });
        return { error };
      }
    },
  );
  if ('error' in outcome) {
    throw outcome.error;
  }
  return outcome.value;
}

/** Bounds of a histogram of durations, in seconds. @internal */
export const DURATION_BUCKETS = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
];
