/** Small catalogs for tests. */
import type { Entity } from '@backstage/catalog-model';

/** A group with its parent. @internal */
export function group(name: string, parent?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, namespace: 'default' },
    spec: { type: 'team', children: [] },
    relations: parent
      ? [{ type: 'childOf', targetRef: `group:default/${parent}` }]
      : [],
  };
}

/** A component with its owner; it claims by its own name unless told otherwise. @internal */
export function component(
  name: string,
  options: {
    owner?: string;
    annotations?: Record<string, string>;
    kind?: string;
    type?: string;
  } = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: options.kind ?? 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: options.annotations ?? {
        'backstage.io/kubernetes-id': name,
      },
    },
    spec: { type: options.type ?? 'service' },
    relations: [
      {
        type: 'ownedBy',
        targetRef: `group:default/${options.owner ?? 'team-a'}`,
      },
    ],
  };
}
