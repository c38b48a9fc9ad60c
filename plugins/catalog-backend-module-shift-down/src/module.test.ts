import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import {
  type EntityProvider,
  type EntityProviderMutation,
  catalogProcessingExtensionPoint,
} from '@backstage/plugin-catalog-node';
import catalogModuleShiftDown from './index';

const TASK = 'shift-down-golden-images';

function declaration(name: string, more = ''): string {
  return `
apiVersion: shift-down.io/v1alpha1
kind: GoldenImage
metadata:
  name: ${name}
  title: ${name.toUpperCase()}
spec:
  owner: platform
  repository: registry.example.com/golden/${name}
  channels: [{ name: "22" }]
${more}`;
}

describe('the module', () => {
  const directory = createMockDirectory();
  let mutations: EntityProviderMutation[];

  beforeEach(() => {
    mutations = [];
    directory.setContent({
      one: { 'node.yaml': declaration('node', '  system: base-images\n') },
      two: { 'java.yaml': declaration('java') },
    });
  });

  /** The portal's back end with the two folders as locations. */
  async function start(goldenImages: object) {
    const scheduler = mockServices.scheduler.mock();
    const tasks: (() => Promise<void>)[] = [];
    scheduler.createScheduledTaskRunner.mockReturnValue({
      run: async ({ id, fn }) => {
        expect(id).toBe(TASK);
        tasks.push(async () => fn(new AbortController().signal));
      },
    });
    const providers: EntityProvider[] = [];
    await startTestBackend({
      extensionPoints: [
        [
          catalogProcessingExtensionPoint,
          {
            addEntityProvider: (...added) =>
              providers.push(...(added.flat() as EntityProvider[])),
            addProcessor: jest.fn(),
            addPlaceholderResolver: jest.fn(),
            setOnProcessingErrorHandler: jest.fn(),
          },
        ],
      ],
      features: [
        catalogModuleShiftDown,
        scheduler.factory,
        mockServices.rootConfig.factory({
          data: { shiftDown: { goldenImages } },
        }),
      ],
    });
    const [provider] = providers;
    await provider.connect({
      applyMutation: async mutation => {
        mutations.push(mutation);
      },
      refresh: jest.fn(),
    });
    return {
      schedule: scheduler.createScheduledTaskRunner.mock.calls[0][0],
      async refresh() {
        await tasks[0]();
        return mutations[mutations.length - 1];
      },
    };
  }

  const locations = () =>
    ['one', 'two'].map(name => ({
      type: 'folder',
      target: directory.resolve(name),
    }));

  const namesIn = (mutation: EntityProviderMutation) =>
    (mutation.type === 'full' ? mutation.entities : mutation.added).map(
      ({ entity }) => (entity as Entity).metadata.name,
    );

  it('makes each golden image a Resource', async () => {
    const portal = await start({ locations: locations() });
    expect(portal.schedule).toMatchObject({ frequency: { minutes: 5 } });
    const location = `file:${directory.resolve('one')}/node.yaml`;
    const mutation = await portal.refresh();
    expect(mutation).toEqual({
      type: 'full',
      entities: [
        {
          locationKey: TASK,
          entity: {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Resource',
            metadata: {
              namespace: 'default',
              name: 'node',
              title: 'NODE',
              annotations: {
                'backstage.io/managed-by-location': location,
                'backstage.io/managed-by-origin-location': location,
                'shift-down.io/golden-image': 'node',
              },
            },
            spec: {
              type: 'golden-image',
              owner: 'group:default/platform',
              system: 'system:default/base-images',
            },
          },
        },
        { locationKey: TASK, entity: expect.anything() },
      ],
    });
    expect(namesIn(mutation)).toEqual(['node', 'java']);
  });

  it('removes what is declared no more', async () => {
    const portal = await start({ locations: locations() });
    await portal.refresh();
    directory.addContent({ 'two/java.yaml': declaration('kotlin') });
    const mutation = await portal.refresh();
    expect(mutation.type).toBe('full');
    expect(namesIn(mutation)).toEqual(['node', 'kotlin']);
  });

  it('keeps what a location had that can’t be read any more', async () => {
    const portal = await start({ locations: locations() });
    await portal.refresh();
    directory.setContent({
      one: { 'go.yaml': declaration('go') },
    });
    for (const _ of [1, 2]) {
      const mutation = await portal.refresh();
      expect(mutation.type).toBe('full');
      expect(namesIn(mutation)).toEqual(['go', 'java']);
    }
  });

  it('keeps what a location had of which a file broke, and adds what is new', async () => {
    const portal = await start({ locations: locations() });
    await portal.refresh();
    directory.addContent({
      'two/java.yaml': 'kind: [',
      'two/rust.yaml': declaration('rust'),
    });
    for (const _ of [1, 2]) {
      expect(namesIn(await portal.refresh())).toEqual(['node', 'rust', 'java']);
    }
  });

  it('removes nothing after a start while a location can’t be read', async () => {
    directory.setContent({ one: { 'node.yaml': declaration('node') } });
    const portal = await start({ locations: locations() });
    const mutation = await portal.refresh();
    expect(mutation).toMatchObject({ type: 'delta', removed: [] });
    expect(namesIn(mutation)).toEqual(['node']);
  });

  it('removes all when there are no locations any more', async () => {
    const portal = await start({});
    expect(await portal.refresh()).toEqual({ type: 'full', entities: [] });
  });

  it('refuses a location of no type', async () => {
    await expect(
      start({ locations: [{ type: 'magic', target: 'x' }] }),
    ).rejects.toThrow('must be url or folder');
  });
});

describe('a golden image that is read by URL', () => {
  it('links to its declaration', async () => {
    const { toEntity } = jest.requireActual('./goldenImages/toEntity');
    const location = 'https://git.example.org/platform/images/node.yaml';
    expect(
      toEntity({ name: 'node', owner: 'group:default/platform', location })
        .metadata,
    ).toMatchObject({
      annotations: { 'backstage.io/managed-by-location': `url:${location}` },
      links: [{ url: location }],
    });
  });
});
