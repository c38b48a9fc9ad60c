import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import { readEntry } from './entry';
import { Inventory } from './Inventory';

const NONE: ReadonlySet<SourceKind> = new Set();

async function pod(name: string) {
  const result = await readEntry(
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'shop', uid: `uid-${name}` },
      spec: { containers: [{ name: 'main', image: 'nginx:1.29' }] },
    },
    '2026-11-01T00:00:00.000Z',
  );
  if (result.type !== 'entry') {
    throw new Error('The Pod was not understood');
  }
  return result.entry;
}

describe('the inventory', () => {
  it('hands out the next time what changes while it works out what changed', async () => {
    const inventory = new Inventory();
    const [first, second] = [await pod('first'), await pod('second')];
    inventory.set(first);
    const taking = inventory.takeChanges(NONE);
    inventory.set(second);
    const names = [await taking, await inventory.takeChanges(NONE)].flatMap(
      changes => changes.get('Workload')?.upserts.map(({ key }) => key.name),
    );
    expect(names).toEqual(['first', 'second']);
  });
});
