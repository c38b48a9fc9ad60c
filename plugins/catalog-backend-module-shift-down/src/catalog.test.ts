/* In a real catalog, which has its own opinion of what an entity is. */
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
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

it('gives golden images to the catalog', async () => {
  const { server } = await startTestBackend({
    features: [
      catalogPlugin,
      catalogModuleShiftDown,
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
    ],
  });
  const find = async (): Promise<Entity | undefined> => {
    const response = await fetch(
      `http://localhost:${server.port()}/api/catalog/entities/by-name/resource/default/node`,
      { headers: { authorization: mockCredentials.user.header() } },
    );
    return response.ok ? response.json() : undefined;
  };
  let entity = await find();
  while (!entity) {
    await sleep(100);
    entity = await find();
  }
  expect(entity).toMatchObject({
    spec: { type: 'golden-image', owner: 'group:default/platform' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/platform' }],
  });
}, 60_000);
