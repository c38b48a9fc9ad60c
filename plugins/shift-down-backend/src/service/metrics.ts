/**
 * How long requests take, by route: Backstage itself measures none. See the table
 * in the README.
 */
import type { RequestHandler } from 'express';
import { DURATION_BUCKETS, type Telemetry } from '../telemetry';

/** @internal */
export function measureRequests({
  metrics,
}: Pick<Telemetry, 'metrics'>): RequestHandler {
  const durations = metrics.createHistogram('shift_down.api.duration', {
    description: 'Time to answer a request, by route, method and status',
    unit: 's',
    advice: { explicitBucketBoundaries: DURATION_BUCKETS },
  });
  return (request, response, next) => {
    const started = performance.now();
    response.once('finish', () => {
      durations.record((performance.now() - started) / 1000, {
        method: request.method,
        // Never the path itself: it names entities, and there is no end of them.
        route: request.route?.path ?? 'other',
        status: response.statusCode,
      });
    });
    next();
  };
}
