/** A managed namespace as an entity of the catalog. */
import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  DEFAULT_NAMESPACE,
  type ResourceEntity,
} from '@backstage/catalog-model';
import {
  ANNOTATION_KUBERNETES_CLUSTER,
  ANNOTATION_KUBERNETES_NAMESPACE,
  RESOURCE_TYPE_KUBERNETES_NAMESPACE,
} from '@shift-down/plugin-shift-down-common';
import type { CatalogNamespace } from '@shift-down/plugin-shift-down-common/client';

/** As its location the catalog notes where it is; nothing is read from there. */
export function toNamespaceEntity(namespace: CatalogNamespace): ResourceEntity {
  const { baselineVersion, cluster, clusterTitle, environment } = namespace;
  const { dependencyOf, entityName, name, ownerRef, systemRef } = namespace;
  const location = locationOf(namespace);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      namespace: DEFAULT_NAMESPACE,
      name: entityName,
      title: `Namespace ${name}`,
      description: [
        `In ${clusterTitle ?? cluster}, for ${environment}`,
        ...(baselineVersion === undefined
          ? []
          : [`secure by baseline ${baselineVersion}`]),
      ].join('; '),
      annotations: {
        [ANNOTATION_LOCATION]: location,
        [ANNOTATION_ORIGIN_LOCATION]: location,
        [ANNOTATION_KUBERNETES_CLUSTER]: cluster,
        [ANNOTATION_KUBERNETES_NAMESPACE]: name,
      },
    },
    spec: {
      type: RESOURCE_TYPE_KUBERNETES_NAMESPACE,
      owner: ownerRef,
      ...(systemRef !== undefined && { system: systemRef }),
      ...(dependencyOf?.length && { dependencyOf }),
    },
  };
}

/** How the catalog tells ours from what others describe. */
export function locationOf({
  cluster,
  name,
}: Pick<CatalogNamespace, 'cluster' | 'name'>): string {
  return `shift-down:${cluster}/${name}`;
}
