/** What a version changes in a namespace is told object by object and field by field. */
import { plannedObjects } from '../watch/__testUtils__/plannedObjects';
import { manifestChanges } from './manifestChanges';

it('tells what changes', () => {
  const before = plannedObjects('shop', 'id');
  const after = plannedObjects('shop', 'id', '2.0.0')
    .filter(it => it.id !== 'limits')
    .map(it => (it.id === 'role-developer' ? { ...it, id: 'role' } : it));
  expect(manifestChanges(before, after)).toEqual([
    {
      id: 'namespace',
      title: 'namespace',
      change: 'changed',
      differences: [
        {
          path: 'metadata.labels["shift-down.io/baseline"]',
          applied: '"1.0.0"',
          found: '"2.0.0"',
        },
      ],
    },
    {
      id: 'quota',
      title: 'quota',
      change: 'changed',
      differences: [{ path: 'spec.hard.pods', applied: '"10"', found: '"20"' }],
    },
    { id: 'role', title: 'role-developer', change: 'added' },
    { id: 'limits', title: 'limits', change: 'removed' },
    { id: 'role-developer', title: 'role-developer', change: 'removed' },
  ]);
});

it('tells nothing where all is the same', () => {
  const objects = plannedObjects('shop', 'id');
  expect(manifestChanges(objects, structuredClone(objects))).toEqual([]);
});
