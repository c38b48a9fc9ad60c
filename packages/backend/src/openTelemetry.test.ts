import { metrics } from '@opentelemetry/api';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startOpenTelemetry } from './openTelemetry';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

describe('OpenTelemetry', () => {
  it('serves what is measured', async () => {
    const port = await freePort();
    await startOpenTelemetry({
      prometheus: { host: '127.0.0.1', port },
      traces: false,
    });
    metrics.getMeter('test').createCounter('shift_down.test').add(3);
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(await response.text()).toMatch(/^shift_down_test_total 3$/m);
  });
});
