/** What entities of a namespace depend on, and what depends on them, as the catalog says. */
import {
  RELATION_DEPENDENCY_OF,
  RELATION_DEPENDS_ON,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { DeclaredDependency } from '@shift-down/plugin-shift-down-policy';
import {
  loadEntitiesIn,
  loadNamespacesOf,
} from '../../../database/operations/provisioning/read/entitiesInNamespaces';
import type { ProvisioningContext } from '../ProvisioningContext';

/**
 * Read with the portal's own credentials: what would be cut is so whoever looks. What the
 * reader may not read is to be left out by who tells it.
 */
export async function loadDependencies(
  { auth, catalog, database }: ProvisioningContext,
  place: { clusterUid: string; namespace: string },
): Promise<DeclaredDependency[]> {
  const inside = await loadEntitiesIn(database, place);
  if (inside.length === 0) {
    return [];
  }
  const { items } = await catalog.getEntitiesByRefs(
    {
      entityRefs: inside,
      fields: ['kind', 'metadata.namespace', 'metadata.name', 'relations'],
    },
    { credentials: await auth.getOwnServiceCredentials() },
  );
  const pairs = new Map<string, [fromRef: string, toRef: string]>();
  for (const entity of items.filter(it => it !== undefined)) {
    const own = stringifyEntityRef(entity);
    for (const { targetRef, type } of entity.relations ?? []) {
      const other = targetRef.toLocaleLowerCase('en-US');
      if (type === RELATION_DEPENDS_ON) {
        pairs.set(`${own} ${other}`, [own, other]);
      } else if (type === RELATION_DEPENDENCY_OF) {
        pairs.set(`${other} ${own}`, [other, own]);
      }
    }
  }
  const dependencies = [...pairs.values()];
  const namespaces = await loadNamespacesOf(
    database,
    place.clusterUid,
    dependencies.flat(),
  );
  return dependencies.map(([fromRef, toRef]) => ({
    fromRef,
    toRef,
    fromNamespaces: namespaces.get(fromRef) ?? [],
    toNamespaces: namespaces.get(toRef) ?? [],
  }));
}
