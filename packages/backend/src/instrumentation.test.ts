import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readInstrumentation, startInstrumentation } from './instrumentation';

describe('instrumentation', () => {
  it('is off unless a variable asks for it', () => {
    expect(readInstrumentation({})).toEqual({ traces: false });
  });

  it('serves metrics to this machine only, unless told otherwise', () => {
    const env = { SHIFT_DOWN_METRICS_PORT: '9464' };
    expect(readInstrumentation(env).prometheus).toEqual({
      host: '127.0.0.1',
      port: 9464,
    });
    expect(
      readInstrumentation({ ...env, SHIFT_DOWN_METRICS_HOST: '0.0.0.0' })
        .prometheus,
    ).toEqual({ host: '0.0.0.0', port: 9464 });
  });

  it.each(['0', '65536', 'yes', '1.5'])('refuses %p as a port', text => {
    expect(() =>
      readInstrumentation({ SHIFT_DOWN_METRICS_PORT: text }),
    ).toThrow('SHIFT_DOWN_METRICS_PORT');
  });

  it('sends traces where the variables of OpenTelemetry say', () => {
    expect(
      readInstrumentation({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1' })
        .traces,
    ).toBe(true);
  });

  it('loads the SDK for none but the one file that is loaded when it is on', async () => {
    await startInstrumentation({});
    const importers = readdirSync(__dirname)
      .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .filter(file =>
        /^import .*(@opentelemetry|\.\/openTelemetry)|from '(@opentelemetry|\.\/openTelemetry)/m.test(
          readFileSync(join(__dirname, file), 'utf8'),
        ),
      );
    expect(importers).toEqual(['openTelemetry.ts']);
  });
});
