/**
 * Metrics for Prometheus and traces by OTLP, both off by default: nothing of
 * OpenTelemetry's SDK is loaded unless a variable asks for it.
 */
import { InputError } from '@backstage/errors';

export interface Instrumentation {
  /** Where `/metrics` is served; nowhere if left out. */
  prometheus?: { host: string; port: number };
  /** Whether traces go to the collector that OpenTelemetry's own variables name. */
  traces: boolean;
}

/** @throws InputError if the port is none. */
export function readInstrumentation(env: NodeJS.ProcessEnv): Instrumentation {
  return {
    prometheus: env.SHIFT_DOWN_METRICS_PORT
      ? {
          host: env.SHIFT_DOWN_METRICS_HOST || '127.0.0.1',
          port: readPort(env.SHIFT_DOWN_METRICS_PORT),
        }
      : undefined,
    traces: Boolean(
      env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,
    ),
  };
}

type OpenTelemetry = typeof import('./openTelemetry');

/**
 * Resolves when whatever is wanted works. Has to come before the back end starts,
 * which asks for its meters and tracers once.
 *
 * @throws If the port of the metrics can not be had.
 */
export async function startInstrumentation(
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const wanted = readInstrumentation(env);
  if (wanted.prometheus || wanted.traces) {
    const loaded: OpenTelemetry & { default?: OpenTelemetry } = await import(
      './openTelemetry'
    );
    // Where it was compiled to CommonJS, Node may find its exports in the default.
    await (loaded.default ?? loaded).startOpenTelemetry(wanted);
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new InputError(
      `SHIFT_DOWN_METRICS_PORT is '${text}': set it to a number from 1 to 65535`,
    );
  }
  return port;
}
