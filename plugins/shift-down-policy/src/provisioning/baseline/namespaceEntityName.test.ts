import fc from 'fast-check';
import { namespaceEntityName } from './namespaceEntityName';

it.each([
  ['eu', 'shop', 'eu-shop'],
  ['EU West', 'shop', expect.stringMatching(/^eu-west-shop-[0-9a-f]{8}$/)],
  ['-', 'shop', expect.stringMatching(/^shop-[0-9a-f]{8}$/)],
  ['eu', 'a'.repeat(63), expect.stringMatching(/^eu-a{51}-[0-9a-f]{8}$/)],
])('calls the namespace of %s and %s so', (cluster, name, expected) => {
  expect(namespaceEntityName(cluster, name)).toEqual(expected);
});

it('tells apart what would have one name', () => {
  const clusters = ['eu', 'eu-west'];
  const names = [
    namespaceEntityName('eu', 'west-shop', clusters),
    namespaceEntityName('eu-west', 'shop', clusters),
  ];
  expect(new Set(names).size).toBe(2);
  expect(namespaceEntityName('eu', 'shop', clusters)).toBe('eu-shop');
});

it('gives every namespace a name of its own that the catalog takes', () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
  const cluster = fc.oneof(label, fc.string({ minLength: 1, maxLength: 70 }));
  fc.assert(
    fc.property(
      fc.uniqueArray(cluster, { minLength: 2, maxLength: 5 }),
      fc.uniqueArray(label, { minLength: 1, maxLength: 5 }),
      (clusters, namespaces) => {
        const names = clusters.flatMap(it =>
          namespaces.map(name => namespaceEntityName(it, name, clusters)),
        );
        expect(new Set(names).size).toBe(names.length);
        for (const name of names) {
          expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
        }
      },
    ),
  );
});
