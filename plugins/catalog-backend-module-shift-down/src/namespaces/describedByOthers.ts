/** Namespaces that somebody has put into the catalog already. */
import type { AuthService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  RELATION_OWNED_BY,
  type Entity,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ANNOTATION_KUBERNETES_CLUSTER,
  ANNOTATION_KUBERNETES_NAMESPACE,
  RESOURCE_TYPE_KUBERNETES_NAMESPACE,
} from '@shift-down/plugin-shift-down-common';
import type { CatalogNamespace } from '@shift-down/plugin-shift-down-common/client';
import { locationOf } from './toNamespaceEntity';

interface Options {
  auth: AuthService;
  catalog: Pick<CatalogService, 'streamEntities'>;
}

/**
 * Those that another Resource of the same owner describes. One of somebody else's only
 * claims to: whoever may write to the catalog could hide a namespace from its team.
 */
export async function describedByOthers(
  namespaces: readonly CatalogNamespace[],
  { auth, catalog }: Options,
): Promise<ReadonlySet<CatalogNamespace>> {
  if (namespaces.length === 0) {
    return new Set();
  }
  const byPlace = new Map(
    namespaces.map(it => [placeOf(it.cluster, it.name), it]),
  );
  const described = new Set<CatalogNamespace>();
  const pages = catalog.streamEntities(
    {
      filter: {
        kind: 'Resource',
        'spec.type': RESOURCE_TYPE_KUBERNETES_NAMESPACE,
      },
      fields: ['metadata.annotations', 'relations'],
    },
    { credentials: await auth.getOwnServiceCredentials() },
  );
  for await (const page of pages) {
    for (const entity of page) {
      const annotations = entity.metadata.annotations ?? {};
      const namespace = byPlace.get(
        placeOf(
          annotations[ANNOTATION_KUBERNETES_CLUSTER],
          annotations[ANNOTATION_KUBERNETES_NAMESPACE],
        ),
      );
      if (
        namespace &&
        annotations[ANNOTATION_LOCATION] !== locationOf(namespace) &&
        isOwnedBy(entity, namespace.ownerRef)
      ) {
        described.add(namespace);
      }
    }
  }
  return described;
}

function placeOf(cluster: string | undefined, name: string | undefined) {
  return JSON.stringify([cluster, name]);
}

function isOwnedBy({ relations }: Entity, ownerRef: string): boolean {
  return (relations ?? []).some(
    ({ type, targetRef }) =>
      type === RELATION_OWNED_BY && targetRef === ownerRef,
  );
}
