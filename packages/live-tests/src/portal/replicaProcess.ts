/**
 * One replica of the portal as a process of its own: the real plugin and the real
 * Kubernetes module, over a catalog that is in the process. Speaks with its parent.
 */
import './skewedClock';
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { AddressInfo } from 'node:net';
import type { Answer, Question, ReplicaOptions } from './messages';

const tell = (answer: Answer) => process.send?.(answer);

let peakResident = 0;
setInterval(() => {
  peakResident = Math.max(peakResident, process.memoryUsage.rss());
}, 100).unref();

async function start({ database, shiftDown, entities }: ReplicaOptions) {
  const backend = await startTestBackend({
    features: [
      mockServices.rootConfig.factory({
        data: {
          backend: {
            baseUrl: 'http://127.0.0.1:0',
            listen: { host: '127.0.0.1', port: 0 },
            database,
          },
          shiftDown,
        },
      }),
      mockServices.rootLogger.factory({ level: 'debug' }),
      databaseServiceFactory,
      catalogServiceMock.factory({ entities }),
      import('@shift-down/plugin-shift-down-backend'),
      import('@shift-down/plugin-shift-down-backend-module-kubernetes'),
    ],
  });
  process.on('message', async (question: Question) => {
    switch (question.ask) {
      case 'stop':
        await backend.stop();
        tell({ tell: 'stopped' });
        process.disconnect?.();
        process.exit(0);
        break;
      default: {
        // Twice, since finalisers free more.
        globalThis.gc?.();
        await new Promise(resolve => setTimeout(resolve, 50));
        globalThis.gc?.();
        const { rss, heapUsed, external } = process.memoryUsage();
        tell({
          tell: 'memory',
          memory: { resident: rss, heap: heapUsed, external },
          peakResident,
        });
      }
    }
  });
  const { port } = backend.server.address() as AddressInfo;
  tell({ tell: 'ready', port });
}

// Nobody is left to speak to.
process.on('disconnect', () => process.exit(0));

start(JSON.parse(process.env.PORTAL_REPLICA ?? '{}')).catch(error => {
  tell({ tell: 'failed', reason: String(error?.stack ?? error) });
  process.exitCode = 1;
});
