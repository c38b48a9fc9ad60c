// A recorded cluster whose namespace `shop` runs images, and the catalog's entities for it.

/** How a workload of the namespace `shop` names its image. */
export interface Running {
  name: string;
  /** In the Deployment and the Pod. */
  image: string;
  /** In the status of the Pod, if that is another. */
  imageId?: string;
}

/** The namespace `shop` with a Deployment and its Pod for each. */
export function clusterObjects(running: Running[]): object[] {
  return [
    namespace('kube-system'),
    namespace('shop', { 'shift-down.io/owner': 'team-shop' }),
    ...running.flatMap(({ image, imageId = image, name }) => {
      const labels = { 'backstage.io/kubernetes-id': name };
      const spec = { containers: [{ name: 'main', image }] };
      const owned = (kind: string, owner: string, ownerName: string) => ({
        name: `${name}-${kind}`,
        namespace: 'shop',
        uid: `uid-${name}-${kind}`,
        labels,
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: owner,
            name: ownerName,
            uid: `uid-${ownerName}`,
            controller: true,
          },
        ],
      });
      return [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name, namespace: 'shop', uid: `uid-${name}`, labels },
          spec: { replicas: 1, template: { metadata: { labels }, spec } },
        },
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          metadata: owned('set', 'Deployment', name),
          spec: { replicas: 1, template: { metadata: { labels }, spec } },
        },
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: owned('pod', 'ReplicaSet', `${name}-set`),
          spec,
          status: {
            phase: 'Running',
            containerStatuses: [{ name: 'main', imageID: imageId }],
          },
        },
      ];
    }),
  ];
}

export function component(name: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      uid: `entity-${name}`,
      etag: '1',
      annotations: { 'backstage.io/kubernetes-id': name },
    },
    spec: { type: 'service', lifecycle: 'production', owner: 'team-shop' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/team-shop' }],
  };
}

function namespace(name: string, labels: Record<string, string> = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, uid: `uid-${name}`, labels },
  };
}
