import {
  metricsServiceMock,
  tracingServiceMock,
} from '@backstage/backend-test-utils/alpha';
import { AssessmentMetrics } from '../assessment/metrics';
import { CollectionMetrics } from '../collection/metrics';
import { EvaluationMetrics } from '../evaluation/metrics';
import type { Telemetry } from '../telemetry';

/** Metrics and traces that go nowhere. @internal */
export function silentTelemetry(): Telemetry {
  return {
    metrics: metricsServiceMock.mock(),
    tracing: tracingServiceMock.mock(),
  };
}

/** @internal */
export const silentMetrics = () => ({
  assessment: new AssessmentMetrics(silentTelemetry()),
  collection: new CollectionMetrics(silentTelemetry()),
  evaluation: new EvaluationMetrics(silentTelemetry()),
});
