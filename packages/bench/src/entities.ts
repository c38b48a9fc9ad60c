import type { Entity } from '@backstage/catalog-model';

/** A team for each namespace, and a component for each workload, named like it. */
export function teamEntities(size: {
  namespaces: number;
  workloads: number;
}): Entity[] {
  const perNamespace = Math.ceil(size.workloads / size.namespaces);
  return Array.from({ length: size.namespaces }, (_, team) => {
    const group = `group:default/team-${team}`;
    const entity = (
      kind: string,
      name: string,
      rest: Pick<Entity, 'spec' | 'relations'>,
    ): Entity => ({
      apiVersion: 'backstage.io/v1alpha1',
      kind,
      metadata: {
        name,
        namespace: 'default',
        uid: `${kind}-${name}`,
        etag: '1',
        annotations: { 'backstage.io/kubernetes-id': name },
      },
      ...rest,
    });
    return [
      entity('Group', `team-${team}`, { spec: { type: 'team', children: [] } }),
      ...Array.from({ length: perNamespace }, (__, index) =>
        entity('Component', `team-${team}-service-${index}`, {
          spec: { type: 'service', lifecycle: 'production', owner: group },
          relations: [{ type: 'ownedBy', targetRef: group }],
        }),
      ),
    ];
  }).flat();
}
