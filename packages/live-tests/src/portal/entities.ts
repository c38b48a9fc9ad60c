/** What the catalog of every portal under test holds: two teams, and what they own. */
import type { Entity } from '@backstage/catalog-model';

function group(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, namespace: 'default', uid: `group-${name}`, etag: '1' },
    spec: { type: 'team', children: [] },
  };
}

/** Claims every workload labelled with its name. */
function component(name: string, owner: string): Entity {
  const targetRef = `group:default/${owner}`;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      uid: `component-${name}`,
      etag: '1',
      annotations: { 'backstage.io/kubernetes-id': name },
    },
    spec: { type: 'service', lifecycle: 'production', owner: targetRef },
    relations: [{ type: 'ownedBy', targetRef }],
  };
}

export const ENTITIES: Entity[] = [
  group('team-shop'),
  group('team-bank'),
  component('shop', 'team-shop'),
  component('cart', 'team-shop'),
  component('bank', 'team-bank'),
];
