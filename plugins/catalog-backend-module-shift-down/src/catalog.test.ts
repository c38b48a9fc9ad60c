/* In a real catalog, which has its own opinion of what an entity is. */
import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { NAMESPACE_EVENT_TOPIC } from '@shift-down/plugin-shift-down-common';
import { setTimeout as sleep } from 'node:timers/promises';
import catalogModuleShiftDown from './index';

const DECLARATION = `
apiVersion: shift-down.io/v1alpha1
kind: GoldenImage
metadata: { name: node }
spec:
  owner: platform
  repository: registry.example.com/golden/node
  channels: [{ name: "22" }]
`;

const directory = createMockDirectory({
  content: { 'node.yaml': DECLARATION },
});

const NAMESPACE = {
  id: 'an-id',
  cluster: 'demo',
  name: 'payments-refunds',
  entityName: 'demo-payments-refunds',
  ownerRef: 'group:default/team-payments',
  environment: 'production',
};

/** Stands for the back end: what only services may ask. */
const shiftDownPlugin = createBackendPlugin({
  pluginId: 'shift-down',
  register(env) {
    env.registerInit({
      deps: {
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        router: coreServices.httpRouter,
      },
      async init({ events, httpAuth, router }) {
        const items: object[] = [];
        const answer = async (
          request: Parameters<typeof httpAuth.credentials>[0],
        ) => {
          if (request.url === '/made') {
            items.push(NAMESPACE);
            await events.publish({
              topic: NAMESPACE_EVENT_TOPIC,
              eventPayload: { id: NAMESPACE.id },
            });
            return {};
          }
          await httpAuth.credentials(request, { allow: ['service'] });
          return { isComplete: true, items };
        };
        router.use((request, response, next) => {
          answer(request).then(it => response.json(it), next);
        });
      },
    });
  },
});

/** One for all plugins, as in a portal. */
const sharedEvents = createServiceFactory({
  service: eventsServiceRef,
  deps: {},
  createRootContext: () => mockServices.events(),
  factory: (_deps, events) => events,
});

async function start(...features: BackendFeature[]) {
  const { server } = await startTestBackend({
    features: [catalogPlugin, catalogModuleShiftDown, ...features],
  });
  const base = `http://localhost:${server.port()}/api`;
  const headers = { authorization: mockCredentials.user.header() };
  return {
    post: (path: string) =>
      fetch(`${base}${path}`, { method: 'POST', headers }),
    async waitFor(name: string): Promise<Entity> {
      for (;;) {
        const response = await fetch(
          `${base}/catalog/entities/by-name/resource/default/${name}`,
          { headers },
        );
        if (response.ok) {
          return response.json();
        }
        await sleep(100);
      }
    },
  };
}

it('gives golden images to the catalog', async () => {
  const portal = await start(
    mockServices.rootConfig.factory({
      data: {
        backend: { baseUrl: 'http://localhost' },
        shiftDown: {
          goldenImages: {
            locations: [{ type: 'folder', target: directory.path }],
          },
        },
      },
    }),
  );
  const entity = await portal.waitFor('node');
  expect(entity).toMatchObject({
    spec: { type: 'golden-image', owner: 'group:default/platform' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/platform' }],
  });
}, 60_000);

it('gives a namespace to the catalog as soon as it is made', async () => {
  const portal = await start(
    shiftDownPlugin,
    sharedEvents,
    mockServices.rootConfig.factory({
      data: {
        backend: { baseUrl: 'http://localhost' },
        shiftDown: { provisioning: {} },
      },
    }),
  );
  expect((await portal.post('/shift-down/made')).status).toBe(200);
  expect(await portal.waitFor('demo-payments-refunds')).toMatchObject({
    spec: { type: 'kubernetes-namespace' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/team-payments' }],
  });
}, 60_000);
