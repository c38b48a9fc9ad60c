import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import { readEntry } from './entry';
import { Inventory } from './Inventory';

const NONE: ReadonlySet<SourceKind> = new Set();

async function object(kind: string, name: string) {
  const result = await readEntry(
    {
      apiVersion: 'v1',
      kind,
      metadata: { name, namespace: 'shop', uid: `uid-${name}` },
      ...(kind === 'Pod' && {
        spec: { containers: [{ name: 'main', image: 'nginx:1.29' }] },
      }),
    },
    '2026-11-01T00:00:00.000Z',
  );
  if (result.type !== 'entry') {
    throw new Error(`The ${kind} was not understood`);
  }
  return result.entry;
}

function namesOf(changes: Awaited<ReturnType<Inventory['takeChanges']>>) {
  const names = (which: 'upserts' | 'deletes') =>
    [...changes.values()].flatMap(change =>
      change[which].map(it => ('key' in it ? it.key.name : it.name)),
    );
  return { upserts: names('upserts'), deletes: names('deletes') };
}

describe('the inventory', () => {
  it('hands out the next time what changes while it works out what changed', async () => {
    const inventory = new Inventory();
    const [first, second] = [
      await object('Pod', 'first'),
      await object('Pod', 'second'),
    ];
    inventory.set(first);
    const taking = inventory.takeChanges(NONE);
    inventory.set(second);
    const names = [await taking, await inventory.takeChanges(NONE)].flatMap(
      changes => changes.get('Workload')?.upserts.map(({ key }) => key.name),
    );
    expect(names).toEqual(['first', 'second']);
  });

  it.each(['Pod', 'ServiceAccount'])(
    'hands out again what was taken back of a %s, also that it is gone',
    async kind => {
      const inventory = new Inventory();
      const [kept, gone, late] = await Promise.all(
        ['kept', 'gone', 'late'].map(name => object(kind, name)),
      );
      inventory.set(kept);
      inventory.set(gone);
      await inventory.takeChanges(NONE);

      inventory.delete(gone.key);
      inventory.set(late);
      const changes = await inventory.takeChanges(NONE);
      const expected = { upserts: ['late'], deletes: ['gone'] };
      expect(namesOf(changes)).toEqual(expected);
      inventory.putBack(changes);
      expect(namesOf(await inventory.takeChanges(NONE))).toEqual(expected);
      expect(namesOf(await inventory.takeChanges(NONE))).toEqual({
        upserts: [],
        deletes: [],
      });
    },
  );

  it('hands out that an object is gone which was taken back and then deleted', async () => {
    const inventory = new Inventory();
    const entry = await object('ServiceAccount', 'short-lived');
    inventory.set(entry);
    inventory.putBack(await inventory.takeChanges(NONE));
    inventory.delete(entry.key);
    expect(namesOf(await inventory.takeChanges(NONE))).toEqual({
      upserts: [],
      deletes: ['short-lived'],
    });
  });
});
