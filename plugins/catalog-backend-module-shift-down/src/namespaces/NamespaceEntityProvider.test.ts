/* Entities of managed namespaces: at once by events, and true in the end without them. */
import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type {
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import type { EventParams } from '@backstage/plugin-events-node';
import { NAMESPACE_EVENT_TOPIC } from '@shift-down/plugin-shift-down-common';
import type { CatalogNamespace } from '@shift-down/plugin-shift-down-common/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { NamespaceEntityProvider } from './NamespaceEntityProvider';

const namespace = (
  name: string,
  more: Partial<CatalogNamespace> = {},
): CatalogNamespace => ({
  id: `id-${name}`,
  cluster: 'demo',
  name,
  entityName: `demo-${name}`,
  ownerRef: 'group:default/team-payments',
  environment: 'production',
  ...more,
});

const namesIn = (entities: readonly { entity?: Entity }[]) =>
  entities.map(it => it.entity?.metadata.name);

describe('NamespaceEntityProvider', () => {
  let items: CatalogNamespace[];
  let isComplete: boolean;
  let failures: number;
  let described: string[];
  let catalog: Set<string>;
  let mutations: EntityProviderMutation[];
  let round: () => Promise<void>;
  let tell: (params: EventParams) => Promise<void>;

  /** As the catalog keeps them. */
  const connection: EntityProviderConnection = {
    applyMutation: async mutation => {
      mutations.push(mutation);
      if (mutation.type === 'full') {
        catalog.clear();
      }
      const added =
        mutation.type === 'full' ? mutation.entities : mutation.added;
      if (mutation.type === 'delta') {
        mutation.removed.forEach(it =>
          catalog.delete('entity' in it ? it.entity.metadata.name : ''),
        );
      }
      added.forEach(({ entity }) => catalog.add(entity.metadata.name));
    },
    refresh: async () => {},
  };

  const event = async (name: string) => {
    await tell({
      topic: NAMESPACE_EVENT_TOPIC,
      eventPayload: { id: `id-${name}` },
    });
  };
  const settled = () => sleep(400);

  beforeEach(async () => {
    items = [namespace('one'), namespace('two')];
    isComplete = true;
    failures = 0;
    described = [];
    catalog = new Set();
    mutations = [];
    const provider = new NamespaceEntityProvider({
      logger: mockServices.logger.mock(),
      events: {
        publish: async () => {},
        subscribe: async ({ topics, onEvent }) => {
          expect(topics).toEqual([NAMESPACE_EVENT_TOPIC]);
          tell = async params => onEvent(params);
        },
      },
      runner: {
        run: async ({ fn }) => {
          round = async () => fn(new AbortController().signal);
        },
      },
      list: async () => {
        if (failures > 0) {
          failures--;
          throw new Error('503');
        }
        return { isComplete, items: [...items] };
      },
      describedByOthers: async all =>
        new Set(all.filter(it => described.includes(it.name))),
    });
    await provider.connect(connection);
  });

  it('puts all of them into the catalog at the start', async () => {
    await round();
    expect(mutations).toMatchObject([{ type: 'full' }]);
    expect([...catalog]).toEqual(['demo-one', 'demo-two']);
  });

  it('puts one in at once when it is told, and touches no other', async () => {
    await round();
    items.push(namespace('three'));
    await event('three');
    await settled();
    expect(mutations[1]).toMatchObject({ type: 'delta', removed: [] });
    expect(
      mutations[1].type === 'delta' && namesIn(mutations[1].added),
    ).toEqual(['demo-three']);
  });

  it('takes one out at once when it is told that it is gone', async () => {
    await round();
    items = [namespace('two')];
    await event('one');
    await settled();
    expect([...catalog]).toEqual(['demo-two']);
  });

  it('keeps the entity when another record has its place', async () => {
    await round();
    items = [namespace('one', { id: 'id-again' }), namespace('two')];
    await event('one');
    await settled();
    expect(catalog).toEqual(new Set(['demo-one', 'demo-two']));
  });

  it('asks once for many that change together', async () => {
    await round();
    for (let index = 0; index < 50; index++) {
      items.push(namespace(`n${index}`));
      await event(`n${index}`);
    }
    await settled();
    expect(mutations).toHaveLength(2);
    expect(catalog.size).toBe(52);
  });

  it('tells the truth in the next round when an event was missed', async () => {
    await round();
    items = [namespace('two'), namespace('three')];
    await round();
    expect([...catalog]).toEqual(['demo-two', 'demo-three']);
  });

  it('removes nothing while the list is not complete', async () => {
    await round();
    items = [namespace('three')];
    isComplete = false;
    await round();
    await event('two');
    await settled();
    expect(catalog).toEqual(new Set(['demo-one', 'demo-two', 'demo-three']));
    expect(mutations.slice(1)).toMatchObject([{ type: 'delta', removed: [] }]);
    isComplete = true;
    await round();
    expect([...catalog]).toEqual(['demo-three']);
  });

  it('removes nothing when the API fails, and asks again soon', async () => {
    await round();
    items = [namespace('two')];
    failures = 1;
    await round();
    expect(mutations).toHaveLength(1);
    await sleep(1_200);
    expect([...catalog]).toEqual(['demo-two']);
    expect(mutations).toHaveLength(2);
  });

  it('goes on after an event that could not be looked into', async () => {
    await round();
    items.push(namespace('three'));
    failures = 1;
    await event('three');
    await settled();
    expect(mutations).toHaveLength(1);
    await event('three');
    await settled();
    expect(catalog.has('demo-three')).toBe(true);
  });

  it('leaves to others what others describe, by event and in full', async () => {
    described = ['one'];
    await round();
    expect([...catalog]).toEqual(['demo-two']);
    described = ['one', 'two'];
    await event('two');
    await settled();
    expect([...catalog]).toEqual([]);
  });

  it.each([undefined, null, 'id', {}, { id: 1 }])(
    'does nothing for the payload %j',
    async eventPayload => {
      await tell({ topic: NAMESPACE_EVENT_TOPIC, eventPayload });
      await settled();
      expect(mutations).toEqual([]);
    },
  );
});
