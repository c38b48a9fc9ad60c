/** OpenTelemetry's SDK, as little of it as is needed; see {@link startInstrumentation}. */
import { context, metrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Instrumentation } from './instrumentation';

const SERVICE_NAME = 'shift-down-portal';

/** @throws If the port of the metrics can not be had. */
export async function startOpenTelemetry({
  prometheus,
  traces,
}: Instrumentation): Promise<void> {
  const resource = defaultResource().merge(
    resourceFromAttributes({
      'service.name': process.env.OTEL_SERVICE_NAME || SERVICE_NAME,
    }),
  );
  if (traces) {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager());
    trace.setGlobalTracerProvider(
      new TracerProvider({
        resource,
        // Where to and with which headers it reads from OTEL_EXPORTER_OTLP_*.
        spanProcessors: [
          new BatchSpanProcessor({ exporter: new OTLPTraceExporter() }),
        ],
      }),
    );
  }
  if (prometheus) {
    const exporter = new PrometheusExporter({
      ...prometheus,
      preventServerStart: true,
      withoutScopeInfo: true,
    });
    metrics.setGlobalMeterProvider(
      new MeterProvider({ resource, readers: [exporter] }),
    );
    await exporter.startServer();
  }
}
